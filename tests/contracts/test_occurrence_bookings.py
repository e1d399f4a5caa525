"""What an occurrence books is counted as any booking: by both ledgers, and in the occupancy that is published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from chassis import envelope
from chassis.database import Store
from chassis.migrate import upgrade
from chassis.tables import outbox
from services.bookings import commands
from services.bookings import queries as of_bookings
from services.bookings.domain.activities import Size
from services.members import domain as of_members
from services.members import queries as members_queries
from services.members.reactions import on_booking
from services.opendata import queries as opendata_queries
from services.opendata import reactions as opendata_reactions
from tests.bookings.activities.programme import STAFF, activity, put
from tests.bookings.world import NOW, PLACE, ROOM
from tests.opendata.heard import NETWORK
from tests.substrates import Migrated

EVENING = (datetime.fromisoformat("2026-11-23T17:00"), datetime.fromisoformat("2026-11-23T19:00"))
MONTH, DAY = "2026-11", timedelta(days=1)


@pytest.fixture
def hub(migrated: Migrated) -> Iterator[Store]:
    store = Store(migrated("services.bookings", "bookings"), "bookings", "hub")
    with store.transaction() as session:
        commands.publish_place(session, PLACE, NOW)
        commands.publish_space(session, ROOM, NOW)
        put(session, activity())
    yield store
    store.close()


@pytest.fixture
def city(migrated: Migrated) -> Iterator[Store]:
    store = Store(migrated("services.members", "members_roubaix"), "members_roubaix", "roubaix")
    yield store
    store.close()


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/opendata.db"
    upgrade("services.opendata", url)
    store = Store(url, "opendata", "hub")
    yield store
    store.close()


def test_what_an_occurrence_books_is_the_same_in_both_ledgers_and_in_the_occupancy(
    hub: Store, city: Store, published: Store
) -> None:
    ids = iter(f"id-{number}" for number in range(10))
    with hub.transaction() as session:
        made = commands.activities.schedule(
            session,
            "activity-lamp",
            STAFF,
            *EVENING,
            Size(8),
            NOW,
            lambda: next(ids),
            space_id=ROOM.space_id,
            rule="FREQ=DAILY;COUNT=3",
        ).occurrences
        later = (EVENING[0] + 3 * DAY, EVENING[1] + 3 * DAY)
        commands.activities.reschedule(session, made[0].occurrence_id, STAFF, *later, NOW, lambda: next(ids))
        commands.activities.postpone(session, made[1].occurrence_id, STAFF, NOW)
    for told in _told(hub):
        city.react(told, partial(on_booking, city="roubaix", fresh_id="nobody"))
        published.react(told, opendata_reactions.on_event)
    with hub.reading() as session:
        [ours] = of_bookings.ledger(session, MONTH, "roubaix")
    with city.reading() as session:
        [theirs] = of_members.ledger(members_queries.bookings_around(session, MONTH), MONTH)
    with published.reading() as session:
        rows = list(opendata_queries.records(session, "occupancy", NETWORK))
    assert astuple(ours) == ("roubaix", "roubaix", 2, 240, 5000)
    assert astuple(theirs) == ("roubaix", 2, 240, 5000)
    assert len(rows) == 2, rows


def _told(hub: Store) -> list[envelope.Envelope]:
    with hub.reading() as session:
        told = [envelope.parse(body) for body in session.scalars(select(outbox.c.body).order_by(outbox.c.id))]
    return [one for one in told if one.name.startswith("booking.")]
