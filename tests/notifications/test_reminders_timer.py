"""The timer that reminds: late, of many things, beside another one, and beside who is there already."""

from __future__ import annotations

import eventlet
import pytest
from sqlalchemy import insert

from chassis.database import Store
from services.notifications import commands, domain
from services.notifications.domain import Channel, Kind
from services.notifications.tables import erased
from tests.notifications import given
from tests.notifications.reminding import (
    BOOKED,
    DAY,
    HOME,
    HOUR,
    STARTS_AT,
    before,
    cause,
    choose,
    due,
    fates,
    hear,
    remind,
    reminders,
    word,
)


def test_who_goes_at_this_instant_is_reminded_of_nothing(store: Store) -> None:
    hear(store, BOOKED)
    with store.transaction() as session:
        session.execute(insert(erased).values(member_digest=domain.digest("m-1"), erased_at=given.NOW))
    remind(store, before(days=1))
    assert reminders(store) == []


def test_a_reminder_that_was_due_is_not_said_to_who_chose_otherwise_before_the_timer_came(store: Store) -> None:
    hear(store, BOOKED)
    choose(store, HOUR, now=before(hours=23))
    assert due(store) == [before(days=1)]
    remind(store, before(hours=23))
    assert (due(store), reminders(store)) == ([before(hours=1)], [])


def test_after_a_standstill_the_nearest_is_said_and_nothing_that_has_begun(store: Store) -> None:
    choose(store, DAY, 2 * HOUR, HOUR)
    hear(store, BOOKED, given.confirmed(booking_id="b-2", starts_at="2026-11-23T08:00:00+00:00"))
    hear(store, BOOKED, now=before(minutes=30))  # a replay does not take back what is late
    remind(store, before(minutes=30))
    assert reminders(store) == [cause("b-1", HOUR)]
    with store.transaction() as session:
        assert not commands.forget_begun(session, before(minutes=30))
    assert due(store) == [None]
    with store.transaction() as session:
        commands.forget_begun(session, STARTS_AT)
    assert due(store) == []


def test_who_is_reminded_of_many_things_is_so_in_turns(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.notifications.commands.reminders.AT_ONCE", 2)
    hear(store, *(given.confirmed(booking_id=f"b-{number}") for number in range(5)))
    assert [remind(store, before(days=1)) for _ in range(4)] == [True, True, False, False]
    assert sorted(reminders(store)) == [cause(f"b-{number}", DAY) for number in range(5)]
    forgotten = []
    for _ in range(4):
        with store.transaction() as session:
            forgotten.append(commands.forget_begun(session, STARTS_AT))
    assert (forgotten, due(store)) == ([True, True, False, False], [])


def test_two_processes_at_once_remind_of_each_thing_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.notifications.commands.reminders.AT_ONCE", 3)
    events = [given.confirmed(booking_id=f"b-{number}", member_id=f"m-{number}") for number in range(6)]
    hear(store, *events)
    if store.engine.dialect.name == "sqlite":
        remind(store, before(days=1))  # writers wait for their turn there
        remind(store, before(days=1))
    else:
        with store.transaction() as one, store.transaction() as other:
            commands.remind(one, HOME, before(days=1))
            commands.remind(other, HOME, before(days=1))
    assert sorted(reminders(store)) == [cause(f"b-{number}", DAY) for number in range(6)]
    assert due(store) == [None] * 6


def test_who_checks_in_while_the_timer_has_it_in_hand_is_not_reminded(store: Store) -> None:
    hear(store, BOOKED)
    there = word("checked_in", BOOKED)
    with store.transaction() as session:
        commands.remind(session, HOME, before(days=1))
        checking_in = eventlet.spawn(hear, store, there, now=before(days=1))
        eventlet.sleep(0)  # it waits for the appointment
    checking_in.wait()
    assert fates(store, before(days=1)) == [(Kind.BOOKING_REMINDER, Channel.MAIL, "overtaken")]
