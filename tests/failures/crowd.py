"""Many bookings at once, each asked until the answer is definite, and the proof that each had its effects once."""
from __future__ import annotations

import contextlib
import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests
from sqlalchemy import NullPool, create_engine, text

from tests import waiting
from tests.network import Member, Network
from tests.network.people import calendar_of

AT_ONCE = 6
ANSWER_SECONDS = 120.0
SETTLED_SECONDS = 60.0
CITY, UNITS = "tourcoing", 20

Hour = tuple[str, str, str]


@dataclass
class Crowd:
    """People who book the desks of one city, hour by hour, until all of them are taken.

    Attributes:
        accepted: the bookings that were answered with 201.
        refused: the problem codes of those that were not.
    """

    network: Network
    members: list[Member]
    accepted: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @contextmanager
    def booking(self, count: int) -> Iterator[Callable[[int], None]]:
        """Ask for so many bookings in the background; yields `passed(n)`, which waits until n are answered."""
        wishes = self._wishes(count)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            asked: list[Future[None]] = [
                pool.submit(self._ask, self.members[number % len(self.members)], *wish, f"crowd-{number}")
                for number, wish in enumerate(wishes)
            ]

            def passed(number: int) -> None:
                waiting.until(lambda: sum(f.done() for f in asked) >= number, f"{number} answers", ANSWER_SECONDS)

            yield passed
            for future in asked:
                future.result(ANSWER_SECONDS)

    def _wishes(self, count: int) -> list[tuple[str, dict[str, str]]]:
        """One wish a unit and hour, and every tenth twice: some must be refused."""
        space, day = self.members[0].free_hours(CITY, hours=8, units=UNITS)
        start = datetime.fromisoformat(day["starts_at"])
        wishes = []
        for number in range(count):
            starts_at = start + timedelta(minutes=15 * (number // (UNITS + 2)))
            ends_at = starts_at + timedelta(minutes=15)
            wishes.append((space["id"], {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}))
        return wishes

    def _ask(self, member: Member, space_id: str, period: dict[str, str], key: str) -> None:
        """Ask under one key until the answer is yes or no: a cut line or a 5xx says neither."""

        def answer() -> tuple[int, dict[str, Any]] | None:
            try:
                reply = member.book(space_id, period, Idempotency_Key=key)
            except requests.RequestException:
                return None
            return (reply.status_code, reply.json()) if reply.status_code < 500 else None

        status, said = waiting.until(answer, f"answer to {key}", ANSWER_SECONDS, pause=0.2)
        if status == 201:
            self.accepted.append(said)
        else:
            self.refused.append(said["code"])

    def check(self) -> None:
        """Every accepted booking has one mail and one row of open data; nothing refused was kept."""
        assert len({booking["id"] for booking in self.accepted}) == len(self.accepted)
        assert set(self.refused) <= {"unit_taken"}
        ids = {booking["id"] for booking in self.accepted}
        settles(self._published, Counter(map(_hour, self.accepted)))
        settles(lambda: self._written(ids), Counter(ids))
        assert self._kept() == ids

    def _space_id(self) -> str:
        return str(self.accepted[0]["space_id"])

    def _published(self) -> Counter[Hour]:
        """The rows of open data for the hours that the crowd asked for; nobody else holds a desk then."""
        try:
            reply = requests.get(f"{self.network.opendata}/datasets/occupancy.csv", timeout=10)
        except requests.RequestException:
            return Counter()
        starts = {booking["starts_at"][:16] for booking in self.accepted}
        rows = [row for row in csv.DictReader(io.StringIO(reply.text)) if row.get("space_id") == self._space_id()]
        return Counter(_hour(row) for row in rows if row["starts_at"][:16] in starts)

    def _written(self, ids: set[str]) -> Counter[str]:
        """How many letters bring each booking; the calendar entry's UID holds its id."""
        entries = [calendar_of(letter) for member in self.members for letter in member.letters()]
        return Counter(booking_id for booking_id in ids for entry in entries if booking_id in entry)

    def _kept(self) -> set[str]:
        """The ids of the crowd's bookings in the database."""
        engine = create_engine(self.network.substrate.make_database("bookings"), poolclass=NullPool)
        statement = "SELECT booking_id, member_id FROM bookings JOIN claims USING (booking_id)"
        with engine.connect() as connection:
            held = connection.execute(text(statement)).all()
        rows = [row.booking_id for row in held if row.member_id in {member.id for member in self.members}]
        assert len(rows) == len(set(rows))
        return set(rows)


def _hour(row: Mapping[str, Any]) -> Hour:
    """Which unit, from when to when: what a booking and its row of open data have in common."""
    return row["unit_name"], row["starts_at"][:16], row["ends_at"][:16]


def settles(look: Callable[[], Counter[Any]], expected: Counter[Any]) -> None:
    """What is seen becomes what is expected, and says the difference if it does not."""
    with contextlib.suppress(TimeoutError):
        waiting.until(lambda: look() == expected, "end of the change", SETTLED_SECONDS, pause=0.5)
    seen = look()
    assert (seen - expected, expected - seen) == (Counter(), Counter()), "too many, and missing"


def crowd(network: Network) -> Crowd:
    """Members of two cities, signed in."""
    people = [
        Member(network, city=city, name=f"{name} Dujardin", email=f"{name.lower()}@example.org").join()
        for city, name in (("roubaix", "Apolline"), ("roubaix", "Barnabe"), ("tourcoing", "Clothilde"))
    ]
    return Crowd(network, people)
