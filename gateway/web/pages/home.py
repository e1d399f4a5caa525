"""The first page: what the network is, its cities, and what is free now or soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from werkzeug import Response

from chassis.clock import rfc3339
from gateway.web import days
from gateway.web.visit import Visit

PER_CITY = 2
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
    by_city = {code: [place for place in places if place["city"] == code] for code in visit.settings.cities}
    free = [soon for city in visit.settings.cities for soon in _soon(visit, city)]
    return visit.page("home.html", by_city=by_city, soon=sorted(free, key=lambda soon: soon.at))


def _soon(visit: Visit, city: str) -> list[Soon]:
    """Some spaces of a city that are free now or soon."""
    spaces = visit.ask_or({"items": []}, "bookings", "spaces", city=city, limit=PER_CITY)["items"]
    until = visit.now + SOON
    found = []
    for space in spaces:
        asked = {"space_id": space["id"], "from_": rfc3339(visit.now), "to": rfc3339(until)}
        answer = visit.ask_or(None, "bookings", "availability", **asked)
        if answer is None:
            break
        frame = days.Period(visit.now, until)
        free = [period for period in days.within(days.periods(answer["free"]), frame) if period.units]
        if free:
            at = free[0].starts_at
            found.append(Soon(space, at, answer["zone"], is_now=at <= visit.now))
    return found
