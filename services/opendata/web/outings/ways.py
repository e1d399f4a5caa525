"""The way to an outing, and back home after it. What somebody says of where they live is kept nowhere. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from services.opendata import queries
from services.opendata.domain import transit
from services.opendata.domain.points import Point
from services.opendata.web.outings import asking
from services.opendata.web.outings.asking import Fault, Refusal
from services.opendata.web.outings.telling import Row

FROM, STOP = KNOWN = ("from", "stop")


@dataclass(frozen=True)
class Home:
    """Where somebody comes from and goes back to.

    Attributes:
        point: to a hundred metres, or that of a stop.
        stop: the name of the stop, if they named one.
    """

    point: Point
    stop: str | None = None


def home(session: Session, found: MultiDict[str, str], row: Row) -> Home | None:
    """Where a request says that somebody lives; None when it does not say.

    Args:
        row: of the outing, on whose day a stop is served.

    Raises:
        Refusal: it makes no sense, or no stop is called so.
    """
    given = {name: value.strip() for name, value in found.items() if name in KNOWN and value.strip()}
    if STOP in given:
        day = row["starts_at"].astimezone(ZoneInfo(row["content"]["zone"])).date()
        stops = queries.transit.stops_named(session, given[STOP], day, limit=1)
        if not stops:
            raise Refusal([Fault(STOP, "Aucun arrêt n'est appelé ainsi ; donnez son nom, ou une partie.")])
        return Home(stops[0].point, stops[0].name)
    return Home(asking.position(FROM, given[FROM])) if FROM in given else None


def way(session: Session, row: Row, at: datetime, planner: str, lives: Home | None) -> dict[str, Any] | None:
    """How to get to an outing and back, as JSON; None when nothing is known, or nobody will go there.

    Args:
        row: of the outing.
        at: the present instant: nobody goes to what is over.
        planner: the template of links to a journey planner; empty: there is none.
    """
    content, latitude, longitude = row["content"], row["latitude"], row["longitude"]
    nowhere = latitude is None or longitude is None or content["attendance"] == "online"
    if nowhere or row["off"] or row["lasting"] or row["over_at"] <= at:
        return None
    ends_at = row["over_at"] if content["ends_at"] else row["starts_at"]
    found = queries.transit.way(
        session, Point(latitude, longitude), row["starts_at"], ends_at, content["zone"],
        lives.point if lives else None, planner,
    )  # fmt: skip
    return None if found is None else transit.as_json(found)
