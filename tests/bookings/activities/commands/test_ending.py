"""An occurrence is over: it is told in numbers, and who did not come is missed where somebody kept the door."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert

from chassis.database import Store
from services.bookings.commands.activities import note_end, postpone
from services.bookings.domain.activities import Occurrence
from services.bookings.tables import attendance_bands, scans
from tests.bookings.activities.dates import announce, change, have, one, schedule, seen
from tests.bookings.front_desk import do, names, said, traces


def end(store: Store, occurrence: Occurrence) -> Occurrence:
    ended: Occurrence = do(store, note_end, occurrence.occurrence_id, occurrence.ends_at)
    return ended


def at_the_door(store: Store, occurrence: Occurrence, **bands: int) -> None:
    """One walked in; ages were counted."""
    scan: dict[str, Any] = {
        "occurrence_id": occurrence.occurrence_id,
        "nonce": "nonce-1",
        "kind": "walk_in",
        "seats": 1,
        "result": "ok",
        "scanned_at": occurrence.starts_at,
        "received_at": occurrence.starts_at,
        "scanned_by_id": "desk-1",
        "scanned_by_city": "roubaix",
    }
    with store.transaction() as session:
        session.execute(insert(scans).values(**scan))
        for band, persons in bands.items():
            row = {"occurrence_id": occurrence.occurrence_id, "band": band, "persons": persons}
            session.execute(insert(attendance_bands).values(**row, counted_at=occurrence.ends_at))


def test_what_is_over_is_told_in_numbers_and_who_did_not_come_is_missed(store: Store) -> None:
    made = one(store)
    have(store, made, 1, seats=3, checked_in_at=made.starts_at, checked_in_seats=2)
    have(store, made, 2, seats=2)
    have(store, made, 3, status="cancelled")
    at_the_door(store, made, under_12=2, adults=1)
    assert end(store, made).ended_at == made.ends_at
    told = said(store, made.occurrence_id)[-1].data
    assert {name: told[name] for name in ("registered", "came", "absent", "walked_in")} == {
        "registered": 5,
        "came": 2,
        "absent": 3,
        "walked_in": 1,
    }
    assert told["bands"] == {"adults": 1, "under_12": 2}
    assert [names(store, f"registration-{n}") for n in (1, 2, 3)] == [[], ["registration.missed"], []]


def test_where_nobody_kept_the_door_nobody_is_missed(store: Store) -> None:
    made = one(store)
    have(store, made)
    end(store, made)
    told = said(store, made.occurrence_id)[-1].data
    assert (told["registered"], told["came"], told["absent"]) == (1, 0, 0)
    assert names(store, "registration-1") == []


def test_it_ends_once_and_not_before(store: Store) -> None:
    made = one(store)
    do(store, note_end, made.occurrence_id, made.starts_at)
    assert seen(store, made.occurrence_id).ended_at is None
    end(store, made)
    before = traces(store)
    end(store, made)
    assert traces(store) == before


def test_what_is_postponed_never_was(store: Store) -> None:
    made = one(store)
    change(store, postpone, made.occurrence_id)
    assert end(store, made).ended_at is None


def test_the_end_of_a_draft_is_told_to_nobody(store: Store) -> None:
    announce(store, status="draft", announced_at=None)
    [made] = schedule(store).occurrences
    have(store, made, checked_in_at=made.starts_at, checked_in_seats=1)
    assert end(store, made).ended_at is not None
    assert said(store, made.occurrence_id) == said(store, "registration-1") == []
