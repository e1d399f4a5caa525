"""What each kind of notice is to its reader."""

from __future__ import annotations

import pytest

from services.notifications.domain import LINKED, VALID_FOR, Family, Kind


def test_what_puts_something_into_the_calendar_is_not_what_takes_it_out() -> None:
    inviting = {Kind.BOOKING_CONFIRMED, Kind.BOOKING_MOVED, Kind.REGISTRATION_CONFIRMED, Kind.REGISTRATION_CHANGED}
    assert {kind for kind in Kind if kind.invites} == inviting
    assert not [kind for kind in Kind if kind.invites and kind.withdraws]


@pytest.mark.parametrize("kind", Kind)
def test_the_address_is_asked_for_a_purpose_that_the_members_service_knows(kind: Kind) -> None:
    of_use = "registration" if kind.is_of_registration else "digest" if kind is Kind.DIGEST else "booking"
    assert kind.purpose == (kind.value if kind.is_of_account else of_use)


def test_what_law_or_contract_wants_said_is_required_and_the_rest_is_the_member_s_choice() -> None:
    optional = {kind for kind in Kind if not kind.is_required}
    assert optional == {
        Kind.BOOKING_OFFERED,
        Kind.BOOKING_REQUESTED,
        Kind.BOOKING_CONFIRMED,
        Kind.BOOKING_LAPSED,
        Kind.BOOKING_MISSED,
        Kind.SERIES_BOOKED,
        Kind.REGISTRATION_REQUESTED,
        Kind.REGISTRATION_CONFIRMED,
        Kind.REGISTRATION_QUEUED,
        Kind.REGISTRATION_OFFERED,
        Kind.REGISTRATION_LAPSED,
        Kind.OCCURRENCE_SHORT,
        Kind.BOOKING_REMINDER,
        Kind.REGISTRATION_REMINDER,
        Kind.DIGEST,
        Kind.MEMBERSHIP_ENDING,
    }


@pytest.mark.parametrize("kind", sorted({*LINKED, Kind.NEW_SIGN_IN}))
def test_what_somebody_waits_for_is_held_up_by_nothing(kind: Kind) -> None:
    assert kind.is_prompt
    assert kind in VALID_FOR


@pytest.mark.parametrize(
    ("kind", "family"),
    [
        (Kind.REQUEST_MOVED, Family.BOOKINGS),
        (Kind.SERIES_CHANGED, Family.BOOKINGS),
        (Kind.REGISTRATION_WISH, Family.REGISTRATIONS),
        (Kind.REGISTRATION_QUEUED, Family.REGISTRATIONS),
        (Kind.OCCURRENCE_SHORT, Family.WORK),
        (Kind.BOOKING_REMINDER, Family.REMINDERS),
        (Kind.REGISTRATION_REMINDER, Family.REMINDERS),
        (Kind.DIGEST, Family.DIGEST),
        (Kind.SUSPENDED, Family.MEMBERSHIP),
        (Kind.RESET, Family.SECURITY),
        (Kind.RIGHTS_ENDING, Family.SECURITY),
    ],
)
def test_a_kind_stands_in_one_family(kind: Kind, family: Family) -> None:
    assert kind.family is family
