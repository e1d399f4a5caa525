"""The bookings: a period's price, holding it, the member's own ones, and letting one go."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from werkzeug import Response

from chassis import ids
from chassis.clock import rfc3339
from chassis.errors import Conflict, Forbidden, Invalid
from gateway.refusals import status_of
from gateway.web import days, hours
from gateway.web.formats import instant
from gateway.web.visit import Visit, visitor

HORIZON = timedelta(days=365)
LOOKED_AHEAD = timedelta(days=14)


def quote(visit: Visit) -> Response:
    """`GET /bookings/new?space_id=&starts_at=&ends_at=`: the price and the conditions, for anybody."""
    asked = _asked(visit)
    answer = visit.ask("bookings", "quote", **_wire(asked), actor=visit.actor or visitor(visit))
    return _quote_page(visit, asked, quote=answer, refusals=[refusal["code"] for refusal in answer["refusals"]])


def book(visit: Visit) -> Response:
    """`POST /bookings/new?space_id=&starts_at=&ends_at=`: a taken period shows the next free ones."""
    actor, asked = visit.member(), _asked(visit)
    key = visit.request.form.get("idempotency_key") or None
    try:
        booking = visit.ask("bookings", "book", **_wire(asked), actor=actor, idempotency_key=key)
    except (Conflict, Forbidden, Invalid) as refusal:
        proposed = days.periods(refusal.detail.get("next_free", []))
        return _quote_page(visit, asked, status=status_of(refusal), refusals=[refusal.code], next_free=proposed)
    return visit.go(f"/bookings/{booking['id']}?done=booked")


def bookings(visit: Visit) -> Response:
    """`GET /bookings`: those of the member, the coming ones first."""
    actor, after = visit.member(), visit.request.args.get("after") or None
    answer = visit.ask_or({"items": [], "next": None}, "bookings", "bookings_of", actor=actor, after=after)
    to_come = [booking for booking in answer["items"] if _is_to_come(booking, visit.now)]
    others = [booking for booking in answer["items"] if booking not in to_come]
    to_come.sort(key=lambda booking: instant(booking["starts_at"]))
    return visit.page("bookings.html", to_come=to_come, others=others, next=answer["next"])


def booking(visit: Visit, booking_id: str) -> Response:
    """`GET /bookings/{id}?done=`"""
    return _booking_page(visit, booking_id, done=visit.request.args.get("done"))


def ask_to_cancel(visit: Visit, booking_id: str) -> Response:
    """`GET /bookings/{id}/cancel`: nothing is cancelled by looking at an address."""
    return _booking_page(visit, booking_id, cancelling=True)


def cancel(visit: Visit, booking_id: str) -> Response:
    """`POST /bookings/{id}/cancel`"""
    visit.ask("bookings", "cancel", booking_id=booking_id, actor=visit.member())
    return visit.go(f"/bookings/{booking_id}?done=cancelled")


def _booking_page(visit: Visit, booking_id: str, done: str | None = None, cancelling: bool = False) -> Response:
    found = visit.ask("bookings", "booking", booking_id=booking_id, actor=visit.member())
    can_cancel = _is_to_come(found, visit.now)
    return visit.page(
        "booking.html",
        booking=found,
        place=visit.ask_or(None, "bookings", "place", place_id=found["place_id"]),
        done=done,
        cancelling=cancelling and can_cancel,
        can_cancel=can_cancel,
    )


def _is_to_come(booking: dict[str, Any], now: datetime) -> bool:
    return bool(booking["status"] == "confirmed" and instant(booking["ends_at"]) > now)


def _asked(visit: Visit) -> dict[str, Any]:
    """The space and the period in the address.

    Raises:
        Invalid: `period_unclear`: they are not two instants with an offset.
    """
    arguments = visit.request.args
    try:
        starts_at, ends_at = instant(arguments["starts_at"]), instant(arguments["ends_at"])
    except (ValueError, KeyError):
        raise Invalid("period_unclear", "starts_at and ends_at must be instants with an offset") from None
    return {"space_id": arguments.get("space_id", ""), "starts_at": starts_at, "ends_at": ends_at}


def _wire(asked: dict[str, Any]) -> dict[str, Any]:
    return {**asked, "starts_at": rfc3339(asked["starts_at"]), "ends_at": rfc3339(asked["ends_at"])}


def _quote_page(
    visit: Visit,
    asked: dict[str, Any],
    *,
    refusals: list[str],
    quote: dict[str, Any] | None = None,
    next_free: list[days.Period] | None = None,
    status: int = 200,
) -> Response:
    space = visit.ask("bookings", "space", space_id=asked["space_id"])
    zone = space["place"]["zone"]
    return visit.page(
        "quote.html",
        status,
        space=space,
        zone=zone,
        day=hours.today(asked["starts_at"], zone),
        starts_at=asked["starts_at"],
        ends_at=asked["ends_at"],
        minutes=int((asked["ends_at"] - asked["starts_at"]).total_seconds() // 60),
        quote=quote,
        refusals=refusals,
        mine=_mine(visit, asked),
        next_free=next_free or (_next_free(visit, asked) if refusals else []),
        idempotency_key=ids.new(),
    )


def _mine(visit: Visit, asked: dict[str, Any]) -> dict[str, Any] | None:
    """What the member holds of that space in that period already: whoever goes back after booking is told so."""
    if visit.actor is None:
        return None
    for found in visit.ask_or({"items": []}, "bookings", "bookings_of", actor=visit.actor)["items"]:
        overlaps = instant(found["starts_at"]) < asked["ends_at"] and asked["starts_at"] < instant(found["ends_at"])
        if (found["status"], found["space_id"]) == ("confirmed", asked["space_id"]) and overlaps:
            return dict(found)
    return None


def _next_free(visit: Visit, asked: dict[str, Any]) -> list[days.Period]:
    """The next free periods of the length that was asked for; none for a length that is never booked."""
    length = asked["ends_at"] - asked["starts_at"]
    since = max(asked["starts_at"], visit.now)
    if not days.GRID <= length <= days.LONGEST or since - visit.now > HORIZON:
        return []
    wanted = {"space_id": asked["space_id"], "from_": rfc3339(since), "to": rfc3339(since + LOOKED_AHEAD)}
    answer = visit.ask_or({"free": []}, "bookings", "availability", **wanted)
    return days.next_free(days.periods(answer["free"]), length, since)
