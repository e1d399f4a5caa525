"""What of a life is told: not what a member did and sees, one letter for a series, nothing that is of no use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.notifications import domain, schemas
from services.notifications.domain import Kind, Past
from tests.notifications import given

NEW, KNOWN, TOLD = Past(), Past(is_known=True), Past(is_known=True, is_told=True)
IN_SERIES = {"series_id": "r-1"}


@pytest.mark.parametrize(
    ("event", "facts", "past", "kind"),
    [
        ("booking.held", {}, NEW, None),
        ("booking.held", {"offered": True}, NEW, Kind.BOOKING_OFFERED),
        ("booking.held", {"replaces_id": "b-0"}, NEW, Kind.BOOKING_PROPOSED),
        ("booking.requested", {}, NEW, Kind.BOOKING_REQUESTED),
        ("booking.requested", IN_SERIES, NEW, None),
        ("booking.confirmed", {}, KNOWN, Kind.BOOKING_CONFIRMED),
        ("booking.confirmed", IN_SERIES, NEW, None),
        ("booking.confirmed", IN_SERIES, KNOWN, Kind.BOOKING_CONFIRMED),
        ("booking.confirmed", IN_SERIES, TOLD, Kind.BOOKING_CONFIRMED),
        ("booking.moved", {"status": "confirmed"}, TOLD, Kind.BOOKING_MOVED),
        ("booking.moved", {"status": "requested"}, TOLD, Kind.REQUEST_MOVED),
        ("booking.moved", {"status": "held"}, TOLD, None),
        ("booking.moved", {"status": "confirmed", "in_series": True}, KNOWN, None),
        ("booking.moved", {"status": "confirmed", "in_series": True}, TOLD, Kind.BOOKING_MOVED),
        ("booking.cancelled", {"reason": "member"}, TOLD, Kind.BOOKING_CANCELLED),
        ("booking.cancelled", {"reason": "member"}, NEW, Kind.BOOKING_CANCELLED),
        ("booking.cancelled", {"reason": "member"}, KNOWN, None),
        ("booking.cancelled", {"reason": "erased"}, TOLD, None),
        ("booking.cancelled", {"reason": "erased"}, NEW, None),
        ("booking.cancelled", {"reason": "closure", **IN_SERIES}, KNOWN, Kind.BOOKING_CANCELLED),
        ("booking.cancelled", {"reason": "series", **IN_SERIES}, KNOWN, None),
        ("booking.cancelled", {"reason": "series", **IN_SERIES}, TOLD, Kind.BOOKING_CANCELLED),
        ("booking.denied", {}, TOLD, Kind.BOOKING_DENIED),
        ("booking.lapsed", {"reason": "requested"}, NEW, Kind.BOOKING_LAPSED),
        ("booking.lapsed", {"reason": "held"}, KNOWN, None),
        ("booking.lapsed", {"reason": "held"}, TOLD, Kind.BOOKING_LAPSED),
        ("booking.missed", {}, TOLD, Kind.BOOKING_MISSED),
        ("booking.checked_in", {}, TOLD, None),
    ],
)
def test_an_event_is_told_as_what_it_means_to_the_member(
    event: str, facts: dict[str, Any], past: Past, kind: Kind | None
) -> None:
    assert domain.kind_of(event, given.booking(**facts), past) is kind


@pytest.mark.parametrize("kind", [Kind.BOOKING_OFFERED, Kind.BOOKING_PROPOSED, Kind.BOOKING_REQUESTED])
def test_what_waits_is_told_until_it_lapses_and_never_after_the_start(kind: Kind) -> None:
    booking = given.booking(lapses_at=given.LAPSES_AT)
    assert domain.not_after(kind, booking) == booking.lapses_at
    late = given.booking(lapses_at="2026-12-31T09:00:00Z")
    assert domain.not_after(kind, late) == domain.not_after(kind, given.booking()) == late.starts_at


def test_what_stands_is_told_until_it_is_over_and_a_move_until_both_periods_are() -> None:
    booking, longer = given.booking(), given.booking(previous_ends_at="2026-12-31T09:00:00Z")
    assert domain.not_after(Kind.BOOKING_CONFIRMED, booking) == booking.ends_at
    assert domain.not_after(Kind.BOOKING_MOVED, longer) == longer.previous_ends_at


def test_a_missed_booking_is_told_for_a_day_more() -> None:
    booking = given.booking()
    assert domain.not_after(Kind.BOOKING_MISSED, booking) == booking.ends_at + timedelta(days=1)


def test_a_series_is_told_until_its_last_booking_starts() -> None:
    series = schemas.series(given.SERIES)
    assert domain.series_not_after(series) == series.last_starts_at
