"""The first page: what the network is, its cities, and what is free now or soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from werkzeug import Response

from chassis.clock import rfc3339
from gateway.web import days
from gateway.web.visit import Visit

SHOWN = 6
CHOSEN_AMONG = 200
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
    free = [soon for space in _some(spaces) if (soon := _soon(visit, space))]
    return visit.page("home.html", by_city=by_city, soon=sorted(free, key=lambda soon: soon.at))


def _some(spaces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A few spaces, each city's in its turn: however large the network, few questions are asked."""
    by_city: dict[str, list[dict[str, Any]]] = {}
    for space in spaces:
        by_city.setdefault(space["city"], []).append(space)
    in_turn = [space for turn in zip_longest(*by_city.values()) for space in turn if space]
    return in_turn[:SHOWN]


def _soon(visit: Visit, space: dict[str, Any]) -> Soon | None:
    """When a unit of the space is free next, if it is soon."""
    until = visit.now + SOON
    asked = {"space_id": space["id"], "from_": rfc3339(visit.now), "to": rfc3339(until)}
    answer = visit.ask_or(None, "bookings", "availability", **asked)
    if answer is None:
        return None
    frame = days.Period(visit.now, until)
    free = [period for period in days.within(days.periods(answer["free"]), frame) if period.units]
    if not free:
        return None
    return Soon(space, free[0].starts_at, answer["zone"], is_now=free[0].starts_at - visit.now < days.GRID)
