"""A series does not overtake those who wait, and what it gives up is offered to them."""

from __future__ import annotations

from chassis.database import Store
from tests.bookings.recurring import at, book_series, cancel, move, refused, standing
from tests.bookings.waiters import LATER, book, held, offers, status, wait
from tests.bookings.world import OTHER


def test_what_a_series_gives_up_is_offered_to_who_waits_for_it(store: Store) -> None:
    made = book_series(store)
    wait(store, 1, at(8, 2))
    cancel(store, made.bookings[1], "following", now=LATER)
    assert (offers(store), held(store, 1).period) == (["wait-1"], at(8, 2))


def test_what_a_series_moves_away_from_is_offered_to_who_waits_for_it(store: Store) -> None:
    made = book_series(store)
    wait(store, 1, at(8, 3))
    move(store, made.bookings[0], "all", at(13, 0), now=LATER)
    assert (offers(store), held(store, 1).period) == (["wait-1"], at(8, 3))
    assert len(standing(store, made)) == 4


def lapse(store: Store, number: int, period_week: int, hour: float) -> None:
    """A hold of another member, for which somebody waits, and whose time has passed."""
    book(store, f"hold-{number}", at(hour, period_week), tentative=True)
    wait(store, number, at(hour, period_week))


def test_a_series_does_not_overtake_who_waits_for_what_has_lapsed(store: Store) -> None:
    lapse(store, 1, 2, 8)
    made = book_series(store, now=LATER, actor=OTHER)
    assert status(store, 1) == "offered"
    assert refused(store, made) == {"2026-12-07T09:00:00": ("unit_taken",)}


def test_a_series_that_moves_does_not_overtake_who_waits_for_what_has_lapsed(store: Store) -> None:
    made = book_series(store)
    lapse(store, 1, 2, 13)
    change = move(store, made.bookings[0], "all", at(13, 0), now=LATER)
    assert status(store, 1) == "offered"
    assert [one.codes for one in change.refused] == [("unit_taken",)]


def test_what_has_lapsed_is_in_the_way_of_no_series(store: Store) -> None:
    book(store, "hold-1", at(8, 1), actor=OTHER, tentative=True)
    made = book_series(store, now=LATER)
    assert (len(made.bookings), made.refused) == (4, [])
    book(store, "hold-2", at(13, 1), actor=OTHER, tentative=True)
    change = move(store, made.bookings[0], "all", at(13, 0), now=LATER)
    assert (change.changed, change.refused) == (4, [])
