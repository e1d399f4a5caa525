"""What is done to publish the lamp, each a transaction of its own, and what is told of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chassis.database import Store
from services.bookings import commands
from services.bookings.domain.activities import Activity, Programme
from tests.bookings.activities.programme import STAFF, activity, told
from tests.bookings.front_desk import do
from tests.bookings.world import NOW

LATER = NOW + timedelta(hours=1)
EMBARGO = NOW + timedelta(days=1)
AUTUMN = Programme("roubaix", "2026-Q4", {"fr": "L'automne au lab."}, EMBARGO, NOW)
LAMP = "activity-lamp"
DRAFT = activity(status="draft", published_at=None, visible_from=None, announced_at=None)


def change(store: Store, command: Any, *more: Any, now: Any = NOW) -> Activity:
    changed: Activity = do(store, command, LAMP, STAFF, *more, now)
    return changed


def publish(store: Store, now: Any = NOW) -> Activity:
    return change(store, commands.activities.publish_activity, now=now)


def set_programme(store: Store, programme: Programme = AUTUMN, now: Any = NOW) -> None:
    do(store, commands.activities.set_programme, programme, STAFF, now)


def announce(store: Store, now: Any) -> int:
    announced: int = do(store, commands.activities.announce_due, now)
    return announced


def names(store: Store) -> list[tuple[str, str, int]]:
    return [(event.name, event.subject, event.sequence) for event in told(store)]


ANNOUNCED = [
    ("activity.published", LAMP, 1),
    ("occurrence.scheduled", "occurrence-1", 0),
    ("occurrence.scheduled", "occurrence-2", 0),
]
