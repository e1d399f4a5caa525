"""What a door's scan gives, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.bookings.domain.activities import Field, Registration, Terms, door
from tests.bookings.activities.doors import MINUTE, OPEN, arrival, registration
from tests.bookings.activities.programme import EVENING, occurrence

HERE = occurrence()
OPEN_TERMS = Terms()
ASKS = Terms(form=(Field("diet", {"fr": "Un régime ?"}, required=True),))
FAMILY = registration(seats=3)


def arrive(
    registered: Registration | None, scan: door.Scan | None = None, terms: Terms = OPEN_TERMS, **of_occurrence: Any
) -> tuple[door.Scanned, Registration | None]:
    return door.arrive(occurrence(**of_occurrence), terms, registered, scan or arrival(), OPEN)


def test_who_is_registered_comes_in() -> None:
    told, after = arrive(registration())
    assert (told.result, told.seats) == ("ok", 1)
    assert after is not None
    assert (after.checked_in_at, after.checked_in_seats, after.sequence) == (OPEN, 1, 1)


def test_who_came_already_is_told_when() -> None:
    seen = registration(checked_in_at=OPEN - 5 * MINUTE, checked_in_seats=1)
    told, after = arrive(seen)
    assert (told.result, told.first_scanned_at, told.seats) == ("already", OPEN - 5 * MINUTE, 0)
    assert after is None


def test_of_three_two_come_and_the_third_later() -> None:
    told, two = arrive(FAMILY, arrival(seats=2))
    assert told.seats == 2 and two is not None and two.checked_in_seats == 2
    told, three = arrive(two, arrival(at=OPEN, seats=1))
    assert told.result == "ok" and three is not None and three.checked_in_seats == 3
    assert three.checked_in_at == two.checked_in_at
    assert arrive(three)[0].result == "already"


def test_a_group_is_all_there_when_nobody_counts_and_never_more_than_registered() -> None:
    assert arrive(FAMILY)[0].seats == 3
    assert arrive(FAMILY, arrival(seats=5))[0].seats == 3
    assert arrive(replace(FAMILY, checked_in_seats=2, checked_in_at=OPEN), arrival(seats=2))[0].seats == 1


@pytest.mark.parametrize(
    ("status", "result"),
    [
        ("waiting", "waiting"),
        ("requested", "requested"),
        ("offered", "offered"),
        ("cancelled", "cancelled"),
        ("declined", "cancelled"),
        ("lapsed", "cancelled"),
        ("over", "cancelled"),
    ],
)
def test_who_has_no_seat_is_told_why(status: str, result: str) -> None:
    told, after = arrive(registration(status=status))
    assert (told.result, after) == (result, None)


def test_an_offer_that_has_lapsed_is_one_no_more_though_nobody_wrote_it_down() -> None:
    assert arrive(registration(status="offered", lapses_at=OPEN))[0].result == "cancelled"
    assert arrive(registration(status="offered", lapses_at=OPEN + MINUTE))[0].result == "offered"


def test_who_is_not_expected_here_is_told_apart_from_who_is_unknown() -> None:
    assert arrive(registration(occurrence_id="occurrence-2"))[0].result == "not_of_occurrence"
    told, _ = arrive(None)
    assert (told.result, told.registration_id) == ("unknown", None)


def test_who_has_not_answered_the_form_is_let_in_by_force_alone() -> None:
    assert arrive(registration(), terms=ASKS)[0].result == "incomplete"
    assert arrive(registration(), arrival(force=True), ASKS)[0].result == "ok"
    assert arrive(registration(answered_at=OPEN), terms=ASKS)[0].result == "ok"
    assert arrive(registration(status="waiting"), arrival(force=True))[0].result == "waiting"


@pytest.mark.parametrize(
    ("after_start", "why"),
    [
        (-2 * 60 - 1, "too_early"),
        (-2 * 60, None),
        (0, None),
        (2 * 60 + 7 * 24 * 60 - 1, None),
        (2 * 60 + 7 * 24 * 60, "too_late"),
    ],
)
def test_the_door_opens_two_hours_before_and_takes_what_it_noted_for_a_week(after_start: int, why: str | None) -> None:
    assert door.is_open(HERE, EVENING.starts_at + timedelta(minutes=after_start)) == why


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_there_is_no_door_to_what_does_not_take_place(status: str) -> None:
    assert arrive(registration(), status=status)[0].result == status


def test_a_page_with_a_wrong_clock_loses_no_arrival_and_is_believed_within_bounds() -> None:
    opens = door.opens_at(HERE)
    for said, at in ((OPEN + timedelta(days=400), OPEN), (OPEN - timedelta(days=400), opens), (OPEN - MINUTE,) * 2):
        told, after = arrive(registration(), arrival(at=said))
        assert (told.result, told.scanned_at) == ("ok", at)
        assert after is not None and after.checked_in_at == at


def _came(nonce: str, seats: int, at_minute: int = 0) -> door.Scanned:
    return door.Scanned(nonce, "arrival", "registration-1", seats, "ok", OPEN + at_minute * MINUTE, OPEN)


def test_a_mistake_is_undone_and_only_that() -> None:
    both = replace(FAMILY, checked_in_at=OPEN, checked_in_seats=3, sequence=2)
    came = [_came("first", 2), _came("second", 1, 5)]
    told, after, taken = door.undo(HERE, both, arrival(kind="undo", undoes="first"), came, OPEN)
    assert (told.result, told.seats, taken) == ("ok", 2, came[:1])
    assert after is not None
    assert (after.checked_in_seats, after.checked_in_at, after.sequence) == (1, OPEN + 5 * MINUTE, 3)


def test_all_of_it_is_undone_when_no_scan_is_named() -> None:
    both = replace(FAMILY, checked_in_at=OPEN, checked_in_seats=3)
    told, after, _ = door.undo(HERE, both, arrival(kind="undo"), [_came("first", 2), _came("second", 1)], OPEN)
    assert (told.result, told.seats) == ("ok", 3)
    assert after is not None and (after.checked_in_seats, after.checked_in_at) == (0, None)


def test_what_another_door_noted_is_not_undone_by_who_came_second() -> None:
    seen = registration(checked_in_at=OPEN, checked_in_seats=1)
    told, after, _ = door.undo(HERE, seen, arrival(kind="undo", undoes="mine"), [_came("theirs", 1)], OPEN)
    assert (told.result, after) == ("not_there", None)


def test_nothing_is_undone_of_who_is_unknown_or_of_another_occurrence() -> None:
    assert door.undo(HERE, None, arrival(kind="undo"), [], OPEN)[0].result == "unknown"
    other = registration(occurrence_id="occurrence-2", checked_in_seats=1, checked_in_at=OPEN)
    assert door.undo(HERE, other, arrival(kind="undo"), [], OPEN)[0].result == "not_of_occurrence"


def test_who_walks_in_is_counted_and_never_fewer_than_nobody() -> None:
    assert door.walk_in(HERE, "n", 3, 0, OPEN, OPEN).seats == 3
    told = door.walk_in(HERE, "n", -5, 2, OPEN, OPEN)
    assert (told.kind, told.seats) == ("walk_out", 2)
    closed = door.walk_in(HERE, "n", 3, 0, OPEN, OPEN - timedelta(days=1))
    assert (closed.result, closed.seats) == ("too_early", 0)


def test_who_came_is_not_absent_and_who_is_absent_may_yet_come() -> None:
    gone = door.absent(registration(), "transport", OPEN)
    assert (gone.absence_reason, gone.sequence) == ("transport", 1)
    assert door.absent(gone, None, OPEN).absence_reason is None
    _, after = arrive(gone)
    assert after is not None and after.absence_reason is None
    seen = registration(checked_in_at=OPEN, checked_in_seats=1)
    assert door.absent(seen, "excused", OPEN) is seen


def test_the_door_counts_seats() -> None:
    came = replace(FAMILY, checked_in_seats=2, checked_in_at=OPEN)
    gone = registration(2, absence_reason="excused")
    assert door.counts([came, gone, registration(3)], 4) == {"registered": 5, "came": 2, "absent": 1, "walked_in": 4}
    assert door.every_band({"12_17": 3}) == {"under_12": 0, "12_17": 3, "18_25": 0, "26_59": 0, "60_plus": 0}
