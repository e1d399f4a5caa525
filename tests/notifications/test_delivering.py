"""The queue: oldest first, one at a time for a member, each in one hand."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.tables import outbox
from services.notifications import commands, queries
from services.notifications.domain import Channel, Delivery, Kind, Outcome, Status
from services.notifications.tables import deliveries, habits, notices
from tests.notifications import given

HELD_FOR = timedelta(minutes=1)


def queue(store: Store, subject: str, member: str = "m-1", kind: Kind = Kind.BOOKING_CONFIRMED) -> None:
    cause = Envelope(subject, "/hub/bookings", "booking.confirmed", subject, 0, given.NOW, {}, "roubaix")
    with store.transaction() as session:
        commands.queue(session, kind, member, cause, {}, given.NOW + timedelta(days=1), given.HOME, given.NOW)


def claim(store: Store, now: datetime = given.NOW, most: int = 20) -> list[Delivery]:
    with store.transaction() as session:
        return commands.claim(session, HELD_FOR, most, given.HOME, now)


def settle(store: Store, notice: Delivery, outcome: Outcome, now: datetime = given.NOW) -> bool:
    with store.transaction() as session:
        return commands.settle(session, notice, outcome, given.HOME, now)


def subjects(claimed: list[Delivery]) -> list[str]:
    return [due.notice.subject for due in claimed]


def said(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        bodies = [json.loads(body) for body in session.scalars(select(outbox.c.body).order_by(outbox.c.id))]
    return [(body["type"], body["data"].get("reason", "")) for body in bodies]


def test_the_oldest_goes_first_and_no_more_than_asked(store: Store) -> None:
    for number in range(5):
        queue(store, f"b-{number}", member=f"m-{number}")
    assert subjects(claim(store, most=3)) == ["b-0", "b-1", "b-2"]
    assert subjects(claim(store, most=3)) == ["b-3", "b-4"]


def test_a_claimed_notice_is_in_one_hand_only(store: Store) -> None:
    queue(store, "b-1")
    assert subjects(claim(store)) == ["b-1"]
    assert claim(store) == []


def test_two_senders_at_once_never_get_the_same_notice(store: Store) -> None:
    for number in range(10):
        queue(store, f"b-{number}", member=f"m-{number}")
    if store.engine.dialect.name == "sqlite":
        claimed = claim(store, most=5) + claim(store, most=10)  # writers wait for their turn there
    else:
        with store.transaction() as one, store.transaction() as other:
            claimed = [
                *commands.claim(one, HELD_FOR, 5, given.HOME, given.NOW),
                *commands.claim(other, HELD_FOR, 10, given.HOME, given.NOW),
            ]
    assert sorted(subjects(claimed)) == [f"b-{number}" for number in range(10)]


def test_after_a_crash_a_notice_is_due_again(store: Store) -> None:
    queue(store, "b-1")
    claim(store)
    assert claim(store, given.NOW + HELD_FOR - timedelta(seconds=1)) == []
    assert subjects(claim(store, given.NOW + HELD_FOR)) == ["b-1"]


def test_who_held_a_notice_for_too_long_has_no_say_any_more(store: Store) -> None:
    queue(store, "b-1")
    (slow,) = claim(store)
    (quick,) = claim(store, given.NOW + HELD_FOR)
    assert not settle(store, slow, Outcome(Status.FAILED, "smtp_550"))
    assert settle(store, quick, Outcome(Status.SENT))
    assert said(store) == [("fr.champlibre.notice.sent.v1", "")]


def test_a_member_gets_the_next_notice_when_the_one_before_is_settled(store: Store) -> None:
    queue(store, "b-1")
    queue(store, "b-2")
    queue(store, "b-3", member="m-2")
    first, other = claim(store)
    assert subjects([first, other]) == ["b-1", "b-3"]
    later = given.NOW + timedelta(seconds=30)
    assert settle(store, first, Outcome(Status.QUEUED, "smtp_451", later))
    assert claim(store) == []
    (first,) = claim(store, later)
    assert (first.notice.subject, first.attempts) == ("b-1", 1)
    assert settle(store, first, Outcome(Status.SENT), later)
    assert subjects(claim(store, later)) == ["b-2"]


def test_what_is_said_by_sms_instead_waits_for_the_morning_unless_its_member_chose_otherwise(store: Store) -> None:
    night = given.NOW.replace(hour=22, minute=0)  # 23:00 in Paris
    morning = night + timedelta(hours=9)
    with store.transaction() as session:
        early = {"member_id": "m-2", "quiet_since": "01:00", "quiet_until": "05:00", "reminders": []}
        session.execute(insert(habits).values(early))
    for number in (1, 2):
        queue(store, f"b-{number}", member=f"m-{number}")
    for due in claim(store, night):
        assert settle(store, due, Outcome(Status.DROPPED, "no_address", instead=Channel.SMS), night)
    (at_once,) = claim(store, night)
    assert (at_once.notice.member_id, at_once.channel) == ("m-2", Channel.SMS)
    assert settle(store, at_once, Outcome(Status.SENT), night)
    assert claim(store, morning - timedelta(seconds=1)) == []
    (late,) = claim(store, morning)
    assert (late.notice.member_id, late.channel, late.due_at) == ("m-1", Channel.SMS, morning)


@pytest.mark.parametrize("outcome", [Outcome(Status.FAILED, "smtp_550"), Outcome(Status.DROPPED, "member_not_found")])
def test_a_notice_that_never_goes_out_holds_up_no_other(store: Store, outcome: Outcome) -> None:
    queue(store, "b-1")
    queue(store, "b-2")
    (first,) = claim(store)
    assert settle(store, first, outcome)
    assert subjects(claim(store)) == ["b-2"]


def test_a_cancelled_booking_is_not_confirmed_any_more_whatever_came_first(store: Store) -> None:
    with store.transaction() as session:
        commands.hear_of(session, "b-1", 1)
        commands.hear_of(session, "b-1", 0)
    queue(store, "b-1")
    queue(store, "b-2", member="m-2")
    assert subjects(claim(store)) == ["b-2"]
    with store.reading() as session:
        of_it = notices.join(deliveries, deliveries.c.notice_id == notices.c.notice_id)
        found = select(deliveries.c.status, deliveries.c.reason).select_from(of_it)
        row = session.execute(found.where(notices.c.subject == "b-1")).one()
    assert tuple(row) == ("dropped", "overtaken")


def test_a_whole_batch_that_is_too_late_hides_nobody_behind_it(store: Store) -> None:
    for number in range(4):
        queue(store, f"b-{number}", member=f"m-{number}")
    with store.transaction() as session:
        for number in range(3):
            commands.hear_of(session, f"b-{number}", 1)
    assert subjects(claim(store, most=2)) == ["b-3"]


def test_the_others_are_told_what_is_final(store: Store) -> None:
    outcomes = [
        Outcome(Status.SENT),
        Outcome(Status.FAILED, "smtp_550"),
        Outcome(Status.DROPPED, "too_late"),
        Outcome(Status.QUEUED, "smtp_451", given.NOW),
    ]
    for number in range(len(outcomes)):
        queue(store, f"b-{number}", member=f"m-{number}")
    for notice, outcome in zip(claim(store), outcomes, strict=True):
        assert settle(store, notice, outcome)
    assert said(store) == [("fr.champlibre.notice.sent.v1", ""), ("fr.champlibre.notice.failed.v1", "smtp_550")]


def test_the_depth_of_the_queue_is_what_waits(store: Store) -> None:
    with store.reading() as session:
        assert queries.depth(session, given.NOW)[Channel.MAIL] == queries.Depth(0, None)
    queue(store, "b-1")
    queue(store, "b-2")
    with store.reading() as session:
        assert queries.depth(session, given.NOW)[Channel.MAIL] == queries.Depth(2, given.NOW)


def test_it_is_told_why_what_is_due_was_not_sent_yet(store: Store) -> None:
    for number in range(4):
        queue(store, f"b-{number}", member=f"m-{number}")
    for delivery in claim(store, most=3):
        reason = "smtp_timeout" if delivery.notice.subject == "b-0" else "smtp_451"
        settle(store, delivery, Outcome(Status.QUEUED, reason, given.NOW + timedelta(seconds=2)))
    with store.reading() as session:
        told = queries.reasons(session, given.NOW)
        assert queries.reasons(session, given.NOW - timedelta(days=1))[Channel.MAIL] == {}
    assert told[Channel.MAIL] == {"smtp_451": 2, "smtp_timeout": 1, None: 1}
    assert next(iter(told[Channel.MAIL])) == "smtp_451"
    assert told[Channel.SMS] == {}


def test_after_a_standstill_no_transaction_drops_all_and_what_is_of_use_still_goes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.notifications.commands.delivering.ROUNDS", 2)
    for number in range(5):
        queue(store, f"b-{number}", member=f"m-{number}")
    later = given.NOW + timedelta(days=2)
    with store.transaction() as session:
        commands.say(session, given.notice(Kind.RESET, not_after=later + timedelta(hours=1)), given.HOME, later)
    assert [subjects(claim(store, later, most=1)) for _ in range(3)] == [[], [], ["m-1"]]
