"""The rules of sending: once, not too late, with growing pauses, not for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifications import domain
from services.notifications.domain import GIVES_UP_AFTER, PAUSES, Channel, Kind, Status, is_refused
from tests.notifications import given


def test_the_same_cause_gives_the_same_notice() -> None:
    first = domain.notice_id("m-1", Kind.BOOKING_CONFIRMED, "b-1/0")
    assert first == domain.notice_id("m-1", Kind.BOOKING_CONFIRMED, "b-1/0")
    others = {
        domain.notice_id("m-2", Kind.BOOKING_CONFIRMED, "b-1/0"),
        domain.notice_id("m-1", Kind.BOOKING_CANCELLED, "b-1/0"),
        domain.notice_id("m-1", Kind.BOOKING_CONFIRMED, "b-2/0"),
        domain.notice_id("m-1", Kind.BOOKING_CONFIRMED, "b-1/1"),
    }
    assert len(others - {first}) == 4


@pytest.mark.parametrize(
    "kind", [kind for kind in Kind if not (kind.is_of_account or kind.is_of_series or kind.is_last)]
)
def test_what_something_was_is_not_sent_once_more_was_heard_of_it(kind: Kind) -> None:
    notice = given.notice(kind, sequence=1)
    assert domain.reason_to_drop(notice, 1, given.NOW) is None
    assert domain.reason_to_drop(notice, 2, given.NOW) == "overtaken"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_last])
def test_how_something_ended_is_sent_even_if_more_was_heard_since(kind: Kind) -> None:
    assert domain.reason_to_drop(given.notice(kind), 5, given.NOW) is None


@pytest.mark.parametrize("kind", Kind)
def test_a_notice_is_dropped_when_its_time_is_over(kind: Kind) -> None:
    notice = given.notice(kind, not_after=given.NOW)
    assert domain.reason_to_drop(notice, None, given.NOW - timedelta(microseconds=1)) is None
    assert domain.reason_to_drop(notice, None, given.NOW) == "too_late"


def test_the_pauses_grow_and_end_after_48_hours() -> None:
    due, now, pauses = given.delivery(Kind.CONFIRMATION), given.NOW, []
    while (outcome := domain.in_vain(due, "smtp_451", now)).next_attempt_at:
        assert outcome.status is Status.QUEUED
        pauses.append(outcome.next_attempt_at - now)
        now, due = outcome.next_attempt_at, replace(due, attempts=due.attempts + 1)
    assert tuple(pauses[: len(PAUSES)]) == PAUSES == tuple(sorted(PAUSES))
    assert set(pauses[len(PAUSES) :]) == {PAUSES[-1]}
    assert given.NOW + GIVES_UP_AFTER - PAUSES[-1] <= now < given.NOW + GIVES_UP_AFTER
    assert (outcome.status, outcome.reason) == (Status.FAILED, "smtp_451")


@pytest.mark.parametrize("kind", Kind)
def test_at_an_address_that_refused_letters_nothing_is_tried_but_what_is_required(kind: Kind) -> None:
    assert is_refused(kind, Channel.MAIL, is_marked=True) is not kind.is_required
    assert not is_refused(kind, Channel.MAIL, is_marked=False)
    assert not is_refused(kind, Channel.SMS, is_marked=True)
