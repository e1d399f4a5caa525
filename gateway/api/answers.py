"""The form of an activity: its questions are known to everybody, its answers to the member's own city."""

from __future__ import annotations

from typing import Any

from chassis.errors import Conflict, Unavailable
from gateway.api.operation import Asked

_QUESTION = ("name", "kind", "required", "choices", "keep_days")
HAS_SEAT = ("requested", "confirmed")
"""The statuses of a registration of which the form is asked."""


def answers(asked: Asked) -> Any:
    """What was answered for a registration."""
    registration, questions = _form(asked)
    known = asked.members(asked.member().city, "answers_of", **_whose(asked, registration))
    return {**known, "questions": questions}


def answer(asked: Asked) -> Any:
    """Answer, in place of what was answered before."""
    registration, questions = _form(asked)
    if registration["status"] not in HAS_SEAT:
        raise Conflict("registration_not_confirmed", "the form is asked of who has a seat")
    about = {
        "occurrence_id": registration["occurrence_id"],
        "ends_at": registration["ends_at"],
        "questions": [{name: one[name] for name in _QUESTION} for one in questions],
    }
    city, whose = asked.member().city, _whose(asked, registration)
    return {**asked.members(city, "answer_form", **whose, **about, **asked.body), "questions": questions}


def answers_at(asked: Asked) -> Any:
    """A page of what the members of one's own city answered, and of every city the totals of closed questions."""
    caller, query = asked.member(), asked.query
    asked.bookings(
        "registrations_at", **asked.path, limit=1, actor=caller.actor()
    )  # refuses whoever has no right there
    found = asked.bookings("occurrence", **asked.path, actor=caller.actor())
    own = asked.members(caller.city, "answers_at", token=caller.token, **asked.path, **query)
    totals, silent = [], []
    for city in asked.context.settings.cities if "after" not in query else ():
        try:
            told = asked.members(city, "answer_totals", **asked.path, roles=list(caller.roles))
        except Unavailable:
            silent.append(city)
        else:
            totals += [told] if told["items"] else []
    return {**own, "questions": found["activity"]["terms"]["form"], "totals": totals, "silent": silent}


def _form(asked: Asked) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A registration that whoever asks may see, and what is asked of it."""
    actor = asked.member().actor()
    registration = asked.bookings("registration", **asked.path, actor=actor)
    found = asked.bookings("occurrence", occurrence_id=registration["occurrence_id"], actor=actor)
    return registration, found["activity"]["terms"]["form"]


def _whose(asked: Asked, registration: dict[str, Any]) -> dict[str, Any]:
    return {"token": asked.member().token, "member_id": registration["member_id"], **asked.path}
