"""Quarters follow each other, from one year to the next."""

from __future__ import annotations

from datetime import date

import pytest

from gateway.web import quarters


@pytest.mark.parametrize(
    ("day", "quarter"), [((2026, 1, 1), "2026-Q1"), ((2026, 3, 31), "2026-Q1"), ((2026, 12, 31), "2026-Q4")]
)
def test_a_day_is_in_its_quarter(day: tuple[int, int, int], quarter: str) -> None:
    assert quarters.of(date(*day)) == quarter


def test_quarters_follow_each_other_within_the_century() -> None:
    assert (quarters.beside("2026-Q4", 1), quarters.beside("2026-Q1", -1)) == ("2027-Q1", "2025-Q4")
    assert quarters.beside("2000-Q1", -1) is quarters.beside("2099-Q4", 1) is None


def test_a_quarter_has_its_months() -> None:
    assert quarters.first_day("2026-Q4") == date(2026, 10, 1)
    assert quarters.last_month("2026-Q4") == date(2026, 12, 1)
    assert [quarters.is_one(text) for text in ("2026-Q1", "2026-Q5", "1999-Q1", "2026-Q1\n")] == [
        True,
        False,
        False,
        False,
    ]
