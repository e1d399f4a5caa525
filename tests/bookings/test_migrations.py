from __future__ import annotations

from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DatabaseError

from chassis.database import Store, insert_ignoring
from chassis.migrate import is_current, upgrade
from services.bookings import commands
from services.bookings.tables import claims, metadata
from tests.bookings.world import ACTOR, NOW, ROOM, hours


def test_the_migrations_make_the_tables(empty_store: Store) -> None:
    with empty_store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(empty_store: Store) -> None:
    upgrade("services.bookings", empty_store.engine.url.render_as_string(hide_password=False))
    assert is_current("services.bookings", empty_store.engine)


def claim(number: int, start: float, end: float) -> dict[str, object]:
    period, unit_id = hours(start, end), f"{ROOM.space_id}/1"
    return {
        "claim_id": f"claim-{number}",
        "booking_id": "booking-1",
        "unit_id": unit_id,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
        "held_from": period.starts_at,
        "held_until": period.ends_at,
    }


@pytest.mark.parametrize(("start", "end"), [(9, 11), (8, 9.25), (10.75, 12), (9.25, 9.5), (8, 12)])
def test_the_database_itself_lets_no_claims_overlap(store: Store, start: float, end: float) -> None:
    with store.transaction() as session:
        commands.book(session, "booking-1", ROOM.space_id, hours(9, 11), ACTOR, NOW)
        assert not insert_ignoring(session, claims, claim(1, start, end))
        assert len(session.execute(select(claims)).all()) == 1


def test_the_database_lets_claims_touch(store: Store) -> None:
    with store.transaction() as session:
        commands.book(session, "booking-1", ROOM.space_id, hours(9, 11), ACTOR, NOW)
        assert insert_ignoring(session, claims, claim(1, 8, 9))
        assert insert_ignoring(session, claims, claim(2, 11, 12))


def test_a_claim_cannot_be_moved_onto_another(store: Store) -> None:
    with store.transaction() as session:
        commands.book(session, "booking-1", ROOM.space_id, hours(9, 11), ACTOR, NOW)
        assert insert_ignoring(session, claims, claim(1, 11, 12))
    earlier = {"starts_at": hours(10, 12).starts_at, "held_from": hours(10, 12).starts_at}
    with pytest.raises(DatabaseError, match=r"claims_(do_not_overlap|keep_the_buffer)"), store.transaction() as session:
        session.execute(update(claims).where(claims.c.claim_id == "claim-1").values(earlier))
    later = {"starts_at": hours(11.5, 12).starts_at}
    with store.transaction() as session:
        session.execute(update(claims).where(claims.c.claim_id == "claim-1").values(later))


def test_a_claim_lasts(store: Store) -> None:
    period = hours(9, 10)
    backwards = {**claim(1, 9, 10), "ends_at": period.starts_at - timedelta(hours=1)}
    with pytest.raises(DatabaseError), store.transaction() as session:
        session.execute(insert(claims).values(backwards))


def test_a_claim_belongs_to_a_booking(store: Store) -> None:
    with pytest.raises(DatabaseError, match=r"(?i)foreign key"), store.transaction() as session:
        session.execute(insert(claims).values(claim(1, 9, 10)))
