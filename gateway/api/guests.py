"""Registering for an activity without an account: a name, an address, a link, a pass."""

from __future__ import annotations

from typing import Any

from chassis.errors import Conflict
from gateway.api.membership import take_city
from gateway.api.operation import Asked

_NOT_OPEN = {
    "not_yet": "registration_not_open",
    "closed": "registration_closed",
    "external": "registers_elsewhere",
    "none": "needs_no_registration",
    "over": "occurrence_over",
}


def register(asked: Asked) -> Any:
    """Have a city write to somebody, who registers by the link. Nothing is held meanwhile.

    Raises:
        NotFound: `occurrence_not_found`.
        Conflict: the state in which nobody registers; `occurrence_full`.
    """
    city, found = take_city(asked), asked.bookings("occurrence", **asked.path, actor=None)
    occurrence, activity = found["occurrence"], found["activity"]
    _check_open(occurrence, accept_waiting=asked.body.get("accept_waiting", False))
    is_online = activity["attendance"] == "online" or occurrence["status"] == "moved_online"
    about = {
        "title": activity["title"],
        "starts_at": occurrence["starts_at"],
        "zone": occurrence["zone"],
        "place_name": "" if is_online else occurrence["place_name"],
    }
    key, client = asked.idempotency_key, asked.context.client
    said = {**asked.path, **asked.body, "about": about, "client": client, "idempotency_key": key}
    return asked.members(city, "register_guest_for", **said)


def confirm(asked: Asked) -> Any:
    """Register whoever opened the link, once however often they do, and give them a pass to the registration.

    The city says who it is and what they wished, bookings gives the seats under the key of the wish, the city makes the
    pass: what fails in between is done by asking again.
    """
    city, wants_to_wait = take_city(asked), asked.body.pop("accept_waiting", False)
    wish = asked.members(city, "confirm_wish", **asked.body)
    who = {name: wish[name] for name in ("member_id", "city", "category", "organisation_kind")}
    registration = asked.bookings(
        "register",
        occurrence_id=wish["occurrence_id"],
        actor={**who, "roles": []},
        seats=wish["seats"],
        accept_waiting=wish["accept_waiting"] or wants_to_wait,
        idempotency_key=f"wish-{wish['wish_id']}",
    )
    about = {"registration_id": registration["id"], "until": registration["ends_at"]}
    return {"registration": registration, **asked.members(city, "make_pass", **asked.body, **about)}


def _check_open(occurrence: dict[str, Any], *, accept_waiting: bool) -> None:
    state = occurrence["registration"]
    if state in _NOT_OPEN:
        raise Conflict(_NOT_OPEN[state], "nobody registers for this now")
    if state == "full" or (state == "waiting" and not accept_waiting):
        left = {name: occurrence[name] for name in ("seats_left", "waiting_seats_left")}
        raise Conflict("occurrence_full", "there are no seats left", left)
