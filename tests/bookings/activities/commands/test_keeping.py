"""What is written of occurrences, and told of them."""

from __future__ import annotations

from chassis.database import Store
from services.bookings.commands.activities import keeping
from services.bookings.domain.activities import Registration
from tests.bookings.activities.dates import one, seen
from tests.bookings.activities.programme import activity
from tests.bookings.front_desk import do
from tests.bookings.world import NOW


def test_the_sequence_grows_with_what_others_are_told_alone(store: Store) -> None:
    made = one(store)
    after = do(store, keeping.save, made, made, activity())
    assert after.sequence == 1 and seen(store, made.occurrence_id).sequence == 1
    assert do(store, keeping.save, after, after, activity(status="draft")).sequence == 1


def test_positions_are_of_those_that_wait() -> None:
    made = [standing("confirmed"), standing("waiting"), standing("waiting")]
    assert [position for _, position in keeping.with_positions(made)] == [None, 1, 2]


def standing(status: str) -> Registration:
    of = ("registration-1", "occurrence-1", "activity-lamp", "roubaix", "member-1", "tourcoing")
    return Registration(*of, 1, status, 1, "member-1", "tourcoing", NOW, NOW)
