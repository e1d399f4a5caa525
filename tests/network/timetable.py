"""The timetable of a conference, and a place that has its rooms: what goes in, and what is seen of it afterwards.

MODELS 2016, Saint-Malo, 2 to 7 October 2016, taken from its public programme: rooms, days and hours; nobody's name,
no title. A session and the talks inside it are rows of their own, so that they compete for their room.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import requests

from chassis import clock
from tests.network.desk import PARIS, Desk
from tests.network.nodes import Network
from tests.network.people import Member

HELD_ON = date(2016, 10, 2)  # the first day, a Sunday
RULES = {"min_minutes": 5, "step_minutes": 5, "start_every_minutes": 5}  # talks last 25 minutes
HOURS = "08:45-24:00"  # from the first session of a day to the last: an hour later, or earlier, is refused
_FOLDER = Path(__file__).parents[1] / "journeys"


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROOMS = {row["room"]: {name: said for name, said in row.items() if said} for row in _rows("timetable_rooms.csv")}


class Session(NamedTuple):
    """A row of the timetable; wall times of Europe/Paris, without offset."""

    room: str
    starts_local: datetime
    ends_local: datetime

    def overlaps(self, other: Session) -> bool:
        """Whether both want the same walls at the same time: a room, and the one that it is a part of, are the same."""
        mine, theirs = ({one.room, ROOMS[one.room].get("part_of", one.room)} for one in (self, other))
        same = self.room in theirs or other.room in mine
        return same and self.starts_local < other.ends_local and other.starts_local < self.ends_local

    def later(self, by: timedelta) -> Session:
        """The same by the clock of the place, some days later."""
        return self._replace(starts_local=self.starts_local + by, ends_local=self.ends_local + by)

    @property
    def wire(self) -> dict[str, str]:
        """The period as the API takes it: with the offset that Paris has on that day."""
        starts_at, ends_at = (local.replace(tzinfo=PARIS) for local in (self.starts_local, self.ends_local))
        return {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}


def timetable() -> list[Session]:
    """Every session, in no order, whole weeks later: the first day is the next Sunday on which the clocks change."""
    shift = _clock_change(clock.now().date() + timedelta(days=14)) - HELD_ON
    assert shift % timedelta(weeks=1) == timedelta()
    read = datetime.fromisoformat
    found = [
        Session(row["room"], read(row["starts_at_local"]), read(row["ends_at_local"])).later(shift)
        for row in _rows("timetable.csv")
    ]
    random.Random(2016).shuffle(found)  # sometimes the session comes first, sometimes its talks
    return found


def _clock_change(day: date) -> date:
    """The next day on which Paris changes its clocks: what is asked for has another offset than the day before."""
    while _offset(day) == _offset(day + timedelta(days=1)):
        day += timedelta(days=1)
    return day


def _offset(day: date) -> timedelta | None:
    return datetime(day.year, day.month, day.day, tzinfo=PARIS).utcoffset()


class Centre:
    """A place with the rooms of the timetable.

    Attributes:
        people: who book, in turn: staff of the city, a member of it, and one of another.
        spaces: the id of each room's space.
    """

    def __init__(self, network: Network) -> None:
        self.desk = Desk(network)
        assert self.desk.publish_place(opening_hours=HOURS).status_code == 200
        self.people = (self.desk.administrator, self.desk.reception, self.desk.amina, self.desk.hugo)
        self.spaces: dict[str, str] = {}
        for room, known in sorted(ROOMS.items(), key=lambda item: "part_of" in item[1]):
            said: dict[str, Any] = {"rules": RULES, "hourly_price_cents": 0}
            if "capacity" in known:
                said["capacity"] = int(known["capacity"])
            if "part_of" in known:
                said["parent_id"] = self.spaces[known["part_of"]]
            self.spaces[room] = self.desk.space(re.sub(r"\W+", "-", room.lower()), **said)
        self.rooms = {space_id: room for room, space_id in self.spaces.items()}

    def in_turn(self) -> Iterator[Member]:
        """The people, over and over."""
        return cycle(self.people)

    def session(self, booking: dict[str, Any]) -> Session:
        """What a booking of the API, or a row of the dataset, comes to by the clock of the place."""
        starts_at, ends_at = (datetime.fromisoformat(booking[end]) for end in ("starts_at", "ends_at"))
        wall = (instant.astimezone(PARIS).replace(tzinfo=None) for instant in (starts_at, ends_at))
        return Session(self.rooms[booking["space_id"]], *wall)

    def sheet(self, sessions: Iterable[Session]) -> list[Session]:
        """What the reception sees of the place while these sessions last, page by page, in order."""
        listed = list(sessions)
        first = min(session.starts_local for session in listed).replace(tzinfo=PARIS)
        last = max(session.ends_local for session in listed).replace(tzinfo=PARIS)
        span = {"from": first.isoformat(), "to": last.isoformat(), "limit": "50"}
        found: list[Session] = []
        while True:
            page = self.desk.reception.get(f"/places/{self.desk.place_id}/bookings?{urlencode(span)}")
            found += [self.session(booking) for booking in page["items"]]
            if page["next"] is None:
                return sorted(found)
            span["after"] = page["next"]

    def published(self) -> list[Session]:
        """What the open data say of the place, in order."""
        reply = requests.get(f"{self.desk.network.opendata}/datasets/occupancy.csv", timeout=10)
        rows = csv.DictReader(io.StringIO(reply.text, newline=""))
        return sorted(self.session(row) for row in rows if row["place_id"] == self.desk.place_id)
