"""What the database itself lets nobody do, whatever the code believes. Claims are written directly here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from chassis.database import Store, insert_ignoring
from services.bookings import domain, queries
from services.bookings.tables import claims
from tests.bookings.buffers import HELD, Held, of
from tests.bookings.front_desk import book
from tests.bookings.world import NOW, ROOM, hours

UNIT_ID = f"{ROOM.space_id}/1"
some = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def row(number: int, held: Held) -> dict[str, Any]:
    return {"claim_id": f"claim-{number}", "booking_id": "booking-none", "unit_id": UNIT_ID, **held.row}


def let_in(session: Session, each: Sequence[Held]) -> list[Held]:
    """Those whose claims the database takes, one after the other."""
    return [held for number, held in enumerate(each) if insert_ignoring(session, claims, row(number, held))]


def that_fit(each: Sequence[Held]) -> list[Held]:
    """Those that it should take."""
    taken: list[Held] = []
    for held in each:
        if all(held.fits_beside(other) for other in taken):
            taken.append(held)
    return taken


@some
@given(each=st.lists(HELD, max_size=8))
def test_the_database_takes_the_claims_that_keep_the_larger_buffer_and_no_other(store: Store, each: list[Held]) -> None:
    with store.reading() as session:  # nothing of it is kept
        assert let_in(session, each) == that_fit(each)


@some
@given(each=st.lists(HELD, max_size=8), asked=HELD)
def test_a_diary_says_exactly_what_the_database_would_take(store: Store, each: list[Held], asked: Held) -> None:
    with store.reading() as session:
        let_in(session, each)
        diary = queries.diary(session, asked.space, asked.period, NOW)
        assert bool(domain.free_units(diary, asked.period)) == insert_ignoring(session, claims, row(100, asked))


@some
@given(each=st.lists(HELD, min_size=2, max_size=4), to=HELD)
def test_a_claim_cannot_be_changed_onto_another(store: Store, each: list[Held], to: Held) -> None:
    with store.reading() as session:
        taken = let_in(session, each)
        first = update(claims).where(claims.c.claim_id == f"claim-{each.index(taken[0])}").values(to.row)
        if all(to.fits_beside(other) for other in taken[1:]):
            session.execute(first)
        else:
            with pytest.raises(DatabaseError, match=r"claims_(do_not_overlap|keep_the_buffer)"):
                session.execute(first)


def test_what_is_given_up_is_free_in_the_same_transaction(store: Store) -> None:
    with store.reading() as session:
        assert let_in(session, [of(0, 4, 2, 2)])
        session.execute(delete(claims))
        assert let_in(session, [of(3, 4, 2, 2)])


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": hours(8, 9).starts_at},
        {"ends_at": hours(9, 10).starts_at},
        {"held_from": hours(9.25, 10).starts_at},
        {"held_until": hours(9, 9.75).ends_at},
    ],
)
def test_a_claim_lasts_and_its_buffers_are_around_it(store: Store, wrong: dict[str, Any]) -> None:
    right = row(1, Held(hours(9, 10).starts_at, hours(9, 10).ends_at, timedelta(), timedelta()))
    with pytest.raises(DatabaseError, match="claim_lasts"), store.transaction() as session:
        session.execute(insert(claims).values({**right, **wrong}))


def test_a_claim_belongs_to_a_booking(store: Store) -> None:
    with pytest.raises(DatabaseError, match=r"(?i)foreign key"), store.transaction() as session:
        session.execute(insert(claims).values(row(1, of(0, 4, 0, 0))))


def test_a_claim_is_on_a_unit_that_there_is(store: Store) -> None:
    book(store)
    nowhere = {**row(1, of(0, 4, 0, 0)), "booking_id": "booking-1", "unit_id": "space-none/1"}
    with pytest.raises(DatabaseError, match=r"(?i)foreign key"), store.transaction() as session:
        session.execute(insert(claims).values(nowhere))
