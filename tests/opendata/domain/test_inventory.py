from __future__ import annotations

from datetime import date

import pytest

from services.opendata.domain import Days, covered


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-11-23", "2026-11-25", Days(date(2026, 11, 23), date(2026, 11, 25))),
        ("2026-11", "2028-02", Days(date(2026, 11, 1), date(2028, 2, 29))),
        ("2026-12", "2026-12", Days(date(2026, 12, 1), date(2026, 12, 31))),
        ("roubaix", "tourcoing", None),
        ("", "", None),
        ("2026", "2027", None),
    ],
)
def test_segments_by_day_or_by_month_cover_their_days_and_others_none(first: str, last: str, days: Days | None) -> None:
    assert covered(first, last) == days
