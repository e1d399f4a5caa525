"""A period's price and conditions, and taking it: as a new booking, or in the place of one that is moved."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from chassis import ids
from chassis.clock import rfc3339
from chassis.errors import Conflict, Forbidden, Invalid
from gateway.refusals import status_of
from gateway.web import days, forms, hours, words
from gateway.web.formats import instant
from gateway.web.visit import Visit

OTHER_TIMES = ("shifted", "shorter")
OF_WHO_ASKS = (  # no other period would help
    "category_not_admitted",
    "city_not_admitted",
    "attestation_missing",
    "member_not_active",
    "member_not_found",
    "not_of_organisation",
    "permission_missing",
    "moved_too_late",
    "booking_over",
)
OF_PERSONS = ("too_few_persons", "too_many_persons")
OF_WHAT_ONE_HOLDS = ("too_many_bookings", "too_many_hours")


def quote(visit: Visit) -> Response:
    """`GET /bookings/new?space_id=&starts_at=&ends_at=&persons=&moving=`: the price and the conditions, for anybody.

    `moving` is the member's booking that this period would replace.
    """
    asked, moving = _asked(visit), moving_of(visit)
    space = visit.ask("bookings", "space", space_id=asked["space_id"])
    least: int = moving["persons"] if moving else space["rules"]["min_persons"]
    persons = forms.persons(visit.request.args.get("persons", "")) or least
    answer = visit.ask("bookings", "quote", **_wire(asked), persons=persons, actor=visit.actor)
    against = [refusal["code"] for refusal in answer["refusals"]]
    refusals = [code for code in against if not (moving and _is_by_itself(code, asked, moving))]
    return _quote_page(visit, asked, space, moving, persons=persons, quote=answer, refusals=refusals)


def book(visit: Visit) -> Response:
    """`POST` to the same address, with `persons`: a taken period shows what is free near it."""
    actor, asked, moving = visit.member(), _asked(visit), moving_of(visit)
    persons = forms.persons(visit.request.form.get("persons", "1"))
    try:
        if persons is None:
            raise Invalid("invalid", "persons is no number")
        wanted = {**_wire(asked), "persons": persons, "actor": actor}
        if moving:
            visit.ask("bookings", "move", booking_id=moving["id"], **wanted)
            return visit.go(f"/bookings/{moving['id']}?done=moved")
        key = visit.request.form.get("idempotency_key") or None
        booking = visit.ask("bookings", "book", **wanted, idempotency_key=key)
    except (Conflict, Forbidden, Invalid) as refusal:
        space = visit.ask("bookings", "space", space_id=asked["space_id"])
        return _quote_page(
            visit,
            asked,
            space,
            moving,
            persons=persons or 1,
            status=status_of(refusal),
            refusals=[refusal.code],
        )
    return visit.go(f"/bookings/{booking['id']}?done=booked")


def moving_of(visit: Visit) -> dict[str, Any] | None:
    """The booking that `moving` in the address names: the member chooses another period for it.

    Raises:
        Unauthenticated: nobody is signed in.
        NotFound: `booking_not_found`: it is not the member's.
    """
    booking_id = visit.request.args.get("moving")
    if not booking_id:
        return None
    return dict(visit.ask("bookings", "booking", booking_id=booking_id, actor=visit.member()))


def _is_by_itself(code: str, asked: dict[str, Any], moving: dict[str, Any]) -> bool:
    """Whether it may be the moved booking itself that stands against the period: moving it tells for sure."""
    if code != "unit_taken":
        return code in OF_WHAT_ONE_HOLDS
    return bool(moving["space_id"] == asked["space_id"]) and _overlaps(moving, asked)


def _overlaps(booking: dict[str, Any], asked: dict[str, Any]) -> bool:
    return bool(instant(booking["starts_at"]) < asked["ends_at"] and asked["starts_at"] < instant(booking["ends_at"]))


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
    space: dict[str, Any],
    moving: dict[str, Any] | None,
    *,
    persons: int,
    refusals: list[str],
    quote: dict[str, Any] | None = None,
    status: int = 200,
) -> Response:
    zone = space["place"]["zone"]
    against_period = [code for code in refusals if code not in OF_PERSONS]
    can_choose = not set(refusals) & set(OF_WHO_ASKS)
    times, others = _near(visit, asked, persons) if against_period and can_choose else ([], [])
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
        refusals=against_period,
        moving=moving,
        form=_form(persons, refusals),
        most_persons=space["rules"]["max_persons"] or space["capacity"],
        mine=_mine(visit, asked, moving),
        can_choose=can_choose,
        times=times,
        others=others,
        idempotency_key=ids.new(),
    )


def _form(persons: int, refusals: list[str]) -> forms.Form:
    """The one field of the form, and what is wrong with it."""
    wrong = next((code for code in refusals if code in OF_PERSONS), None)
    return forms.Form({"persons": str(persons)}, {"persons": words.REFUSALS[wrong]} if wrong else {})


def _mine(visit: Visit, asked: dict[str, Any], moving: dict[str, Any] | None) -> dict[str, Any] | None:
    """What the member holds of that space in that period already: whoever goes back after booking is told so."""
    if visit.actor is None:
        return None
    for found in visit.ask_or({"items": []}, "bookings", "bookings_of", actor=visit.actor)["items"]:
        is_other = moving is None or found["id"] != moving["id"]
        is_held = found["status"] in words.STANDING and found["space_id"] == asked["space_id"]
        if is_other and is_held and _overlaps(found, asked):
            return dict(found)
    return None


def _near(visit: Visit, asked: dict[str, Any], persons: int) -> tuple[list[days.Period], list[dict[str, Any]]]:
    """What could be booked instead: other times in the same space, and other spaces at the same time."""
    wanted = {**_wire(asked), "persons": persons, "actor": visit.actor}
    items = visit.ask_or({"items": []}, "bookings", "alternatives", **wanted)["items"]
    times = [found for found in items if found["reason"] in OTHER_TIMES]
    return days.periods(times), [found for found in items if found not in times]
