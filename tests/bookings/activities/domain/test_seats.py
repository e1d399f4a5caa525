"""How many seats are free, for whom, and when nothing is offered any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from services.bookings.domain.activities import Kept, Seats, Terms
from tests.bookings.activities.programme import EVENING, activity, occurrence
from tests.bookings.activities.test_telling import registration

KEEPING = occurrence(capacity=10, kept_back=(Kept("org-1", 3), Kept("org-2", 2)))


def test_seats_kept_back_are_nobody_elses() -> None:
    seats = Seats(KEEPING, activity())
    assert (seats.left, seats.free_for(None), seats.free_for("org-1"), seats.free_for("org-3")) == (5, 5, 5, 5)
    taken = Seats(replace(KEEPING, seats_taken=4), activity())
    assert (taken.left, taken.free_for("org-1"), taken.free_for("org-2")) == (1, 3, 2)
    assert taken.are_kept(3, "org-1") and not taken.are_kept(4, "org-1") and not taken.are_kept(1, None)


def test_seats_that_an_organisation_has_taken_are_kept_for_it_no_longer() -> None:
    seats = Seats(replace(KEEPING, seats_taken=7), activity(), {"org-1": 2})
    assert (seats.left, seats.kept_for("org-1"), seats.kept_for("org-2")) == (0, 1, 2)
    over = Seats(replace(KEEPING, seats_taken=7), activity(), {"org-1": 5})  # fewer are kept now
    assert (over.kept_for("org-1"), over.left) == (0, 1)


def test_it_counts_as_registrations_come_and_go() -> None:
    seats, kept = Seats(KEEPING, activity()), replace(registration("confirmed"), organisation_id="org-1", kept=True)
    seats = seats.after(None, kept)
    assert (seats.occurrence.seats_taken, seats.occurrence.last_number, dict(seats.kept_taken)) == (1, 1, {"org-1": 1})
    assert seats.left == 5
    waits = registration("waiting")
    seats = seats.after(None, waits)
    assert seats.occurrence.seats_waiting == 1
    seats = seats.after(waits, replace(waits, status="offered"))
    assert (seats.occurrence.seats_taken, seats.occurrence.seats_waiting) == (2, 0)
    seats = seats.after(kept, replace(kept, status="cancelled"))
    assert (seats.occurrence.seats_taken, seats.kept_for("org-1")) == (1, 3)


def test_it_is_full_when_who_comes_now_waits() -> None:
    assert not Seats(occurrence(), activity()).is_full
    assert Seats(occurrence(seats_taken=10), activity()).is_full
    waited_for = occurrence(seats_taken=9, waiting_seats=5, seats_waiting=2)
    assert not Seats(waited_for, activity()).is_full
    assert Seats(waited_for, activity(terms=Terms(promotion="manual"))).is_full
    assert not Seats(occurrence(capacity=0), activity(terms=Terms(mode="none"))).is_full


def test_nothing_is_offered_from_the_close_on_nor_without_a_date() -> None:
    seats, close = (
        Seats(occurrence(), activity(terms=Terms(closes_minutes=30))),
        EVENING.starts_at - timedelta(minutes=30),
    )
    assert seats.offers(close - timedelta(microseconds=1)) and not seats.offers(close)
    assert seats.has_closed(close) and not seats.has_closed(close - timedelta(microseconds=1))
    for status, has_closed in (("postponed", False), ("cancelled", True)):
        other = replace(seats, occurrence=occurrence(status=status))
        assert not other.offers(close - timedelta(days=1)) and other.has_closed(close) is has_closed
