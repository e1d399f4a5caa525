"""What is written of occurrences."""

from __future__ import annotations

from chassis.database import Store
from services.bookings.commands.activities import keeping
from tests.bookings.activities.dates import one, seen
from tests.bookings.activities.programme import activity
from tests.bookings.front_desk import do


def test_the_sequence_grows_with_what_others_are_told_alone(store: Store) -> None:
    made = one(store)
    after = do(store, keeping.save, made, made, activity())
    assert after.sequence == 1 and seen(store, made.occurrence_id).sequence == 1
    assert do(store, keeping.save, after, after, activity(status="draft")).sequence == 1
