"""How a member wishes to be told is kept as far as it is otherwise than by default, and what was before is gone."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import eventlet
import pytest
from sqlalchemy import select

from chassis.clock import rfc3339
from chassis.database import Store
from chassis.errors import Conflict, NotFound
from services.notifications import commands, domain, queries, reactions
from services.notifications.domain import Channel, Choice, Kind, Outcome, Preferences, QuietHours, Status
from services.notifications.sending import HELD_FOR
from services.notifications.tables import appointments, deliveries, habits, preferences
from tests.notifications import given

NIGHT = QuietHours(time(21, 30), time(8))
OFF = Choice(Kind.BOOKING_CONFIRMED, Channel.MAIL, False)
BY_DEFAULT = domain.REMINDERS_BY_DEFAULT


def choose(
    store: Store,
    *choices: Choice,
    quiet: QuietHours | None = None,
    reminders: tuple[int, ...] = BY_DEFAULT,
    member_id: str = "m-1",
) -> Preferences:
    with store.transaction() as session:
        commands.choose(session, member_id, choices, quiet, reminders, given.HOME, given.NOW)
    with store.reading() as session:
        return queries.preferences_of(session, member_id)


def forget(store: Store) -> None:
    with store.transaction() as session:
        commands.erase(session, "m-1", given.NOW)


def rows(store: Store) -> list[Any]:
    with store.reading() as session:
        return [row for table in (preferences, habits) for row in session.execute(select(table)).all()]


def test_what_was_chosen_is_found_again_and_is_nobody_else_s(store: Store) -> None:
    said = choose(store, OFF, quiet=NIGHT, reminders=(60, 2880))
    assert said == Preferences({(OFF.kind, OFF.channel): False}, NIGHT, (2880, 60))
    with store.reading() as session:
        assert queries.preferences_of(session, "m-2") == Preferences()


def test_what_is_chosen_later_replaces_it_whole(store: Store) -> None:
    choose(store, OFF, quiet=NIGHT, reminders=())
    other = Choice(Kind.BOOKING_LAPSED, Channel.MAIL, False)
    assert choose(store, other) == Preferences({(other.kind, other.channel): False})


def test_no_reminder_at_all_is_a_choice(store: Store) -> None:
    assert choose(store, reminders=()).reminders == ()


def test_who_is_told_as_by_default_leaves_no_row(store: Store) -> None:
    choose(store, OFF, quiet=NIGHT)
    assert len(rows(store)) == 2
    choose(store, Choice(OFF.kind, OFF.channel, True))
    assert rows(store) == []


def test_a_refusal_changes_nothing(store: Store) -> None:
    choose(store, OFF, quiet=NIGHT)
    before = rows(store)
    with pytest.raises(Conflict, match="notice_required"):
        choose(store, Choice(Kind.BOOKING_CANCELLED, Channel.MAIL, False))
    assert rows(store) == before


def test_who_is_gone_chooses_nothing_any_more(store: Store) -> None:
    forget(store)
    with pytest.raises(NotFound, match="member_not_found"):
        choose(store, OFF)
    assert rows(store) == []


def test_reminders_that_are_to_come_are_at_the_times_that_are_chosen(store: Store) -> None:
    starts_at = given.NOW + timedelta(days=3)
    booked = given.confirmed(starts_at=rfc3339(starts_at), ends_at=rfc3339(starts_at + timedelta(hours=1)))
    with store.transaction() as session:
        reactions.on_booking_confirmed(session, booked, given.NOW, home=given.HOME)
    for minutes in ((60,), (60, 2880), ()):
        choose(store, reminders=minutes)
        with store.reading() as session:
            next_at = session.scalar(select(appointments.c.next_reminder_at))
        assert next_at == (starts_at - timedelta(minutes=max(minutes)) if minutes else None)


def test_two_choices_at_once_are_not_mixed(store: Store) -> None:
    first = Choice(Kind.BOOKING_LAPSED, Channel.MAIL, False)
    sayings: list[tuple[tuple[Choice, ...], QuietHours | None]] = [((OFF,), NIGHT), ((first,), None), ((), None)]
    for _ in range(5):
        list(eventlet.GreenPool().imap(lambda said: choose(store, *said[0], quiet=said[1]), sayings))
        with store.reading() as session:
            found = queries.preferences_of(session, "m-1")
        assert found in [
            Preferences({(one.kind, one.channel): False for one in choices}, quiet) for choices, quiet in sayings
        ]


def queue(store: Store, kind: Kind, **facts: Any) -> None:
    with store.transaction() as session:
        assert commands.say(session, given.notice(kind, notice_id=kind, **facts), given.HOME, given.NOW)


def send_what_is_due(store: Store) -> None:
    with store.transaction() as session:
        for each in commands.claim(session, HELD_FOR, 20, given.HOME, given.NOW):
            commands.settle(session, each, Outcome(Status.SENT), given.HOME, given.NOW)


def fates(store: Store) -> dict[str, tuple[str, str | None]]:
    with store.reading() as session:
        rows = session.execute(select(deliveries.c.notice_id, deliveries.c.status, deliveries.c.reason))
        return {row.notice_id: (row.status, row.reason) for row in rows}


def test_what_waits_and_is_wanted_no_more_is_dropped_and_nothing_else(store: Store) -> None:
    for kind in (Kind.BOOKING_CONFIRMED, Kind.BOOKING_REQUESTED, Kind.RESET):
        queue(store, kind)
    choose(store, OFF)
    assert fates(store) == {
        Kind.BOOKING_CONFIRMED: ("dropped", "not_wanted"),
        Kind.BOOKING_REQUESTED: ("queued", None),
        Kind.RESET: ("queued", None),
    }


def test_what_waits_is_another_s_matter(store: Store) -> None:
    queue(store, Kind.BOOKING_CONFIRMED)
    choose(store, OFF, member_id="m-2")
    assert fates(store) == {Kind.BOOKING_CONFIRMED: ("queued", None)}


def test_what_changes_an_entry_that_a_calendar_has_goes_there_all_the_same(store: Store) -> None:
    queue(store, Kind.BOOKING_CONFIRMED)
    send_what_is_due(store)
    queue(store, Kind.BOOKING_MISSED)
    choose(store, OFF, Choice(Kind.BOOKING_MISSED, Channel.MAIL, False))
    assert fates(store)[Kind.BOOKING_MISSED] == ("queued", None)


def test_an_sms_that_goes_instead_of_a_letter_was_never_chosen_and_is_not_dropped(store: Store) -> None:
    queue(store, Kind.BOOKING_REQUESTED)
    with store.transaction() as session:
        [letter] = commands.claim(session, HELD_FOR, 20, given.HOME, given.NOW)
        commands.settle(session, letter, Outcome(Status.FAILED, "smtp_550", instead=Channel.SMS), given.HOME, given.NOW)
    choose(store, Choice(Kind.BOOKING_REQUESTED, Channel.MAIL, False))
    with store.reading() as session:
        waits = session.scalar(select(deliveries.c.status).where(deliveries.c.channel == Channel.SMS))
    assert waits == "queued"
