"""What a registration is at an instant, and what may become of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Conflict
from services.bookings.domain.activities import Seats, Terms, standing
from tests.bookings.activities.programme import EVENING, activity, occurrence
from tests.bookings.activities.test_telling import registration
from tests.bookings.world import NOW

SEATS = Seats(occurrence(), activity())
INSTANT = timedelta.resolution


@pytest.mark.parametrize(("status", "reason"), [("offered", "offer_lapsed"), ("requested", "unanswered")])
def test_what_lapses_has_ended_at_its_instant_whenever_it_is_read(status: str, reason: str) -> None:
    held = registration(status, lapses_at=NOW)
    assert standing.as_of(held, SEATS, NOW - INSTANT) is held
    for later in (NOW, NOW + timedelta(days=9)):
        ended = standing.as_of(held, SEATS, later)
        assert (ended.status, ended.end_reason, ended.ended_at, ended.lapses_at) == ("lapsed", reason, NOW, None)


def test_who_waits_does_so_until_the_close() -> None:
    waits = registration("waiting")
    assert standing.as_of(waits, SEATS, EVENING.starts_at - INSTANT) is waits
    over = standing.as_of(waits, SEATS, EVENING.ends_at)
    assert (over.status, over.end_reason, over.ended_at) == ("over", "closed", EVENING.starts_at)


def test_who_has_a_seat_keeps_it_whatever_the_time() -> None:
    has = registration("confirmed")
    assert standing.as_of(has, SEATS, EVENING.ends_at) is has


def test_an_offer_lasts_some_hours_and_ends_with_the_registration() -> None:
    seats = Seats(occurrence(), activity(terms=Terms(offer_hours=2, closes_minutes=60)))
    assert standing.offer(registration("waiting"), seats, NOW).lapses_at == NOW + timedelta(hours=2)
    close = EVENING.starts_at - timedelta(hours=1)
    assert standing.offer(registration("waiting"), seats, close - INSTANT).lapses_at == close
    with pytest.raises(Conflict, match="registration_closed"):
        standing.offer(registration("waiting"), seats, close)


def test_a_registration_of_the_postponed_is_cancelled_whenever_one_likes() -> None:
    seats = replace(SEATS, occurrence=occurrence(status="postponed"))
    assert standing.cancel(registration("confirmed"), seats, "member", EVENING.ends_at).status == "cancelled"


@pytest.mark.parametrize("status", ["cancelled", "declined", "lapsed", "over"])
def test_what_has_ended_stays_as_it_is(status: str) -> None:
    ended = registration(status)
    assert standing.cancel(ended, SEATS, "member", NOW) is ended
    for change in (standing.accept, standing.offer):
        with pytest.raises(Conflict):
            change(ended, SEATS, NOW)
