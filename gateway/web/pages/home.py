"""The first page: what the network is, its cities, what is on next, and what is free now or soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from werkzeug import Response

from chassis.clock import rfc3339
from gateway.web import activity_words, days
from gateway.web.pages.activities import agenda
from gateway.web.visit import Visit

SHOWN = 6
LOOKED_AT = 24
CHOSEN_AMONG = 200
A_MOMENT = timedelta(minutes=15)
SOON = timedelta(days=4)


@dataclass(frozen=True)
class Soon:
    """A space and the first moment at which a unit of it is free."""

    space: dict[str, Any]
    at: datetime
    zone: str
    is_now: bool


def home(visit: Visit) -> Response:
    """`GET /`"""
    places = visit.ask_or({"items": []}, "bookings", "places")["items"]
    spaces = visit.ask_or({"items": []}, "bookings", "spaces", limit=CHOSEN_AMONG)["items"]
    by_city = {code: [place for place in places if place["city"] == code] for code in visit.settings.cities}
    next_dates = agenda.next_dates(visit)
    return visit.page(
        "home.html", by_city=by_city, soon=_soon(visit, _some(spaces)), next_dates=next_dates, words=activity_words
    )


def _some(spaces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some spaces, each city's in its turn: however large the network, few are looked at."""
    by_city: dict[str, list[dict[str, Any]]] = {}
    for space in spaces:
        by_city.setdefault(space["city"], []).append(space)
    in_turn = [space for turn in zip_longest(*by_city.values()) for space in turn if space]
    return in_turn[:LOOKED_AT]


def _soon(visit: Visit, spaces: list[dict[str, Any]]) -> list[Soon]:
    """The first few that are free soon, the soonest first. One question."""
    span = {"from_": rfc3339(visit.now), "to": rfc3339(visit.now + SOON)}
    asked = {"space_ids": [space["id"] for space in spaces], **span}
    answer = visit.ask_or({"items": []}, "bookings", "next_free", **asked) if spaces else {"items": []}
    free = {found["space_id"]: found for found in answer["items"]}
    shown = [_told(visit, space, free[space["id"]]) for space in spaces if space["id"] in free][:SHOWN]
    return sorted(shown, key=lambda soon: soon.at)


def _told(visit: Visit, space: dict[str, Any], found: dict[str, Any]) -> Soon:
    [first, *_] = days.periods(found["free"])
    return Soon(space, first.starts_at, found["zone"], is_now=first.starts_at - visit.now < A_MOMENT)
