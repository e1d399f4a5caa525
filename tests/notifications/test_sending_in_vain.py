"""Sending with a members service and a channel that fail in every way: it waits, has failed, or goes by another way."""

from __future__ import annotations

import pytest

from chassis import errors
from services.notifications import reactions
from services.notifications.domain import (
    PAUSES,
    Channel,
    Deferred,
    OutOfOrder,
    Undeliverable,
)
from services.notifications.sending import AT_ONCE
from tests.notifications import given
from tests.notifications.desk import Desk


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


def test_when_the_way_is_out_of_order_the_turn_is_put_off_and_nobody_is_asked_for_an_address(desk: Desk) -> None:
    desk.letterbox.trouble = OutOfOrder("smtp_timeout")
    desk.hear_of_members(AT_ONCE + 3)
    assert desk.send() == AT_ONCE + 3
    assert desk.members.asked == [("m-0", "booking")]
    assert desk.state() == [("queued", "smtp_timeout")] * (AT_ONCE + 3)
    desk.letterbox.trouble = None
    desk.clock.at += PAUSES[0]
    assert desk.send() == AT_ONCE + 3
    assert len(desk.letterbox.letters) == AT_ONCE + 3


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
