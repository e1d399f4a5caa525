"""The member's own bookings: the list, one of them, confirming a hold, and letting one go."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from werkzeug import Response

from gateway.web import hours, words
from gateway.web.formats import instant
from gateway.web.visit import Visit


def bookings(visit: Visit) -> Response:
    """`GET /bookings`: those of the member, the coming ones first."""
    actor, after = visit.member(), visit.request.args.get("after") or None
    answer = visit.ask_or({"items": [], "next": None}, "bookings", "bookings_of", actor=actor, after=after)
    to_come = [booking for booking in answer["items"] if _is_to_come(booking, visit.now)]
    others = [booking for booking in answer["items"] if booking not in to_come]
    to_come.sort(key=lambda booking: instant(booking["starts_at"]))
    return visit.page("bookings.html", to_come=to_come, others=others, next=answer["next"])


def booking(visit: Visit, booking_id: str) -> Response:
    """`GET /bookings/{id}?done=`, and `GET /bookings/{id}/confirm`: nothing is confirmed by looking at an address."""
    return _booking_page(visit, booking_id, done=visit.request.args.get("done"))


def confirm(visit: Visit, booking_id: str) -> Response:
    """`POST /bookings/{id}/confirm`: a hold becomes firm, or a request where the city has its say."""
    visit.ask("bookings", "confirm", booking_id=booking_id, actor=visit.member())
    return visit.go(f"/bookings/{booking_id}?done=booked")


def ask_to_cancel(visit: Visit, booking_id: str) -> Response:
    """`GET /bookings/{id}/cancel`: nothing is cancelled by looking at an address."""
    return _booking_page(visit, booking_id, cancelling=True)


def cancel(visit: Visit, booking_id: str) -> Response:
    """`POST /bookings/{id}/cancel`"""
    visit.ask("bookings", "cancel", booking_id=booking_id, actor=visit.member())
    return visit.go(f"/bookings/{booking_id}?done=cancelled")


def _booking_page(visit: Visit, booking_id: str, done: str | None = None, cancelling: bool = False) -> Response:
    found = visit.ask("bookings", "booking", booking_id=booking_id, actor=visit.member())
    space = visit.ask_or(None, "bookings", "space", space_id=found["space_id"])
    rules = space["rules"] if space else {}
    is_to_come = _is_to_come(found, visit.now)
    can_cancel = is_to_come and (
        found["status"] != "confirmed" or _is_in_time(found, rules.get("cancel_until_minutes"), visit.now)
    )
    can_move = is_to_come and found["status"] != "held" and found["checked_in_at"] is None
    return visit.page(
        "booking.html",
        booking=found,
        space=space,
        done=done,
        is_to_come=is_to_come,
        cancelling=cancelling and can_cancel,
        can_cancel=can_cancel,
        move_from=hours.today(max(instant(found["starts_at"]), visit.now), found["zone"]),
        can_move=can_move and _is_in_time(found, rules.get("move_until_minutes"), visit.now),
    )


def _is_to_come(booking: dict[str, Any], now: datetime) -> bool:
    is_over = booking["checked_out_at"] is not None or instant(booking["ends_at"]) <= now
    return booking["status"] in words.STANDING and not is_over


def _is_in_time(booking: dict[str, Any], minutes: int | None, now: datetime) -> bool:
    """Whether it is early enough for what is done `minutes` before the start at the latest; None: until the end."""
    return minutes is None or now <= instant(booking["starts_at"]) - timedelta(minutes=minutes)
