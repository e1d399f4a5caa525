"""The digest on the bus, on both substrates: it waits for the members service, and is left by the link in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from chassis import clock, proofs
from chassis.errors import Forbidden, Invalid, NotFound
from chassis.service import answers
from services.notifications import commands, domain
from services.notifications.domain import Activity, ProgrammeDate
from services.notifications.service import notifications
from services.notifications.tables import digests, notices
from tests.notifications.test_service import SERVICE, Members, Town, town
from tests.waiting import until

__all__ = ["town"]

SUBSCRIBERS = ["m-1", "m-2", "m-3"]


class Subscribed(Members):
    """Names those who wish for the digest, one a page."""

    @answers(sealed=True)
    def subscribers(self, after: str, limit: int, at: str, proof: str) -> dict[str, Any]:
        facts = ("subscribers", "roubaix", after, str(limit), at)
        if not proofs.holds(proof, self.settings.home_secret, *facts):
            raise Forbidden("proof_invalid")
        number = SUBSCRIBERS.index(after) + 1 if after else 0
        page = [{"member_id": SUBSCRIBERS[number], "topics": []}]
        return {"items": page, "next": SUBSCRIBERS[number] if number + 1 < len(SUBSCRIBERS) else None}

    @answers(sealed=True)
    def contact(self, member_id: str, purpose: str, proof: str) -> dict[str, Any]:
        if not proofs.holds(proof, self.settings.home_secret, "contact", "roubaix", member_id, purpose):
            raise Forbidden("proof_invalid")
        return {"name": member_id, "email": f"{member_id}@example.org", "language": "en"}


@pytest.fixture
def due(town: Town) -> Town:
    """A town whose digest is due for a minute, and in which something is on."""
    roubaix = town.settings.cities["roubaix"]
    moment = (clock.now() - timedelta(minutes=1)).astimezone(ZoneInfo(roubaix.zone))
    cities = {"roubaix": replace(roubaix, digest=f"{moment:%A %H:%M}".lower())}
    town.settings = replace(town.settings, cities=cities)
    with town.store.transaction() as session:
        lamp = Activity("a-1", "roubaix", "workshop", {"fr": "Lampe"}, "lampe", is_shown=True, sequence=0)
        commands.keep_activity(session, lamp)
        starts_at = clock.now() + timedelta(days=2)
        at = ProgrammeDate("o-1", "a-1", starts_at, "Europe/Paris", "L'Union", is_shown=True, is_full=False, sequence=0)
        commands.keep_date(session, at)
    return town


def progress(town: Town) -> list[Any]:
    with town.store.reading() as session:
        return list(session.execute(select(digests.c.after_id, digests.c.finished_at)))


def told(town: Town) -> list[str]:
    with town.store.reading() as session:
        return list(session.scalars(select(notices.c.member_id).order_by(notices.c.number)))


def test_a_digest_waits_for_the_members_service_and_each_is_told_once(due: Town) -> None:
    due.start(notifications("roubaix"))
    until(lambda: progress(due) == [(None, None)], "a digest that is begun", seconds=20)
    assert told(due) == []
    due.start(Subscribed)
    for _ in "12":
        due.start(notifications("roubaix"))
    until(lambda: due.reasons() == [("sent", None)] * len(SUBSCRIBERS), "every digest sent", seconds=40)
    assert told(due) == SUBSCRIBERS
    assert len(due.letters()) == len(SUBSCRIBERS)
    assert [finished_at is not None for _, finished_at in progress(due)] == [True]
    assert {str(letter["Subject"]) for letter in due.letters()} == {"This week at Champ Libre: an activity for you"}


def test_a_link_is_opened_by_the_city_that_made_it_alone(town: Town) -> None:
    leave = domain.Leave("roubaix", "m-1", domain.Family.DIGEST)
    made = domain.token(leave, town.settings.home_secret)
    for _ in "12":
        assert town.caller.call(SERVICE, "unsubscribe", sealed=True, token=made) == {"family": "digest"}
    with pytest.raises(NotFound, match="link_unknown"):
        town.caller.call(SERVICE, "unsubscribe", sealed=True, token=domain.token(leave, "another secret"))
    with pytest.raises(Invalid):
        town.caller.call(SERVICE, "unsubscribe", sealed=True, token="x" * 201)
