"""The calendar along a booking's life: it hears REQUEST before CANCEL, and CANCEL only of what it was asked."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest

from chassis.database import Store
from chassis.envelope import Envelope
from services.notifications import commands, mail, reactions, schemas
from services.notifications.domain import Kind, Outcome, Status
from tests.notifications import given

HEARS = {
    "booking.held": reactions.on_booking_held,
    "booking.requested": reactions.on_booking_requested,
    "booking.confirmed": reactions.on_booking_confirmed,
    "booking.moved": reactions.on_booking_moved,
    "booking.cancelled": reactions.on_booking_cancelled,
    "booking.denied": reactions.on_booking_denied,
    "booking.lapsed": reactions.on_booking_lapsed,
    "booking.missed": reactions.on_booking_missed,
}
NOTHING = "no entry"


def entries(store: Store, *events: Envelope, outcome: Status = Status.SENT) -> list[str]:
    """The methods of the entries that go out when each event is told before the next is heard."""
    found = []
    for event, minutes in zip(events, count()):
        now = given.NOW + timedelta(minutes=minutes)
        with store.transaction() as session:
            HEARS[event.name](session, event, now, home=given.HOME)
            (due,) = commands.claim(session, timedelta(seconds=30), 5, given.HOME, now)
            letter = mail.compose(due.notice, schemas.told(due.notice), given.contact(), given.LETTERHEAD, now)
            commands.settle(session, due, Outcome(outcome, "smtp_550"), given.HOME, now)
        methods = [part.get_param("method") for part in letter.walk() if part.get_content_type() == "text/calendar"]
        found += methods or [NOTHING]
    return [str(method) for method in found]


def test_a_request_is_in_the_calendar_when_the_city_has_said_yes_and_not_before(store: Store) -> None:
    events = given.event(Kind.BOOKING_REQUESTED), given.event(Kind.BOOKING_CONFIRMED, 1), given.cancelled(2)
    assert entries(store, *events) == [NOTHING, "REQUEST", "CANCEL"]


@pytest.mark.parametrize("end", [Kind.BOOKING_DENIED, Kind.BOOKING_LAPSED, Kind.BOOKING_CANCELLED])
def test_a_request_that_comes_to_nothing_changes_no_calendar(store: Store, end: Kind) -> None:
    events = given.event(Kind.BOOKING_REQUESTED), given.event(Kind.REQUEST_MOVED, 1), given.event(end, 2)
    assert entries(store, *events) == [NOTHING] * 3


@pytest.mark.parametrize("end", [Kind.BOOKING_DENIED, Kind.BOOKING_LAPSED, Kind.BOOKING_CANCELLED])
def test_what_stood_and_is_asked_for_anew_leaves_the_calendar_when_it_comes_to_nothing(store: Store, end: Kind) -> None:
    events = given.event(Kind.BOOKING_CONFIRMED), given.event(Kind.REQUEST_MOVED, 1), given.event(end, 2)
    assert entries(store, *events) == ["REQUEST", "REQUEST", "CANCEL"]


def test_a_missed_booking_leaves_the_calendar(store: Store) -> None:
    events = given.event(Kind.BOOKING_CONFIRMED), given.event(Kind.BOOKING_MISSED, 1)
    assert entries(store, *events) == ["REQUEST", "CANCEL"]


def test_an_entry_that_never_went_out_is_not_cancelled(store: Store) -> None:
    assert entries(store, given.confirmed(), outcome=Status.FAILED) == ["REQUEST"]
    assert entries(store, given.cancelled()) == [NOTHING]


def test_an_offer_is_no_entry_until_it_is_confirmed(store: Store) -> None:
    events = given.event(Kind.BOOKING_OFFERED), given.event(Kind.BOOKING_CONFIRMED, 1)
    assert entries(store, *events) == [NOTHING, "REQUEST"]
