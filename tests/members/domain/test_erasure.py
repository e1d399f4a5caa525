from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chassis.errors import Conflict, Forbidden, Unauthenticated
from services.members import domain
from services.members.domain import Circumstances, Finding, Reason
from tests.members.people import CAMILLE_ID, NOW, active, staff

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BOOKED = domain.HeardBooking(
    "b-1", CAMILLE_ID, "tourcoing", "s-1", NOW, NOW + HOUR, "Europe/Paris", "confirmed", 1250, 0
)


def booked(starts_in: timedelta, status: str = "confirmed") -> domain.HeardBooking:
    return replace(BOOKED, starts_at=NOW + starts_in, ends_at=NOW + starts_in + HOUR, status=status)


def met(member: domain.Member | None = None, **known: object) -> tuple[Finding, ...]:
    return domain.erasure(member or active(), Circumstances(**known), NOW)  # type: ignore[arg-type]


def test_nothing_keeps_back_who_did_nothing() -> None:
    assert met() == ()
    domain.check_erasable(())


@pytest.mark.parametrize(
    ("starts_in", "reason", "keeps_back", "until"),
    [
        (DAY, Reason.BOOKING_TO_COME, False, None),
        (timedelta(), Reason.BOOKING_UNDER_WAY, True, NOW + HOUR + 30 * DAY),
        (-HOUR, Reason.BOOKING_RECENT, True, NOW + 30 * DAY),
        (-29 * DAY, Reason.BOOKING_RECENT, True, NOW + DAY + HOUR),
    ],
)
def test_what_was_used_keeps_back_until_30_days_after_its_end_and_what_is_to_come_is_told(
    starts_in: timedelta, reason: Reason, keeps_back: bool, until: datetime | None
) -> None:
    (finding,) = met(bookings=(booked(starts_in),))
    assert (finding.reason, finding.keeps_back, finding.until, finding.count) == (reason, keeps_back, until, 1)


def registered(starts_in: timedelta, status: str = "confirmed", **more: str) -> domain.HeardRegistration:
    starts_at = NOW + starts_in
    facts = {"occurrence_status": "scheduled"} | more
    return domain.HeardRegistration("r-1", CAMILLE_ID, starts_at, starts_at + HOUR, status, sequence=0, **facts)


@pytest.mark.parametrize(
    ("starts_in", "reason", "keeps_back", "until"),
    [
        (DAY, Reason.REGISTRATION_TO_COME, False, None),
        (timedelta(), Reason.REGISTRATION_UNDER_WAY, True, NOW + HOUR + 30 * DAY),
        (-29 * DAY, Reason.REGISTRATION_RECENT, True, NOW + DAY + HOUR),
    ],
)
def test_a_seat_of_an_activity_counts_as_a_booking_does(
    starts_in: timedelta, reason: Reason, keeps_back: bool, until: datetime | None
) -> None:
    (finding,) = met(registrations=(registered(starts_in),))
    assert (finding.reason, finding.keeps_back, finding.until, finding.count) == (reason, keeps_back, until, 1)


def test_who_only_waited_is_kept_back_by_nothing_and_what_they_wait_for_is_told() -> None:
    stands = ("waiting", "requested", "offered")
    assert met(registrations=tuple(registered(-DAY, status) for status in stands)) == ()
    assert met(registrations=tuple(registered(DAY, status) for status in stands)) == (
        Finding(Reason.REGISTRATION_TO_COME, 3),
    )
    assert met(registrations=(registered(DAY, "cancelled"), registered(DAY, "over"), registered(-31 * DAY))) == ()


def test_what_is_postponed_is_to_come_whatever_its_date_was() -> None:
    assert met(registrations=(registered(-DAY, occurrence_status="postponed"),)) == (
        Finding(Reason.REGISTRATION_TO_COME, 1),
    )


def test_what_was_over_30_days_ago_or_never_took_place_is_in_nobodys_way() -> None:
    assert met(bookings=(booked(-HOUR - 30 * DAY),)) == ()
    assert met(bookings=tuple(booked(-DAY, status) for status in ("cancelled", "denied", "lapsed"))) == ()
    assert [finding.reason for finding in met(bookings=(booked(-DAY, "missed"),))] == [Reason.BOOKING_RECENT]


def test_the_longest_of_several_tells_until_when() -> None:
    (recent,) = met(bookings=(booked(-20 * DAY), booked(-2 * DAY), booked(-10 * DAY)))
    assert (recent.count, recent.until) == (3, NOW + 28 * DAY + HOUR)


def test_the_last_administrator_of_the_city_stays_until_there_is_another() -> None:
    administrator = staff(domain.Role.CITY_ADMINISTRATOR)
    assert [finding.reason for finding in met(administrator)] == [Reason.LAST_ADMINISTRATOR]
    assert met(administrator, other_administrators=1) == ()
    at_a_place = active(roles=(domain.Grant(domain.Role.CITY_ADMINISTRATOR, "champ-libre"),))
    assert met(at_a_place) == ()


def test_who_alone_is_there_for_a_minor_stays_until_the_minor_is_of_age() -> None:
    birthday = datetime(2027, 5, 1, tzinfo=UTC)
    assert met(wards=(date(2009, 5, 1),)) == (Finding(Reason.SOLE_GUARDIAN, 1, birthday),)
    assert met(wards=(date(2009, 5, 1), None)) == (Finding(Reason.SOLE_GUARDIAN, 2, None),)
    assert met(wards=(date(2008, 11, 23),)) == ()


def test_an_application_and_an_organisation_end_with_whom_they_are_of() -> None:
    found = met(open_applications=1, lone_organisations=2)
    assert [(finding.reason, finding.count, finding.keeps_back) for finding in found] == [
        (Reason.APPLICATION_OPEN, 1, False),
        (Reason.SOLE_OF_ORGANISATION, 2, False),
    ]
    domain.check_erasable(found)


def test_a_refusal_says_everything_that_keeps_back_and_nothing_that_does_not() -> None:
    found = met(bookings=(booked(timedelta()), booked(-DAY), booked(DAY)))
    with pytest.raises(Conflict, match="erasure_kept_back") as refused:
        domain.check_erasable(found)
    assert refused.value.detail == {"reasons": ["booking_under_way", "booking_recent"]}


@pytest.mark.parametrize(("born_on", "of_age"), [((2008, 2, 29), (2026, 3, 1)), ((2008, 12, 31), (2026, 12, 31))])
def test_who_is_18_is_no_minor(born_on: tuple[int, int, int], of_age: tuple[int, int, int]) -> None:
    first = datetime(*of_age, tzinfo=UTC)
    assert domain.is_minor(date(*born_on), first - timedelta.resolution)
    assert not domain.is_minor(date(*born_on), first)
    assert domain.is_minor(None, first)


def test_the_password_is_asked_again_and_who_has_none_has_just_signed_in() -> None:
    method = domain.Method.PROVIDER
    login = domain.begin_login("l-1", active(), method, NOW, has_second_factor=False, device="", client="")
    soon, late = NOW + timedelta(minutes=4), NOW + timedelta(minutes=5)
    domain.check_password_again(login, has_password=True, matches=True, now=late)
    domain.check_password_again(login, has_password=False, matches=False, now=soon)
    with pytest.raises(Unauthenticated, match="wrong_credentials"):
        domain.check_password_again(login, has_password=True, matches=False, now=soon)
    with pytest.raises(Forbidden, match="sign_in_again"):
        domain.check_password_again(login, has_password=False, matches=False, now=late)
