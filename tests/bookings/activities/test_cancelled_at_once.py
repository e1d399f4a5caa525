"""When a date is cancelled all that stand there end at once, exactly as if each were ended by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from chassis.database import Store
from chassis.errors import ServiceError
from chassis.tables import outbox
from services.bookings import commands, domain, queries
from services.bookings.commands.activities import cancel_occurrence, seating
from services.bookings.domain.activities import Kept, Occurrence, Seats, Terms, standing
from services.bookings.queries import rows
from services.bookings.tables import decisions, member_organisations, metadata, occurrences, registrations
from tests.bookings.activities.programme import STAFF
from tests.bookings.activities.soundness import check_seats
from tests.bookings.activities.theatre import (
    OF_ACTIVITIES,
    codes,
    come,
    house,
    leave,
    somebody,
    stage,
    step,
    told,
    written,
)
from tests.bookings.front_desk import do, know
from tests.bookings.world import NOW, PLACE

TERMS = Terms(offer_hours=5, most_seats=3)
COMERS = st.lists(st.tuples(st.integers(1, 3), st.sampled_from([None, "startup"])), max_size=8)
DECIDED = (decisions.c.registration_id, decisions.c.code, decisions.c.detail, decisions.c.decided_by_id)
LATER = NOW + timedelta(hours=6)


class UndoneError(Exception):
    """Nothing of it stays."""


def what_comes_of(store: Store, act: Callable[[Session], object]) -> list[Any]:
    """What an act writes of seats, registrations and decisions, and tells of registrations; then it is undone."""
    seen: list[Any] = []
    try:
        with store.transaction() as session:
            decided = session.scalar(select(func.max(decisions.c.number))) or 0
            recorded = session.scalar(select(func.max(outbox.c.id))) or 0
            act(session)
            [house] = rows.every(session, select(occurrences), Occurrence)
            seen.append((house.seats_taken, house.seats_waiting, house.last_number))
            seen.append([tuple(row) for row in session.execute(select(registrations).order_by(registrations.c.number))])
            lines = select(*DECIDED).where(decisions.c.number > decided).order_by(decisions.c.number)
            seen.append([tuple(row) for row in session.execute(lines)])
            bodies = session.scalars(select(outbox.c.body).where(outbox.c.id > recorded).order_by(outbox.c.id))
            messages = [json.loads(body) for body in bodies]
            of = [one for one in messages if ".registration." in one["type"]]
            seen.append([(one["type"], one["city"], one["data"]) for one in of])
            raise UndoneError
    except UndoneError:
        return seen


def one_by_one(session: Session) -> None:
    """End each that stands, in their turn, as whatever happens to one alone does."""
    opened = queries.activities.lock_seats(session, "occurrence-1")
    cancelled = domain.activities.changing.cancel(opened.occurrence, "staff", NOW)
    seats = Seats(cancelled, opened.activity, opened.kept_taken)
    for before in queries.activities.standing_in(session, "occurrence-1"):
        gone = standing.end(before, "cancelled", "staff", NOW)
        seats, _ = seating.change(session, seats, before, gone, "cancelled", NOW, by=STAFF)


def at_once(session: Session) -> None:
    cancel_occurrence(session, "occurrence-1", STAFF, "staff", NOW)


def open_anew(store: Store) -> None:
    """One date with a list, and two seats kept back for an organisation for which whoever likes acts."""
    with store.transaction() as session:
        for table in (*reversed(metadata.sorted_tables), outbox):
            session.execute(delete(table))
    do(store, commands.publish_place, PLACE, NOW)
    stage(store, TERMS, capacity=6, waiting_seats=9, kept_back=(Kept("startup", 2),))
    for number in range(1, 9):
        know(store, somebody(number))
        acts = {"member_id": f"member-{number}", "city": "tourcoing", "organisation_id": "startup", "kind": "startup"}
        with store.transaction() as session:
            session.execute(insert(member_organisations).values(**acts, sequence=0))


def test_each_ends_with_the_seats_the_line_and_the_event_that_it_would_have_alone(store: Store) -> None:
    @settings(
        max_examples=15 if store.engine.dialect.name == "sqlite" else 6,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(comers=COMERS, leaves=st.integers(1, 8), prefers=st.integers(1, 8))
    def whoever_is_there(comers: list[tuple[int, str | None]], leaves: int, prefers: int) -> None:
        open_anew(store)
        for number, (seats, organisation_id) in enumerate(comers, 1):
            holder = domain.Holder(f"member-{number}", "tourcoing", organisation_id)
            try_(partial(come, store, number, seats, holder=holder))
        if prefers <= len(comers):
            try_(lambda: step(store, OF_ACTIVITIES.prioritise, prefers, 2, actor=STAFF))
        if leaves <= len(comers):
            try_(lambda: leave(store, leaves))
        alone = what_comes_of(store, one_by_one)
        assert alone[0][:2] == (0, 0)
        assert what_comes_of(store, at_once) == alone

    whoever_is_there()


def try_(act: Callable[[], object]) -> None:
    try:
        act()
    except ServiceError:
        return  # it is full


def test_an_offer_that_had_lapsed_is_told_so_and_not_that_it_was_cancelled(store: Store) -> None:
    stage(store, TERMS, capacity=1, waiting_seats=9)
    for number in (1, 2, 3):
        come(store, number)
    leave(store, 1)
    assert written(store, 2).status == "offered"
    do(store, cancel_occurrence, "occurrence-1", STAFF, "staff", LATER)  # no timer was there in between
    assert [(written(store, n).status, written(store, n).end_reason) for n in (2, 3)] == [
        ("lapsed", "offer_lapsed"),
        ("cancelled", "staff"),
    ]
    assert (codes(store, 2)[-1], codes(store, 3)[-1]) == ("lapsed", "cancelled")
    assert told(store, 2)[-1] == "registration.lapsed"
    assert told(store, 3) == ["registration.queued", "registration.cancelled"]  # offered nothing in between
    assert (house(store).seats_taken, house(store).seats_waiting) == (0, 0)
    check_seats(store)
