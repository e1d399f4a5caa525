"""Who chooses, who leaves by a link and who forgets a member at once: of two the later finds what the earlier left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

import eventlet
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.database import Store
from chassis.errors import NotFound
from services.notifications import commands, queries
from services.notifications.domain import Channel, Choice, Family, Kind, Leave, QuietHours
from services.notifications.tables import habits, preferences
from tests.notifications import given

NIGHT = QuietHours(time(21, 30), time(8))
OFF = Choice(Kind.BOOKING_LAPSED, Channel.MAIL, False)


def choose(session: Session) -> None:
    commands.choose(session, "m-1", (OFF,), NIGHT, (60,), given.HOME, given.NOW)


def leave(session: Session) -> None:
    commands.unsubscribe(session, Leave("roubaix", "m-1", Family.REMINDERS), given.NOW)


def forget(session: Session) -> None:
    commands.erase(session, "m-1", given.NOW)


def at_once(store: Store, first: Callable[[Session], None], then: Callable[[Session], None]) -> Any:
    """Begin the second while the first is not kept yet."""

    def second() -> None:
        with store.transaction() as session:
            then(session)

    with store.transaction() as session:
        first(session)
        waiting = eventlet.spawn(second)
        eventlet.sleep(0)  # it asks for what is in this hand
    return waiting.wait()


def rows(store: Store) -> list[Any]:
    with store.reading() as session:
        return [row for table in (preferences, habits) for row in session.execute(select(table)).all()]


def test_who_is_forgotten_while_they_choose_leaves_no_choice(store: Store) -> None:
    with pytest.raises(NotFound, match="member_not_found"):
        at_once(store, forget, choose)
    assert rows(store) == []


def test_who_is_forgotten_while_they_leave_leaves_no_choice(store: Store) -> None:
    at_once(store, forget, leave)
    assert rows(store) == []


@pytest.mark.parametrize("wish", [choose, leave])
def test_who_is_forgotten_just_after_leaves_no_choice(store: Store, wish: Callable[[Session], None]) -> None:
    at_once(store, wish, forget)
    assert rows(store) == []


def test_who_leaves_while_they_choose_has_done_both(store: Store) -> None:
    at_once(store, choose, leave)
    with store.reading() as session:
        chosen = queries.preferences_of(session, "m-1")
    assert not chosen.wants(Kind.BOOKING_LAPSED, Channel.MAIL)
    assert not chosen.wants(Kind.BOOKING_REMINDER, Channel.MAIL)
    assert chosen.quiet == NIGHT
