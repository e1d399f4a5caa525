"""Where a booking's QR code leads: arrival and departure are told, by the front desk or by the member."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from werkzeug import Response

from chassis.errors import Conflict, Forbidden
from gateway import qr
from gateway.refusals import status_of
from gateway.web.formats import instant
from gateway.web.visit import Visit

MEMBER = "member"  # the role of whoever is no staff


def code(visit: Visit, booking_id: str) -> Response:
    """`GET /bookings/{id}/code.svg`: the square, for whoever sees the booking."""
    visit.ask("bookings", "booking", booking_id=booking_id, actor=visit.member())
    square = qr.svg(qr.check_in_address(visit.settings.gateway.public_url, booking_id))
    return Response(square, mimetype=qr.MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def look(visit: Visit, booking_id: str) -> Response:
    """`GET /bookings/{id}/check-in` and `…/check-out`: nothing is told by looking at an address."""
    return _page(visit, booking_id)


def check_in(visit: Visit, booking_id: str) -> Response:
    """`POST /bookings/{id}/check-in`"""
    return _tell(visit, "check_in", booking_id)


def check_out(visit: Visit, booking_id: str) -> Response:
    """`POST /bookings/{id}/check-out`: the place is free from then on."""
    return _tell(visit, "check_out", booking_id)


def _tell(visit: Visit, method: str, booking_id: str) -> Response:
    actor = visit.member()
    try:
        visit.ask("bookings", method, booking_id=booking_id, actor=actor)
    except (Conflict, Forbidden) as refusal:
        return _page(visit, booking_id, refusal.code, status_of(refusal))
    return visit.go(f"/bookings/{booking_id}/check-in")


def _page(visit: Visit, booking_id: str, refusal: str | None = None, status: int = 200) -> Response:
    actor = visit.member()
    found = visit.ask("bookings", "booking", booking_id=booking_id, actor=actor)
    space = visit.ask_or(None, "bookings", "space", space_id=found["space_id"])
    rules = space["rules"] if space else {}
    is_own = (found["member_id"], found["home_city"]) == (actor["member_id"], actor["city"])
    by_desk_only = is_own and not rules.get("check_in_by_member", True) and not set(actor["roles"]) - {MEMBER}
    opens_at = instant(found["starts_at"]) - timedelta(minutes=rules.get("check_in_from_minutes", 0))
    return visit.page(
        "check_in.html",
        status,
        booking=found,
        space=space,
        is_own=is_own,
        by_desk_only=by_desk_only,
        refusal=refusal or _against(found, visit),
        opens_at=opens_at if space and visit.now < opens_at else None,
    )


def _against(booking: dict[str, Any], visit: Visit) -> str | None:
    """The code of what makes an arrival impossible."""
    if booking["checked_in_at"] is not None:
        return None
    if booking["status"] != "confirmed":
        return "booking_not_confirmed"
    return "booking_over" if instant(booking["ends_at"]) <= visit.now else None
