from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import eventlet
import pytest
from sqlalchemy import update

from chassis.database import Store
from chassis.envelope import Envelope
from services.members import commands, domain, queries
from services.members.commands import standing
from services.members.domain import Category, OrganisationKind
from services.members.tables import members
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, OTHER_ID, ROUBAIX

Said = Callable[[], list[Envelope]]
ENDS_AT = NOW + timedelta(days=90)
KIND = OrganisationKind.STARTUP


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    """Camille is a resident for ninety days, Joris for ever."""
    for member_id, email in ((CAMILLE_ID, CAMILLE.email), (OTHER_ID, "joris@example.org")):
        person = replace(CAMILLE, email=email)
        with store.transaction() as session:
            commands.enrol(session, ROUBAIX, member_id, person, None, Category.RESIDENT, KIND, (), NOW)
    end_at(store, ENDS_AT)


def end_at(store: Store, ends_at: datetime) -> None:
    with store.transaction() as session:
        session.execute(update(members).where(members.c.id == CAMILLE_ID).values(membership_ends_at=ends_at))


def happen(store: Store, what: Callable[..., int], now: datetime) -> int:
    with store.transaction() as session:
        return what(session, ROUBAIX, now, 10)


def camille(store: Store) -> domain.Member:
    with store.reading() as session:
        return domain.acknowledge(queries.member(session, CAMILLE_ID))


def names(said: Said) -> list[tuple[str, int]]:
    return [(event.name, event.sequence) for event in said()[2:]]


def test_a_member_is_told_thirty_days_before_the_end_once(store: Store, said: Said) -> None:
    since = ENDS_AT - timedelta(days=30)
    told = [happen(store, commands.tell_of_endings, since + timedelta(seconds=s)) for s in (-1, 0, 1, 86400)]
    assert told == [0, 1, 0, 0]
    assert names(said) == [("member.membership_ending", 1)]
    assert said()[-1].data == {"member_id": CAMILLE_ID, "ends_at": "2027-02-21T09:00:00+00:00", "city": ROUBAIX}
    assert camille(store).category is Category.RESIDENT


def test_who_renewed_is_told_of_the_next_end_too(store: Store) -> None:
    assert happen(store, commands.tell_of_endings, ENDS_AT - timedelta(days=1)) == 1
    end_at(store, ENDS_AT + timedelta(days=365))
    assert happen(store, commands.tell_of_endings, ENDS_AT) == 0
    assert happen(store, commands.tell_of_endings, ENDS_AT + timedelta(days=350)) == 1


def test_at_the_end_a_member_is_a_guest_and_everybody_is_told(store: Store, said: Said) -> None:
    assert happen(store, commands.end_memberships, ENDS_AT - timedelta(seconds=1)) == 0
    assert happen(store, commands.end_memberships, ENDS_AT) == 1
    assert happen(store, commands.end_memberships, ENDS_AT + timedelta(days=1)) == 0
    known = camille(store)
    assert (known.category, known.organisation_kind, known.membership_ends_at) == ("guest", "individual", None)
    assert names(said) == [("member.changed", 1), ("member.membership_ended", 2)]
    assert [(event.data.get("category"), event.data.get("ended_at")) for event in said()[2:]] == [
        ("guest", None), (None, "2027-02-21T09:00:00+00:00"),
    ]  # fmt: skip


def test_what_has_ended_is_nobody_s_to_be_told_as_ending(store: Store) -> None:
    assert happen(store, commands.tell_of_endings, ENDS_AT) == 0


def test_several_processes_end_a_membership_once(store: Store, said: Said) -> None:
    threads = [eventlet.spawn(happen, store, commands.end_memberships, ENDS_AT) for _ in range(6)]
    assert sum(thread.wait() for thread in threads) == 1
    assert names(said) == [("member.changed", 1), ("member.membership_ended", 2)]


def test_what_is_told_of_a_member_meanwhile_is_of_a_guest_already(store: Store, said: Said) -> None:
    with store.transaction() as session:
        standing.tell(session, ROUBAIX, domain.told(camille(store)), ENDS_AT)
    told: dict[str, Any] = said()[-1].data
    assert (told["category"], told["organisation_kind"]) == ("guest", "individual")
