"""What is to be said is queued once, for the channels that its member wishes, from the instant that they wish."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from chassis.database import Store
from services.notifications import commands
from services.notifications.domain import Channel, Kind
from services.notifications.tables import deliveries, habits, notices, preferences
from tests.notifications import given

HOME = replace(given.HOME, channels=frozenset(Channel))
NIGHT = datetime(2026, 11, 20, 22, 30, tzinfo=given.NOW.tzinfo)


def say(store: Store, kind: Kind = Kind.BOOKING_CONFIRMED, now: datetime = given.NOW, **facts: Any) -> bool:
    with store.transaction() as session:
        return commands.say(session, given.notice(kind, notice_id=kind.value, **facts), HOME, now)


def choose(store: Store, kind: Kind, channel: Channel, *, is_wanted: bool) -> None:
    with store.transaction() as session:
        row = {"member_id": "m-1", "kind": kind, "channel": channel, "is_wanted": is_wanted}
        session.execute(insert(preferences).values(row))


def queued(store: Store) -> list[tuple[str, datetime]]:
    with store.reading() as session:
        wanted = select(deliveries.c.channel, deliveries.c.next_attempt_at).order_by(deliveries.c.number)
        found = session.execute(wanted)
        return [(row.channel, row.next_attempt_at) for row in found]


def test_it_is_said_once_and_by_mail(store: Store) -> None:
    assert say(store)
    assert not say(store)
    assert queued(store) == [("mail", given.NOW)]


def test_each_channel_that_is_wished_for_gets_it(store: Store) -> None:
    choose(store, Kind.BOOKING_CONFIRMED, Channel.SMS, is_wanted=True)
    say(store)
    assert queued(store) == [("mail", given.NOW), ("sms", given.NOW)]


def test_what_nobody_wishes_to_be_written_stands_on_the_page_alone(store: Store) -> None:
    choose(store, Kind.BOOKING_CONFIRMED, Channel.MAIL, is_wanted=False)
    assert say(store)
    assert queued(store) == []
    with store.reading() as session:
        assert session.scalars(select(notices.c.kind)).all() == [Kind.BOOKING_CONFIRMED]


def test_in_quiet_hours_it_waits_but_not_what_is_waited_for(store: Store) -> None:
    with store.transaction() as session:
        session.execute(insert(habits).values(member_id="m-1", quiet_since="21:00", quiet_until="08:00", reminders=[]))
    say(store, now=NIGHT)
    say(store, Kind.RESET, now=NIGHT)
    assert queued(store) == [("mail", datetime(2026, 11, 21, 7, tzinfo=given.NOW.tzinfo)), ("mail", NIGHT)]
    with store.transaction() as session:
        claimed = commands.claim(session, timedelta(minutes=1), 20, HOME, NIGHT)
    assert [due.notice.kind for due in claimed] == [Kind.RESET]


def test_at_night_mail_goes_and_an_sms_waits_for_the_morning(store: Store) -> None:
    choose(store, Kind.BOOKING_CONFIRMED, Channel.SMS, is_wanted=True)
    say(store, now=NIGHT, not_after=NIGHT + timedelta(days=1))
    assert queued(store) == [("mail", NIGHT), ("sms", datetime(2026, 11, 21, 7, tzinfo=given.NOW.tzinfo))]


def test_what_would_be_too_late_then_does_not_wait_behind_what_quiet_hours_hold(store: Store) -> None:
    with store.transaction() as session:
        session.execute(insert(habits).values(member_id="m-1", quiet_since="21:00", quiet_until="08:00", reminders=[]))
    say(store, now=NIGHT)
    say(store, Kind.BOOKING_OFFERED, now=NIGHT, not_after=NIGHT + timedelta(hours=2))
    with store.transaction() as session:
        claimed = commands.claim(session, timedelta(minutes=1), 20, HOME, NIGHT)
    assert [due.notice.kind for due in claimed] == [Kind.BOOKING_OFFERED]
