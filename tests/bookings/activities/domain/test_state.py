"""What an occurrence is, and whether one may register, is seen by the clock and by the seats."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.bookings.domain.activities import (
    Kept,
    Seen,
    Terms,
    closes_at,
    registration_state,
    seats_left,
    state,
)
from tests.bookings.activities.programme import EVENING, occurrence
from tests.bookings.world import NOW

OPEN = Terms()
FULL = occurrence(seats_taken=10)
AFTER = EVENING.ends_at


@pytest.mark.parametrize("status", ["scheduled", "rescheduled", "moved_online"])
def test_it_is_what_was_decided_until_it_is_full_or_done(status: str) -> None:
    assert state(occurrence(status=status), NOW) == status
    assert state(replace(FULL, status=status), NOW) == "full"
    assert state(occurrence(status=status), AFTER - timedelta(seconds=1)) == status
    assert state(replace(FULL, status=status), AFTER) == "done"


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_does_not_take_place_is_never_done_nor_full(status: str) -> None:
    assert state(replace(FULL, status=status), AFTER) == status


def test_what_counts_no_seats_is_never_full() -> None:
    assert state(occurrence(capacity=0), NOW, Terms(mode="none")) == "scheduled"
    assert Seen(occurrence(), Terms(mode="external"), NOW).seats_left == 0


def test_seats_that_are_kept_back_are_nobody_elses_until_they_are_taken() -> None:
    kept = occurrence(kept_back=(Kept("a", 3), Kept("b", 2)))
    assert seats_left(kept) == 5
    assert seats_left(replace(kept, seats_taken=4), kept_taken=4) == 5
    assert seats_left(replace(kept, seats_taken=9), kept_taken=4) == 0


def test_one_registers_until_it_closes_and_after_that_nobody_does() -> None:
    assert registration_state(occurrence(), OPEN, NOW) == "open"
    early = Terms(closes_minutes=60)
    assert closes_at(occurrence(), early) == EVENING.starts_at - timedelta(hours=1)
    assert registration_state(occurrence(), early, EVENING.starts_at - timedelta(minutes=61)) == "open"
    assert registration_state(occurrence(), early, EVENING.starts_at - timedelta(minutes=60)) == "closed"
    assert registration_state(occurrence(), OPEN, EVENING.starts_at) == "closed"
    assert registration_state(occurrence(), OPEN, AFTER) == "over"


def test_one_registers_from_the_opening_on() -> None:
    later = Terms(opens_at=NOW + timedelta(hours=1))
    assert registration_state(occurrence(), later, NOW) == "not_yet"
    assert registration_state(occurrence(), later, NOW + timedelta(hours=1)) == "open"


def test_who_comes_when_it_is_full_waits_while_the_list_has_room() -> None:
    assert registration_state(FULL, OPEN, NOW) == "full"
    assert registration_state(replace(FULL, waiting_seats=2, seats_waiting=1), OPEN, NOW) == "waiting"
    assert registration_state(replace(FULL, waiting_seats=2, seats_waiting=2), OPEN, NOW) == "full"


def test_where_staff_chooses_nobody_overtakes_who_waits_though_there_are_seats() -> None:
    waited_for = occurrence(seats_taken=8, waiting_seats=5, seats_waiting=3)
    assert registration_state(waited_for, Terms(promotion="manual"), NOW) == "waiting"
    assert registration_state(waited_for, OPEN, NOW) == "open"  # two seats, and a family of three waits


def test_an_occurrence_without_seats_and_with_a_list_lets_everybody_wait() -> None:
    assert registration_state(occurrence(capacity=0, waiting_seats=20), OPEN, NOW) == "waiting"


@pytest.mark.parametrize("mode", ["external", "none"])
def test_what_is_registered_for_elsewhere_or_not_at_all_says_so(mode: str) -> None:
    assert registration_state(occurrence(), Terms(mode=mode), NOW) == mode
    assert registration_state(occurrence(), Terms(mode=mode), AFTER) == "over"


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_nobody_registers_for_what_does_not_take_place(status: str) -> None:
    assert registration_state(occurrence(status=status), OPEN, NOW) == "closed"
