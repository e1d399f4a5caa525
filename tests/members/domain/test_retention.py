from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.members import domain
from tests.members.people import NOW, active, staff

DAY = timedelta(days=1)
CAMILLE = active()


@pytest.mark.parametrize(("days", "told"), [(699, False), (700, True), (2000, True)])
def test_a_member_is_told_30_days_before_two_years_without_a_sign(days: int, told: bool) -> None:
    assert domain.is_to_be_told(CAMILLE, None, None, NOW + days * DAY) is told


def test_a_member_is_told_once_since_they_were_seen_last() -> None:
    now = NOW + 700 * DAY
    assert not domain.is_to_be_told(CAMILLE, now, now, now + DAY)
    back = replace(CAMILLE, last_seen_at=now + DAY)
    assert not domain.is_to_be_told(back, now, now, now + 700 * DAY)
    assert domain.is_to_be_told(back, now, now, now + 701 * DAY)


@pytest.mark.parametrize(
    ("told_after", "days", "over"),
    [(700, 729, False), (700, 730, True), (720, 730, False), (720, 749, False), (720, 750, True), (None, 900, False)],
)
def test_an_account_ends_after_two_years_and_never_sooner_than_30_days_after_the_letter(
    told_after: int | None, days: int, over: bool
) -> None:
    told_at = None if told_after is None else NOW + told_after * DAY
    assert domain.is_over(CAMILLE, told_at, told_at, NOW + days * DAY) is over


def test_who_came_back_after_the_letter_stays() -> None:
    told_at = NOW + 700 * DAY
    back = replace(CAMILLE, last_seen_at=told_at + DAY)
    assert not domain.is_over(back, told_at, told_at, NOW + 1000 * DAY)


def test_the_letter_says_until_when() -> None:
    assert domain.ends_at(CAMILLE, NOW + 700 * DAY) == NOW + 730 * DAY
    assert domain.ends_at(CAMILLE, NOW + 720 * DAY) == NOW + 750 * DAY


@pytest.mark.parametrize("kept", [staff(domain.Role.FRONT_DESK), replace(CAMILLE, status=domain.Status.LIMITED)])
def test_staff_and_what_was_frozen_are_not_erased_by_time(kept: domain.Member) -> None:
    late = NOW + 900 * DAY
    assert not domain.is_to_be_told(kept, None, None, late)
    assert not domain.is_over(kept, NOW + 800 * DAY, NOW + 800 * DAY, late)


def test_an_account_whose_letter_did_not_go_out_stays_and_the_letter_is_asked_for_anew() -> None:
    told_at, late = NOW + 700 * DAY, NOW + 2000 * DAY
    assert not domain.is_over(CAMILLE, told_at, None, late)
    assert not domain.is_to_be_told(CAMILLE, told_at, None, told_at + 29 * DAY)
    assert domain.is_to_be_told(CAMILLE, told_at, None, told_at + 30 * DAY)
    assert not domain.is_to_be_told(CAMILLE, told_at, told_at + DAY, late)


def test_the_30_days_begin_when_the_letter_goes_out() -> None:
    told_at, letter_at = NOW + 700 * DAY, NOW + 710 * DAY
    assert not domain.is_over(CAMILLE, told_at, letter_at, NOW + 739 * DAY)
    assert domain.is_over(CAMILLE, told_at, letter_at, NOW + 740 * DAY)


def test_a_letter_of_before_the_member_came_back_says_nothing_of_this_end() -> None:
    back = replace(CAMILLE, last_seen_at=NOW + 720 * DAY)
    told_at = NOW + 1420 * DAY
    assert not domain.is_over(back, told_at, NOW + 701 * DAY, NOW + 3000 * DAY)
    assert domain.is_to_be_told(back, told_at, NOW + 701 * DAY, NOW + 1450 * DAY)


def test_who_has_no_address_is_told_by_who_helps_them() -> None:
    helped = replace(CAMILLE, email=None)
    assert domain.is_over(helped, NOW + 700 * DAY, None, NOW + 730 * DAY)


@pytest.mark.parametrize(
    ("reason", "settled"),
    [
        (None, True),
        ("smtp_550", True),
        ("smtp_data_554", True),
        ("smtp_policy_550", True),
        ("smtp_450", False),
        ("smtp_data_451", False),
        ("members_unavailable", False),
    ],
)
def test_only_a_letter_that_is_refused_for_good_counts_as_told(reason: str | None, settled: bool) -> None:
    assert domain.has_settled(reason) is settled
