"""Many registrations at once, each asked until the answer is definite, and the proof that each had its effects once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests
from sqlalchemy import NullPool, create_engine, text

from tests import waiting
from tests.failures.crowd import ANSWER_SECONDS, AT_ONCE, settles
from tests.network import Member
from tests.network.people import body_of
from tests.network.programme import Programme, told

SEATS = 2


@dataclass
class Audience:
    """People who all wish to come each time, of whom one is too many each time.

    Attributes:
        accepted: the registrations that were answered with 201.
        refused: the problem codes of those that were not.
    """

    programme: Programme
    members: list[Member]
    accepted: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @contextmanager
    def registering(self, times: int) -> Iterator[None]:
        """Everybody registers in the background for each of so many dates of an activity."""
        plan = {"capacity": SEATS, "rule": f"FREQ=DAILY;COUNT={times}"}
        activity = self.programme.drafted()
        occurrences = told(self.programme.schedule(activity, **plan), 201)["occurrences"]
        told(self.programme.ines.ask("POST", f"/activities/{activity['id']}/publication"))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            asked: list[Future[None]] = [
                pool.submit(self._ask, member, occurrence["id"])
                for occurrence in occurrences
                for member in self.members
            ]
            yield
            for future in asked:
                future.result(ANSWER_SECONDS)

    def _ask(self, member: Member, occurrence_id: str) -> None:
        """Ask under one key until the answer is yes or no: a cut line or a 5xx says neither."""
        path, key = f"/occurrences/{occurrence_id}/registrations", f"{member.id}-{occurrence_id}"

        def answer() -> tuple[int, dict[str, Any]] | None:
            try:
                reply = member.ask("POST", path, {}, Idempotency_Key=key)
            except requests.RequestException:
                return None
            return (reply.status_code, reply.json()) if reply.status_code < 500 else None

        status, said = waiting.until(answer, f"answer about {occurrence_id}", ANSWER_SECONDS, pause=0.2)
        if status == 201:
            self.accepted.append(said)
        else:
            self.refused.append(said["code"])

    def check(self, times: int) -> None:
        """Every date is full of who was told so, each of whom has one letter; nobody else has anything."""
        assert sorted(Counter(one["occurrence_id"] for one in self.accepted).values()) == [SEATS] * times
        assert self.refused == ["occurrence_full"] * times * (len(self.members) - SEATS)
        ids = {registration["id"] for registration in self.accepted}
        settles(self._written, Counter(ids))
        assert self._kept() == {one["occurrence_id"]: (SEATS, SEATS) for one in self.accepted}

    def _written(self) -> Counter[str]:
        """How many letters lead to each registration."""
        bodies = [body_of(letter) for member in self.members for letter in member.letters()]
        return Counter(one["id"] for one in self.accepted for body in bodies if f"/registrations/{one['id']}" in body)

    def _kept(self) -> dict[str, tuple[int, int]]:
        """Of each date the seats that its row counts, and those of the registrations that have some."""
        engine = create_engine(self.programme.network.substrate.make_database("bookings"), poolclass=NullPool)
        statement = (
            "SELECT occurrence_id, seats_taken, sum(seats) AS seats FROM occurrences JOIN registrations "
            "USING (occurrence_id) WHERE registrations.status = 'confirmed' GROUP BY occurrence_id, seats_taken"
        )
        with engine.connect() as connection:
            rows = connection.execute(text(statement)).all()
        mine = {one["occurrence_id"] for one in self.accepted}
        return {row.occurrence_id: (row.seats_taken, row.seats) for row in rows if row.occurrence_id in mine}
