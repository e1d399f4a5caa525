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


@pytest.mark.parametrize(
    ("event", "facts", "kind"),
    [
        ("registration.requested", {"status": "requested"}, Kind.REGISTRATION_REQUESTED),
        ("registration.confirmed", {}, Kind.REGISTRATION_CONFIRMED),
        ("registration.queued", {"status": "waiting"}, Kind.REGISTRATION_QUEUED),
        ("registration.offered", {"status": "offered"}, Kind.REGISTRATION_OFFERED),
        ("registration.changed", {"what": "rescheduled"}, Kind.REGISTRATION_CHANGED),
        ("registration.changed", {"what": "moved_online"}, Kind.REGISTRATION_CHANGED),
        ("registration.changed", {"what": "seats"}, Kind.REGISTRATION_CHANGED),
        ("registration.changed", {"what": "seats", "occurrence_status": "postponed"}, Kind.REGISTRATION_POSTPONED),
        ("registration.changed", {"what": "answered"}, None),
        ("registration.cancelled", {"reason": "member"}, Kind.REGISTRATION_CANCELLED),
        ("registration.cancelled", {"reason": "offer_refused"}, Kind.REGISTRATION_CANCELLED),
        ("registration.cancelled", {"reason": "erased"}, None),
        ("registration.declined", {}, Kind.REGISTRATION_DECLINED),
        ("registration.lapsed", {}, Kind.REGISTRATION_LAPSED),
        ("registration.checked_in", {}, None),
        ("registration.missed", {}, None),
    ],
)
def test_an_event_of_a_registration_is_told_as_what_it_means(
    event: str, facts: dict[str, Any], kind: Kind | None
) -> None:
    assert domain.registration_kind_of(event, given.registration(**facts)) is kind


@pytest.mark.parametrize("what", ["rescheduled", "moved_online", "postponed", "seats"])
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("waiting", Kind.REGISTRATION_QUEUED),  # contao-event-registration 44: never the ordinary confirmation
        ("offered", Kind.REGISTRATION_OFFERED),
        ("requested", Kind.REGISTRATION_REQUESTED),
    ],
)
def test_what_changes_for_who_has_no_seat_is_told_anew_as_what_it_still_is(what: str, status: str, kind: Kind) -> None:
    occurrence_status = "scheduled" if what == "seats" else what
    changed = given.registration(what=what, status=status, occurrence_status=occurrence_status)
    assert domain.registration_kind_of("registration.changed", changed) is kind


def not_after(kind: Kind, **facts: Any) -> str:
    return domain.registration_not_after(kind, given.registration(**facts), given.NOW).isoformat()


def test_an_offer_of_seats_is_told_until_it_lapses_and_never_after_the_start() -> None:
    for kind in (Kind.REGISTRATION_OFFERED, Kind.REGISTRATION_REQUESTED):
        assert not_after(kind, lapses_at=given.LAPSES_AT) == given.LAPSES_AT
        assert not_after(kind, lapses_at="2026-12-31T09:00:00Z") == given.REGISTRATION["starts_at"]
        assert not_after(kind) == given.REGISTRATION["starts_at"]


def test_a_seat_or_a_place_in_the_list_is_told_until_the_start_and_a_change_until_the_end() -> None:
    for kind in (Kind.REGISTRATION_CONFIRMED, Kind.REGISTRATION_QUEUED):
        assert not_after(kind) == given.REGISTRATION["starts_at"]
    assert not_after(Kind.REGISTRATION_CHANGED) == given.REGISTRATION["ends_at"]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_of_registration and kind.withdraws])
def test_an_end_is_told_even_when_the_date_of_before_is_over(kind: Kind) -> None:
    over = {"starts_at": "2026-11-20T06:00:00Z", "ends_at": "2026-11-20T07:00:00Z"}
    assert not_after(kind, **over) == (given.NOW + timedelta(days=2)).isoformat()
    assert not_after(kind) == given.REGISTRATION["ends_at"]


def test_what_has_no_date_is_told_for_two_days() -> None:
    over = {"starts_at": "2026-11-20T06:00:00Z", "ends_at": "2026-11-20T07:00:00Z", "occurrence_status": "postponed"}
    for kind in (Kind.REGISTRATION_CONFIRMED, Kind.REGISTRATION_QUEUED, Kind.REGISTRATION_OFFERED):
        assert not_after(kind, **over) == (given.NOW + timedelta(days=2)).isoformat()
