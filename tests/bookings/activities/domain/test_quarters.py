"""A quarter is of the local calendar, and so is its embargo."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chassis.errors import Invalid
from services.bookings.domain.activities import Programme, quarters
from tests.bookings.activities.programme import ELSEWHERE, STAFF, occurrence
from tests.bookings.world import ACTOR, NOW

WINTER = Programme("roubaix", "2027-Q1", {"fr": "L'hiver au lab."}, datetime(2026, 12, 10, 8, tzinfo=UTC), NOW)


@pytest.mark.parametrize(
    ("starts_local", "quarter"),
    [
        ("2026-01-01T00:00", "2026-Q1"),
        ("2026-03-31T23:30", "2026-Q1"),
        ("2026-04-01T00:00", "2026-Q2"),
        ("2026-12-31T23:59", "2026-Q4"),
    ],
)
def test_a_wall_time_is_in_its_quarter(starts_local: str, quarter: str) -> None:
    assert quarters.quarter_of(starts_local) == quarter
    first, after = quarters.days_of(quarter)
    assert first <= starts_local < after


def test_the_last_quarter_ends_with_the_year() -> None:
    assert quarters.days_of("2026-Q4") == ("2026-10-01", "2027-01-01")
    assert quarters.around("2026-Q4").contains(quarters.around("2026-Q4"))


@pytest.mark.parametrize("quarter", ["2026-Q5", "1999-Q1", "2026", "2026-Q4x"])
def test_another_word_is_no_quarter(quarter: str) -> None:
    with pytest.raises(Invalid, match="quarter_invalid"):
        quarters.days_of(quarter)


def test_an_embargo_ends_with_the_quarter_at_the_latest_and_an_introduction_is_in_french() -> None:
    quarters.check_programme(WINTER)
    quarters.check_programme(replace(WINTER, introduction={}))
    for wrong in (
        replace(WINTER, embargo_until=datetime(2027, 4, 3, tzinfo=UTC)),
        replace(WINTER, introduction={"nl": "De winter."}),
    ):
        with pytest.raises(Invalid, match="programme_invalid"):
            quarters.check_programme(wrong)


def test_what_is_published_is_seen_at_once_or_when_the_embargo_is_over() -> None:
    assert quarters.visible_from(NOW, None) == NOW
    assert quarters.visible_from(NOW, WINTER) == WINTER.embargo_until
    assert quarters.visible_from(WINTER.embargo_until + timedelta(days=1), WINTER) > WINTER.embargo_until


def test_the_first_date_that_takes_place_decides_of_which_quarter_it_is() -> None:
    autumn, winter = occurrence(), occurrence("2", starts_local="2027-01-05T18:00", starts_at=NOW + timedelta(days=50))
    assert quarters.first_quarter([winter, autumn]) == "2026-Q4"
    assert quarters.first_quarter([winter, replace(autumn, status="cancelled")]) == "2027-Q1"
    assert quarters.first_quarter([]) is None


def test_the_introduction_is_for_staff_alone_until_the_embargo_is_over() -> None:
    before, after = WINTER.embargo_until - timedelta(seconds=1), WINTER.embargo_until
    assert quarters.as_seen(WINTER, None, before).introduction == {}
    assert quarters.as_seen(WINTER, ACTOR, before).introduction == {}
    assert quarters.as_seen(WINTER, ELSEWHERE, before).introduction == {}
    assert quarters.as_seen(WINTER, STAFF, before) == quarters.as_seen(WINTER, None, after) == WINTER
