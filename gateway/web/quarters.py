"""Quarters, as addresses and pages name them: `2026-Q4`. Pure."""

from __future__ import annotations

import re
from datetime import date

_WRITTEN = re.compile(r"(?P<year>20[0-9]{2})-Q(?P<number>[1-4])")


def of(day: date) -> str:
    """The quarter of a day."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def is_one(quarter: str) -> bool:
    """Whether it is written as one."""
    return _WRITTEN.fullmatch(quarter) is not None


def beside(quarter: str, by: int) -> str | None:
    """The quarter so many later, or earlier; None when it would be of another century."""
    year, number = first_day(quarter).year, (first_day(quarter).month + 2) // 3
    later, number = divmod(4 * year + number - 1 + by, 4)
    found = f"{later}-Q{number + 1}"
    return found if is_one(found) else None


def first_day(quarter: str) -> date:
    """Its first day; `last_month` is two months later."""
    found = _WRITTEN.fullmatch(quarter)
    assert found is not None, "it is written as a quarter"
    return date(int(found["year"]), 3 * int(found["number"]) - 2, 1)


def last_month(quarter: str) -> date:
    """The first day of its last month."""
    first = first_day(quarter)
    return first.replace(month=first.month + 2)
