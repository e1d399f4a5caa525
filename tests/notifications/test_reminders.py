"""Members are reminded of what they come to when they chose to be, once, and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from chassis.database import Store
from chassis.envelope import Envelope
from services.notifications import commands, domain, mail, reactions, schemas
from services.notifications.domain import Channel, Kind, Outcome, Status
from services.notifications.tables import appointments, deliveries, erased, habits, notices, preferences
from tests.notifications import given

DAY, HOUR = 24 * 60, 60
STARTS_AT = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
LATER = {"starts_at": "2026-11-30T09:00:00+00:00", "ends_at": "2026-11-30T11:00:00+00:00"}
HOME = replace(given.HOME, channels=frozenset(Channel))
BOOKED = given.confirmed(lapses_at="2026-11-23T09:15:00+00:00")
REGISTERED = given.event(Kind.REGISTRATION_CONFIRMED)
of_both = pytest.mark.parametrize("come_to", [BOOKED, REGISTERED], ids=["booking", "registration"])


def before(**span: float) -> datetime:
    return STARTS_AT - timedelta(**span)


def word(name: str, on: Envelope, sequence: int = 1, /, **facts: Any) -> Envelope:
    """The next word on a booking or a registration."""
    return given.said(f"{on.name.partition('.')[0]}.{name}", sequence, **{**on.data, **facts, "sequence": sequence})


def hear(store: Store, *events: Envelope, now: datetime = given.NOW) -> None:
    for event in events:
        reaction = getattr(reactions, f"on_{event.name.replace('.', '_')}")
        with store.transaction() as session:
            reaction(session, event, now, home=HOME)


def remind(store: Store, now: datetime) -> bool:
    with store.transaction() as session:
        return commands.remind(session, HOME, now)


def choose(store: Store, *minutes: int, now: datetime = given.NOW, quiet: tuple[str, str] | None = None) -> None:
    since, until = quiet or (None, None)
    chosen = {"quiet_since": since, "quiet_until": until, "reminders": list(minutes)}
    with store.transaction() as session:
        if not session.connection().execute(update(habits).where(habits.c.member_id == "m-1").values(chosen)).rowcount:
            session.execute(insert(habits).values(member_id="m-1", **chosen))
        commands.reschedule_reminders(session, "m-1", now)


def reminders(store: Store) -> list[tuple[str, str]]:
    """The things and the causes of which members were reminded, in order."""
    reminding = [kind for kind in Kind if kind.reminds]
    with store.reading() as session:
        rows = session.execute(select(notices).where(notices.c.kind.in_(reminding)).order_by(notices.c.number))
        return [(row.subject, row.cause) for row in rows]


def due(store: Store) -> list[datetime | None]:
    """When the next reminder of each appointment is."""
    with store.reading() as session:
        return list(session.scalars(select(appointments.c.next_reminder_at).order_by(appointments.c.thing_id)))


def fates(store: Store, now: datetime) -> list[tuple[Kind, Channel, str]]:
    """What goes out now, or why it does not."""
    with store.transaction() as session:
        while claimed := commands.claim(session, timedelta(seconds=30), 20, "roubaix", now):
            for one in claimed:
                commands.settle(session, one, Outcome(Status.SENT), "roubaix", now)
        rows = session.execute(
            select(notices.c.kind, deliveries.c.channel, deliveries.c.status, deliveries.c.reason)
            .join(deliveries, deliveries.c.notice_id == notices.c.notice_id)
            .where(notices.c.kind.in_([kind for kind in Kind if kind.reminds]))
            .order_by(deliveries.c.number)
        )
        return [(row.kind, row.channel, row.reason or row.status) for row in rows]


def cause(thing_id: str, minutes: int, starts_at: str = "2026-11-23T09:00:00+00:00") -> tuple[str, str]:
    return thing_id, f"{thing_id}/{starts_at}/{minutes}"


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
        (one,) = commands.claim(session, timedelta(seconds=30), 5, "roubaix", before(days=1))
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


def test_who_goes_at_this_instant_is_reminded_of_nothing(store: Store) -> None:
    hear(store, BOOKED)
    with store.transaction() as session:
        session.execute(insert(erased).values(member_digest=domain.digest("m-1"), erased_at=given.NOW))
    remind(store, before(days=1))
    assert reminders(store) == []


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


def test_a_reminder_that_was_due_is_not_said_to_who_chose_otherwise_before_the_timer_came(store: Store) -> None:
    hear(store, BOOKED)
    choose(store, HOUR, now=before(hours=23))
    assert due(store) == [before(days=1)]
    remind(store, before(hours=23))
    assert (due(store), reminders(store)) == ([before(hours=1)], [])


def test_what_is_heard_of_after_the_time_of_its_reminder_is_reminded_of_at_the_next(store: Store) -> None:
    choose(store, DAY, HOUR)
    hear(store, BOOKED, now=before(hours=20))
    remind(store, before(hours=20))
    assert reminders(store) == []
    remind(store, before(hours=1))
    assert reminders(store) == [cause("b-1", HOUR)]


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
