from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from services.opendata.domain import instant, plain, told

INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  the bounds are naive


@given(INSTANTS)
def test_an_instant_is_the_same_after_it_was_told(at: datetime) -> None:
    assert instant(told(at)) == at


def test_facts_are_json_values_all_the_way_down() -> None:
    lille = datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=1)))
    facts = {"at": lille, "days": (date(2026, 11, 23),), "within": {"list": [lille, None, 1.5]}}
    assert plain(facts) == {
        "at": "2026-11-23T09:00:00Z",
        "days": ["2026-11-23"],
        "within": {"list": ["2026-11-23T09:00:00Z", None, 1.5]},
    }
