"""Members are reminded of what they come to when they chose to be, once, and of nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from chassis.database import Store
from chassis.envelope import Envelope
from services.notifications import commands, mail, schemas
from services.notifications.domain import Channel, Kind
from services.notifications.tables import deliveries, notices, preferences
from tests.notifications import given
from tests.notifications.reminding import (
    BOOKED,
    DAY,
    HOUR,
    LATER,
    REGISTERED,
    before,
    cause,
    choose,
    due,
    fates,
    hear,
    of_both,
    remind,
    reminders,
    word,
)


@of_both
def test_who_comes_is_reminded_a_day_before_once_however_often_the_timer_runs(store: Store, come_to: Envelope) -> None:
    hear(store, come_to)
    remind(store, before(days=1, seconds=1))
    assert reminders(store) == []
    for seconds in (0, 20, 40):
        remind(store, before(days=1) + timedelta(seconds=seconds))
    assert reminders(store) == [cause(come_to.subject, DAY)]
    hear(store, come_to, now=before(hours=20))
    remind(store, before(hours=20))
    assert reminders(store) == [cause(come_to.subject, DAY)]


@of_both
def test_a_reminder_is_a_letter_that_tells_the_last_word_and_touches_no_calendar(
    store: Store, come_to: Envelope
) -> None:
    hear(store, come_to, word("moved" if come_to is BOOKED else "changed", come_to, place_name="La Plaine", what="x"))
    fates(store, given.NOW)
    remind(store, before(days=1))
    with store.transaction() as session:
        (one,) = commands.claim(session, timedelta(seconds=30), 5, given.HOME, before(days=1))
    assert one.notice.is_invited
    about = schemas.told(one.notice)
    letter = mail.compose(one.notice, about, given.contact(), given.LETTERHEAD, before(days=1))
    body = letter.get_body(("plain",))
    assert body is not None
    assert "La Plaine" in body.get_content()
    assert letter["Subject"].startswith("Rappel : ")
    assert not [part for part in letter.walk() if part.get_content_type() == "text/calendar"]


def test_a_booking_of_a_series_is_reminded_of_though_no_letter_told_of_it_alone(store: Store) -> None:
    hear(store, given.confirmed(series_id="r-1"))
    assert due(store) == [before(days=1)]
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(notices)) == 0
    remind(store, before(days=1))
    assert reminders(store) == [cause("b-1", DAY)]


@of_both
def test_what_is_moved_is_reminded_of_for_its_new_time_only(store: Store, come_to: Envelope) -> None:
    hear(store, come_to, word("moved" if come_to is BOOKED else "changed", come_to, what="rescheduled", **LATER))
    remind(store, before(days=1))
    assert reminders(store) == []
    remind(store, before(days=1) + timedelta(days=7))
    assert reminders(store) == [cause(come_to.subject, DAY, LATER["starts_at"])]


def test_what_is_moved_after_its_reminder_was_queued_is_not_told_at_the_old_time(store: Store) -> None:
    hear(store, BOOKED)
    fates(store, given.NOW)
    remind(store, before(days=1))
    hear(store, word("moved", BOOKED, **LATER), now=before(days=1))
    assert fates(store, before(days=1)) == [(Kind.BOOKING_REMINDER, Channel.MAIL, "overtaken")]
    remind(store, before(days=1) + timedelta(days=7))
    assert len(reminders(store)) == 2


@pytest.mark.parametrize(
    "ends",
    [
        word("cancelled", BOOKED, status="cancelled", reason="member"),
        word("denied", BOOKED, status="denied", reason="needed_by_city"),
        word("missed", BOOKED, status="missed"),
        word("lapsed", BOOKED, status="lapsed", reason="requested"),
        word("moved", BOOKED, status="requested"),
        word("cancelled", REGISTERED, status="cancelled", was="confirmed", reason="member"),
        word("cancelled", REGISTERED, status="cancelled", was="confirmed", reason="erased"),
        word("declined", REGISTERED, status="declined", reason="staff"),
        word("lapsed", REGISTERED, status="lapsed", was="offered"),
        word("queued", REGISTERED, status="waiting", position=1),
        word("changed", REGISTERED, status="waiting", what="rescheduled", position=1),
        word("changed", REGISTERED, what="postponed", occurrence_status="postponed"),
    ],
    ids=lambda ends: f"{ends.name}-{ends.data.get('reason') or ends.data.get('what') or ends.data['status']}",
)
def test_who_does_not_come_is_not_reminded_in_whatever_order_it_is_heard(store: Store, ends: Envelope) -> None:
    come_to = BOOKED if ends.name.startswith("booking") else REGISTERED
    hear(store, come_to, ends, ends)
    assert due(store) == []
    if ends.data.get("reason") != "erased":  # of that nothing is remembered but the member themselves
        hear(store, come_to)
    remind(store, before(days=1))
    assert reminders(store) == []


@pytest.mark.parametrize(
    "event",
    [
        given.event(Kind.BOOKING_OFFERED),
        given.event(Kind.BOOKING_PROPOSED),
        given.event(Kind.BOOKING_REQUESTED),
        given.event(Kind.REGISTRATION_REQUESTED),
        given.event(Kind.REGISTRATION_QUEUED),
        given.event(Kind.REGISTRATION_OFFERED),
        given.confirmed(for_occurrence_id="o-1"),
        given.confirmed(home_city="tourcoing"),
        given.event(Kind.REGISTRATION_CONFIRMED, home_city="tourcoing"),
    ],
    ids=lambda event: f"{event.name}-{event.data['home_city']}",
)
def test_what_is_only_held_asked_for_waited_for_or_another_s_is_nothing_to_come_to(
    store: Store, event: Envelope
) -> None:
    hear(store, event)
    assert due(store) == []


@of_both
def test_who_is_there_already_is_not_reminded_of_what_waits_in_the_queue_neither(
    store: Store, come_to: Envelope
) -> None:
    choose(store, DAY, HOUR, quiet=("21:00", "08:00"))
    hear(store, come_to)
    there = word("checked_in", come_to)
    hear(store, there, there, come_to, now=before(hours=2))
    assert due(store) == [None]
    choose(store, HOUR, now=before(hours=2))
    remind(store, before(hours=1))
    assert reminders(store) == []


def test_a_check_in_lets_the_confirmation_go_and_takes_a_waiting_reminder_back(store: Store) -> None:
    hear(store, BOOKED)
    remind(store, before(days=1))
    hear(store, word("checked_in", BOOKED), now=before(hours=23))
    assert fates(store, before(hours=23)) == [(Kind.BOOKING_REMINDER, Channel.MAIL, "overtaken")]
    with store.reading() as session:
        assert session.scalars(select(deliveries.c.status).order_by(deliveries.c.number)).first() == "sent"


def test_who_was_there_before_the_booking_was_heard_of_is_not_reminded(store: Store) -> None:
    hear(store, word("checked_in", BOOKED), BOOKED)
    remind(store, before(days=1))
    assert reminders(store) == []


def test_who_is_gone_is_reminded_of_nothing(store: Store) -> None:
    gone = {"member_id": "m-1", "city": "roubaix", "erased_at": given.NOW.isoformat()}
    erasure = Envelope("gone", "/roubaix/members_roubaix", "member.erased", "m-1", 3, given.NOW, gone, "roubaix")
    hear(store, BOOKED, erasure)
    assert due(store) == []
    hear(store, word("moved", BOOKED, **LATER))
    assert due(store) == []


def test_each_time_that_a_member_chose_is_said_and_other_times_from_now_on(store: Store) -> None:
    choose(store, DAY, HOUR)
    hear(store, BOOKED)
    remind(store, before(days=1))
    choose(store, 3 * HOUR, 30, now=before(hours=2))
    assert due(store) == [before(minutes=30)]
    for minutes in (60, 30, 10):
        remind(store, before(minutes=minutes))
    assert reminders(store) == [cause("b-1", DAY), cause("b-1", 30)]


def test_who_wishes_for_none_gets_none_and_may_wish_again(store: Store) -> None:
    choose(store)
    hear(store, BOOKED)
    remind(store, before(days=1))
    assert (due(store), reminders(store)) == ([None], [])
    choose(store, HOUR, now=before(hours=2))
    remind(store, before(hours=1))
    assert reminders(store) == [cause("b-1", HOUR)]


def test_what_is_heard_of_after_the_time_of_its_reminder_is_reminded_of_at_the_next(store: Store) -> None:
    choose(store, DAY, HOUR)
    hear(store, BOOKED, now=before(hours=20))
    remind(store, before(hours=20))
    assert reminders(store) == []
    remind(store, before(hours=1))
    assert reminders(store) == [cause("b-1", HOUR)]


def test_with_mail_off_and_sms_on_it_goes_by_sms_alone(store: Store) -> None:
    with store.transaction() as session:
        for channel, is_wanted in ((Channel.MAIL, False), (Channel.SMS, True)):
            row = {"member_id": "m-1", "kind": Kind.BOOKING_REMINDER, "channel": channel, "is_wanted": is_wanted}
            session.execute(insert(preferences).values(row))
    hear(store, BOOKED)
    remind(store, before(days=1))
    assert fates(store, before(days=1)) == [(Kind.BOOKING_REMINDER, Channel.SMS, "sent")]


def test_at_the_end_of_a_quiet_night_one_reminder_is_said_and_before_an_early_start_at_once(store: Store) -> None:
    choose(store, 12 * HOUR, 3 * HOUR, HOUR, quiet=("21:00", "09:30"))  # by the clock of Roubaix an hour later
    hear(store, BOOKED)
    for hours in (12, 3, 1):
        remind(store, before(hours=hours))
    waits, sent = "overtaken", "sent"
    assert [fate for *_, fate in fates(store, before(minutes=29))] == [waits, waits, sent]
    early = {"starts_at": "2026-11-24T06:00:00+00:00", "ends_at": "2026-11-24T07:00:00+00:00"}
    hear(store, given.confirmed(booking_id="b-2", **early))
    at = datetime.fromisoformat("2026-11-24T05:00:00+00:00")
    remind(store, at)
    assert [fate for *_, fate in fates(store, at)][-1] == sent


def test_an_answer_to_the_form_is_known_to_the_reminder(store: Store) -> None:
    asked = given.event(Kind.REGISTRATION_CONFIRMED, answers_due=True)
    hear(store, asked, word("changed", asked, what="answered", answers_due=False))
    remind(store, before(days=1))
    with store.reading() as session:
        told = session.scalar(select(notices.c.data).where(notices.c.kind == Kind.REGISTRATION_REMINDER))
    assert told is not None
    assert told["answers_due"] is False
