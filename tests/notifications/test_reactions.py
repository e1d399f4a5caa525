"""What is queued when something is heard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Invalid
from services.notifications import reactions
from services.notifications.tables import notices
from tests.notifications import given

HEARD: list[tuple[Callable[..., None], Envelope, str]] = [
    (reactions.on_booking_confirmed, given.confirmed(), "booking_confirmed"),
    (reactions.on_booking_cancelled, given.cancelled(), "booking_cancelled"),
    (reactions.on_member_registered, given.registered(), "confirmation"),
    (reactions.on_member_registered_again, given.registered("member.registered_again", 1), "known_address"),
]
each_reaction = pytest.mark.parametrize(("reaction", "envelope", "kind"), HEARD, ids=[kind for *_, kind in HEARD])


def react(store: Store, reaction: Callable[..., None], envelope: Envelope, city: str = "roubaix") -> None:
    with store.transaction() as session:
        reaction(session, envelope, given.NOW, city=city)


def queued(store: Store) -> list[dict[str, Any]]:
    with store.reading() as session:
        return [dict(row) for row in session.execute(select(notices).order_by(notices.c.number)).mappings()]


@each_reaction
def test_what_is_heard_queues_one_notice(
    store: Store, reaction: Callable[..., None], envelope: Envelope, kind: str
) -> None:
    react(store, reaction, envelope)
    (notice,) = queued(store)
    assert (notice["kind"], notice["member_id"], notice["status"]) == (kind, "m-1", "queued")
    assert notice["traceparent"] == given.TRACE
    assert notice["next_attempt_at"] == notice["created_at"] == given.NOW


@each_reaction
def test_a_reaction_is_harmless_the_second_time(
    store: Store, reaction: Callable[..., None], envelope: Envelope, kind: str
) -> None:
    react(store, reaction, envelope)
    first = queued(store)
    react(store, reaction, envelope)
    assert queued(store) == first


@each_reaction
def test_the_same_message_is_taken_once(
    store: Store, reaction: Callable[..., None], envelope: Envelope, kind: str
) -> None:
    for _ in range(2):
        store.react(envelope, partial(reaction, city="roubaix"))
    assert len(queued(store)) == 1


@each_reaction
def test_another_city_tells_its_own_members(
    store: Store, reaction: Callable[..., None], envelope: Envelope, kind: str
) -> None:
    react(store, reaction, envelope, city="marcq")
    assert queued(store) == []


def test_only_the_facts_we_know_are_kept(store: Store) -> None:
    react(store, reactions.on_booking_confirmed, given.confirmed(somebody_added="Zoé"))
    (notice,) = queued(store)
    assert set(notice["data"]) < set(given.BOOKING)


def test_each_registration_with_a_known_address_is_told(store: Store) -> None:
    for sequence in (1, 2):
        react(store, reactions.on_member_registered_again, given.registered("member.registered_again", sequence))
    assert len(queued(store)) == 2


@pytest.mark.parametrize(
    "wrong", [{"zone": "Europe/Atlantis"}, {"starts_at": "yesterday"}, {"currency": "euros"}, {"member_id": None}]
)
def test_an_event_that_cannot_be_told_is_refused_at_once(store: Store, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        react(store, reactions.on_booking_confirmed, given.confirmed(**wrong))
    assert queued(store) == []
