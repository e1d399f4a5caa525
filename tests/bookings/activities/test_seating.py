"""What becomes of a registration is written with its seats, the reason, and what is told: all of it, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from chassis.database import Store
from services.bookings import queries
from services.bookings.commands.activities import seating
from services.bookings.domain.activities import Registration
from tests.bookings.activities.theatre import codes, come, everybody, house, stage, told
from tests.bookings.front_desk import said
from tests.bookings.world import NOW


def write(store: Store, before: Registration | None, after: Registration) -> None:
    with store.transaction() as session:
        seats = queries.activities.lock_seats(session, "occurrence-1")
        seating.change(session, seats, before, after, "seated" if before is None else "resized", NOW)


def test_seats_the_line_and_the_event_are_written_with_the_change(store: Store) -> None:
    stage(store, capacity=2)
    came = come(store, 1)
    with store.transaction() as session:
        seats = queries.activities.lock_seats(session, "occurrence-1")
        after, two = seating.change(session, seats, came, replace(came, seats=2), "resized", NOW)
        assert (two.sequence, after.occurrence.seats_taken) == (1, 2)
    assert (house(store).seats_taken, codes(store, 1)) == (2, ["seated", "resized"])
    assert told(store, 1) == ["registration.confirmed", "registration.changed"]


def test_who_counts_wrongly_is_stopped_by_the_database_and_nothing_is_left(store: Store) -> None:
    stage(store, capacity=2, waiting_seats=1)
    came = come(store, 1)
    for wrong in (replace(came, seats=3), replace(came, status="waiting", seats=2)):
        with pytest.raises(IntegrityError):
            write(store, came, wrong)
    assert (everybody(store), house(store).seats_taken) == ([came], 1)
    assert (codes(store, 1), told(store, 1)) == (["seated"], ["registration.confirmed"])


def test_who_stands_already_is_stopped_by_the_database(store: Store) -> None:
    stage(store)
    came = come(store, 1)
    twin: Registration = replace(came, registration_id="registration-2", number=2)
    with pytest.raises(IntegrityError):
        write(store, None, twin)
    assert everybody(store) == [came]


def test_that_it_is_full_is_told_with_all_that_is_public_of_it(store: Store) -> None:
    stage(store, capacity=1)
    come(store, 1)
    [told_once] = said(store, "occurrence-1")
    assert (told_once.name, told_once.sequence, told_once.city) == ("occurrence.filled", 1, None)
    assert (told_once.data["is_full"], told_once.data["capacity"], told_once.data["city"]) == (True, 1, "roubaix")
