"""Many at once against each other, and what there must be afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from chassis.database import Store
from services.bookings import domain
from tests.bookings.soundness import check_sound
from tests.bookings.test_parallel import all_at_once
from tests.bookings.world import ACTOR, DESKS, MONDAY, ROOM, hours

ROUNDS = range(5)  # since who comes first is for the database to say
MINUTE, WEEK = timedelta(minutes=1), timedelta(days=7)
FLOOR = replace(ROOM, space_id="floor")
HALL = replace(ROOM, space_id="hall", parent_id="floor")
TABLES = replace(DESKS, space_id="tables", units=2, parent_id="floor")


def member(number: int) -> domain.Actor:
    return replace(ACTOR, member_id=f"member-{number}")


def week(number: int, start: float = 9, end: float = 10) -> domain.Period:
    """A period of its own for each round."""
    return hours(start, end, MONDAY + number * WEEK)


def rules(space: domain.Space = ROOM, **changed: Any) -> domain.Space:
    return replace(space, rules=domain.Rules(**changed))


def fight(store: Store, *actions: Callable[[], object]) -> Counter[str]:
    """How often each outcome came; afterwards everything is sound."""
    outcomes = all_at_once(actions)
    check_sound(store)
    return outcomes


def somebody_waits(store: Store) -> bool:
    """For a lock that another transaction has; on SQLite one writes at a time, and everybody else waits."""
    if store.engine.dialect.name == "sqlite":
        return True
    with store.reading() as session:
        return bool(session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))
