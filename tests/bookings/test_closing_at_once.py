"""A place is closed while many book: no booking stands in the closure that nobody decided about."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from chassis.database import Store
from services.bookings import queries
from tests.bookings.closing import CANCEL, NINE, close, special
from tests.bookings.test_parallel import BOOKERS, all_at_once, booker
from tests.bookings.world import DESKS, NOW


def close_when_asked(store: Store) -> None:
    """Close; when somebody has booked meanwhile, decide about them too, and close."""
    decided: dict[str, object] = {}
    while True:
        with store.reading() as session:
            found = queries.hit_by(session, special(NINE), NOW)
        decided |= {booking.booking_id: CANCEL for booking in found}
        try:
            close(store, decisions=decided)  # type: ignore[arg-type]
        except Exception as refusal:
            if getattr(refusal, "code", "") != "closure_hits_bookings":
                raise
        else:
            return


def test_no_booking_stands_in_a_closure_that_was_not_decided_about(store: Store) -> None:
    bookers: list[Callable[[], object]] = [booker(store, number, NINE, DESKS) for number in range(BOOKERS - 1)]
    outcomes = all_at_once([*bookers[:8], partial(close_when_asked, store), *bookers[8:]])
    assert set(outcomes) <= {"done", "unit_taken", "outside_opening_hours"}
    assert outcomes["done"] >= 1
    with store.reading() as session:
        assert queries.hit_by(session, special(NINE), NOW) == []


def test_who_books_while_a_place_is_closed_is_refused_or_seen(store: Store) -> None:
    bookers: list[Callable[[], object]] = [booker(store, number, NINE, DESKS) for number in range(BOOKERS - 1)]
    outcomes = all_at_once([partial(close, store), *bookers])
    assert set(outcomes) <= {"done", "unit_taken", "outside_opening_hours", "closure_hits_bookings"}
    with store.reading() as session:
        stand = queries.hit_by(session, special(NINE), NOW)
        closed = bool(queries.special_page(session, "place-union", NOW, 9)[0])
    assert closed is not bool(stand)
    assert bool(stand) is bool(outcomes["closure_hits_bookings"])
