"""Sending: ask, write, hand over, note. With a members service and a channel that fail in every way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from chassis import errors, metrics
from chassis.database import Store
from chassis.envelope import Envelope
from services.notifications import commands, reactions
from services.notifications.channels import Route
from services.notifications.domain import (
    PACED,
    PAUSES,
    Channel,
    Deferred,
    Delivery,
    Kind,
    Outcome,
    OutOfOrder,
    Pace,
    Question,
    Undeliverable,
)
from services.notifications.queries import Depth
from services.notifications.sending import AT_ONCE, HELD_FOR, Sender, measure
from services.notifications.tables import deliveries, metadata
from tests.notifications import given


@dataclass
class Members:
    """The members service: tells Zoé's contact, or raises `trouble` while it is set."""

    trouble: Exception | None = None
    contact: dict[str, Any] = field(default_factory=lambda: dict(given.ZOE))
    phone: str | None = None
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def __call__(self, question: Question) -> dict[str, Any]:
        self.asked.append(question.named)
        if self.trouble:
            raise self.trouble
        if question.channel is Channel.SMS and self.phone is None:
            raise errors.Conflict("no_phone")
        if question.channel is Channel.SMS:
            return {"phone": self.phone, "language": "fr", "signs_in": False}
        if not self.contact:
            raise errors.Conflict("no_address")
        return {**self.contact, **({"link_token": "s3cret"} if question.purpose == "confirmation" else {})}


@dataclass
class Desk:
    """A sender with everything it needs."""

    store: Store
    members: Members = field(default_factory=Members)
    letterbox: given.Letterbox = field(default_factory=given.Letterbox)
    more_channels: dict[Channel, Route] = field(default_factory=dict)
    clock: given.Clock = field(default_factory=given.Clock)
    pace: Pace | None = None

    def send(self) -> int:
        return Sender(
            service="notifications_roubaix",
            letterhead=given.LETTERHEAD,
            claim=self.claim,
            settle=self.settle,
            ask=self.members,
            leave_url=lambda notice: given.leave_url(notice.kind),
            channels={Channel.MAIL: self.letterbox, **self.more_channels},
            clock=self.clock,
            pace=self.pace,
        ).send_due()

    def claim(self) -> list[Delivery]:
        with self.store.transaction() as session:
            return commands.claim(session, HELD_FOR, AT_ONCE, "roubaix", self.clock())

    def settle(self, notice: Delivery, outcome: Outcome) -> bool:
        with self.store.transaction() as session:
            return commands.settle(session, notice, outcome, "roubaix", self.clock())

    def hear(self, reaction: Callable[..., None], envelope: Envelope) -> None:
        with self.store.transaction() as session:
            reaction(session, envelope, self.clock(), home=given.HOME)

    def state(self) -> list[tuple[str, str | None]]:
        with self.store.reading() as session:
            found = session.execute(select(deliveries.c.status, deliveries.c.reason).order_by(deliveries.c.number))
            return [(row.status, row.reason) for row in found]


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def test_what_was_heard_is_sent_once(desk: Desk) -> None:
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    assert (desk.send(), desk.send()) == (1, 0)
    assert desk.letterbox.subjects() == ["Réservé : Salle du canal, le 23 novembre à 10:00"]
    assert desk.members.asked == [("m-1", "booking")]
    assert desk.state() == [("sent", None)]


def test_the_letter_carries_the_trace_of_the_request(desk: Desk) -> None:
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    assert desk.letterbox.letters[0]["X-Traceparent"] == given.TRACE
    with desk.store.reading() as session:
        body = session.execute(text("SELECT body FROM outbox")).scalar_one()
    assert given.TRACE.split("-")[1] in body


def test_a_member_gets_the_letters_in_order(desk: Desk) -> None:
    desk.hear(reactions.on_member_registered, given.registered())
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.hear(reactions.on_booking_confirmed, given.confirmed(booking_id="b-2", space_name="Atelier bois"))
    desk.send()
    assert [subject.split()[0] for subject in desk.letterbox.subjects()] == ["Confirmez", "Réservé", "Réservé"]
    assert "Atelier bois" in desk.letterbox.subjects()[2]


def test_a_confirmation_that_comes_after_its_cancellation_is_never_sent(desk: Desk) -> None:
    desk.hear(reactions.on_booking_cancelled, given.cancelled())
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    assert [subject.split()[0] for subject in desk.letterbox.subjects()] == ["Annulé"]


def test_a_confirmation_that_waited_until_its_cancellation_is_dropped(desk: Desk) -> None:
    desk.members.trouble = errors.Unavailable("service_unavailable")
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    desk.hear(reactions.on_booking_cancelled, given.cancelled())
    desk.members.trouble = None
    desk.clock.pass_by(minutes=5)
    desk.send()
    assert [subject.split()[0] for subject in desk.letterbox.subjects()] == ["Annulé"]


def test_a_letter_that_is_too_late_is_dropped(desk: Desk) -> None:
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.clock.pass_by(days=3, hours=3)  # the booking is over
    desk.send()
    assert desk.state() == [("dropped", "too_late")]


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (errors.Unavailable("service_unavailable"), "service_unavailable"),
        (errors.Unavailable("broker_unavailable"), "broker_unavailable"),
        (errors.TooMany("too_many"), "too_many"),
        (errors.RemoteFailure("KeyError"), "members_failed"),
        (ZeroDivisionError(given.EMAIL), "internal_error"),
    ],
    ids=str,
)
def test_without_the_members_service_a_notice_waits_and_nothing_is_lost(
    desk: Desk, trouble: Exception, reason: str
) -> None:
    desk.members.trouble = trouble
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    for pause in PAUSES[:4]:
        assert desk.send() == 1
        assert desk.send() == 0
        assert desk.state() == [("queued", reason)]
        desk.clock.at += pause
    desk.members.trouble = None
    assert desk.send() == 1
    assert desk.state() == [("sent", None)]


def test_after_48_hours_in_vain_a_notice_has_failed(desk: Desk) -> None:
    desk.letterbox.trouble = Deferred("smtp_451")
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    for _ in range(60):
        desk.send()
        desk.clock.pass_by(hours=1)
    assert desk.state() == [("failed", "smtp_451")]


@pytest.mark.parametrize("gone", [errors.NotFound("member_not_found"), errors.Conflict("already_confirmed")], ids=str)
def test_nothing_is_sent_to_who_needs_no_letter_any_more(desk: Desk, gone: errors.ServiceError) -> None:
    desk.members.trouble = gone
    desk.hear(reactions.on_member_registered, given.registered())
    desk.send()
    assert desk.state() == [("dropped", gone.code)]


def test_what_the_mail_server_refuses_for_good_has_failed_and_the_next_goes_out(desk: Desk) -> None:
    desk.letterbox.trouble = Undeliverable("smtp_550")
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    desk.letterbox.trouble = None
    desk.hear(reactions.on_booking_cancelled, given.cancelled())
    desk.send()
    assert desk.state() == [("failed", "smtp_550"), ("sent", None)]


@pytest.mark.parametrize(
    "email", ["", "nobody", "a b@example.org", "zoé@example.org", "zoe@example.org\r\nBcc: all@example.org"]
)
def test_an_address_that_is_none_fails_its_own_letter_only(desk: Desk, email: str) -> None:
    desk.members.contact["email"] = email
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    assert desk.state() == [("failed", "address_invalid")]
    assert desk.letterbox.letters == []


def test_a_crash_between_sending_and_commit_sends_the_same_letter_again(desk: Desk) -> None:
    class Crash(BaseException):
        """The process ends."""

    class CrashingLetterbox(given.Letterbox):
        def send(self, letter: Any, notice_id: str) -> None:
            super().send(letter, notice_id)
            if len(self.letters) == 1:
                raise Crash

    desk.letterbox = CrashingLetterbox()
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    with pytest.raises(Crash):
        desk.send()
    assert desk.send() == 0
    desk.clock.at += HELD_FOR
    assert desk.send() == 1
    first, again = desk.letterbox.letters
    assert first["Message-ID"] == again["Message-ID"]


def test_who_is_too_slow_leaves_the_rest_for_the_next_round(desk: Desk) -> None:
    class SlowLetterbox(given.Letterbox):
        def send(self, letter: Any, notice_id: str) -> None:
            super().send(letter, notice_id)
            desk.clock.pass_by(seconds=20)

    desk.letterbox = SlowLetterbox()
    for number in range(6):
        desk.hear(reactions.on_booking_confirmed, given.confirmed(booking_id=f"b-{number}", member_id=f"m-{number}"))
    assert desk.send() == 2
    desk.clock.at += HELD_FOR
    desk.send()
    desk.clock.at += HELD_FOR
    desk.send()
    assert len(set(desk.letterbox.subjects())) == 1
    assert len({letter["Message-ID"] for letter in desk.letterbox.letters}) == len(desk.letterbox.letters) == 6


def hear_of_members(desk: Desk, count: int) -> None:
    """A booking of each of so many members."""
    for number in range(count):
        desk.hear(reactions.on_booking_confirmed, given.confirmed(booking_id=f"b-{number}", member_id=f"m-{number}"))


def test_when_the_way_is_out_of_order_the_turn_is_put_off_and_nobody_is_asked_for_an_address(desk: Desk) -> None:
    desk.letterbox.trouble = OutOfOrder("smtp_timeout")
    hear_of_members(desk, AT_ONCE + 3)
    assert desk.send() == AT_ONCE + 3
    assert desk.members.asked == [("m-0", "booking")]
    assert desk.state() == [("queued", "smtp_timeout")] * (AT_ONCE + 3)
    desk.letterbox.trouble = None
    desk.clock.at += PAUSES[0]
    assert desk.send() == AT_ONCE + 3
    assert len(desk.letterbox.letters) == AT_ONCE + 3


def test_a_letter_ahead_of_the_pace_of_its_domain_goes_at_the_instant_that_it_was_given(desk: Desk) -> None:
    desk.pace = Pace(60, burst=2)
    hear_of_members(desk, 5)
    assert desk.send() == 5
    assert desk.state() == [("sent", None)] * 2 + [("queued", PACED)] * 3
    for sent in (3, 4, 5):
        desk.clock.pass_by(seconds=1)
        desk.send()
        assert len(desk.letterbox.letters) == sent
    with desk.store.reading() as session:
        assert session.scalars(select(deliveries.c.attempts)).all() == [0] * 5


def test_what_somebody_waits_for_goes_ahead_of_the_pace(desk: Desk) -> None:
    desk.pace = Pace(60, burst=1)
    hear_of_members(desk, 3)
    desk.hear(reactions.on_member_registered, given.registered())
    desk.send()
    assert [status for status, _ in desk.state()] == ["sent", "queued", "queued", "sent"]


def test_what_is_ahead_of_the_pace_goes_in_order_to_each_member(desk: Desk) -> None:
    desk.pace = Pace(60, burst=1)
    hear_of_members(desk, 1)
    for sequence, space in ((1, "Atelier bois"), (2, "Grand salon")):
        moved = given.event(Kind.BOOKING_MOVED, sequence, space_name=space, booking_id=f"c-{sequence}", member_id="m-0")
        desk.hear(reactions.on_booking_moved, moved)
    for _ in range(4):
        desk.send()
        desk.clock.pass_by(seconds=2)
    said = [subject.partition(":")[2].partition(",")[0].strip() for subject in desk.letterbox.subjects()]
    assert said == ["Salle du canal", "Atelier bois", "Grand salon"]


def test_an_event_that_is_heard_again_later_sends_nothing_more(desk: Desk) -> None:
    for _ in range(2):
        desk.hear(reactions.on_booking_confirmed, given.confirmed())
        desk.send()
        desk.clock.pass_by(hours=1)
    assert len(desk.letterbox.letters) == 1


def test_no_name_and_no_address_is_in_the_database(desk: Desk) -> None:
    desk.hear(reactions.on_member_registered, given.registered())
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    desk.letterbox.trouble = Undeliverable("smtp_550")
    desk.hear(reactions.on_booking_cancelled, given.cancelled())
    desk.send()
    assert len(desk.letterbox.letters) == 2
    with desk.store.reading() as session:
        rows = [tuple(row) for table in metadata.sorted_tables for row in session.execute(select(table))]
    assert len(rows) > 3
    for planted in (given.EMAIL, given.NAME, "Planté", "s3cret"):
        assert planted not in repr(rows)


@pytest.mark.parametrize(
    ("trouble", "outcome", "reason"),
    [
        (None, "sent", "none"),
        (Deferred("smtp_451"), "deferred", "mail_server_later"),
        (Deferred("smtp_timeout"), "deferred", "mail_server_away"),
        (Undeliverable("smtp_550"), "failed", "mail_server_refused"),
        (ZeroDivisionError(given.EMAIL), "deferred", "bug"),
    ],
    ids=str,
)
def test_the_operator_sees_what_became_of_notices_and_why(
    desk: Desk, trouble: Exception | None, outcome: str, reason: str
) -> None:
    counted = metrics.notices.labels("notifications_roubaix", "booking_confirmed", "mail", outcome, reason)
    before = counted._value.get()
    desk.letterbox.trouble = trouble
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    assert counted._value.get() == before + 1


def test_the_operator_sees_how_much_waits_and_for_how_long() -> None:
    def seen(metric: Any) -> float:
        return float(metric.labels("notifications_lille", "mail")._value.get())

    waits_since = given.NOW - timedelta(minutes=7)
    measure("notifications_lille", {Channel.MAIL: Depth(3, waits_since)}, given.NOW)
    assert (seen(metrics.notices_queued), seen(metrics.notices_oldest_seconds)) == (3, 420)
    measure("notifications_lille", {Channel.MAIL: Depth(0, None)}, given.NOW)
    assert (seen(metrics.notices_queued), seen(metrics.notices_oldest_seconds)) == (0, 0)


def test_an_address_that_refused_letters_gets_what_is_required_alone(desk: Desk) -> None:
    desk.members.contact["is_marked"] = True
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.hear(reactions.on_member_password_changed, given.registered("member.password_changed"))
    desk.send()
    assert desk.state() == [("dropped", "address_refused"), ("sent", None)]
    assert len(desk.letterbox.letters) == 1


def test_what_an_address_refuses_that_nobody_has_is_said_by_sms(desk: Desk) -> None:
    telephone = given.Letterbox()
    desk.more_channels, desk.members.phone = {Channel.SMS: telephone}, "+33199001200"
    desk.letterbox.trouble = Undeliverable("smtp_550")
    desk.hear(reactions.on_booking_cancelled, given.cancelled())
    assert desk.send() == 2
    assert desk.state() == [("failed", "smtp_550"), ("sent", None)]
    assert len(telephone.letters) == 1
