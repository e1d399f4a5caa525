"""A date as a record of the agenda."""

from __future__ import annotations

from typing import Any

import pytest

from services.opendata.domain import agenda, dates
from tests.opendata.domain.test_dates import told
from tests.opendata.heard import NETWORK
from tests.opendata.programmed import activity


def record(stage: str = "scheduled", **changed: Any) -> dict[str, Any]:
    facts = {"id": "activity-1", "told_at": "2026-11-20T08:00:00Z", **activity(**changed)}
    return agenda.record(agenda.content(facts, dates.shown(facts, told(status=stage), None, None)), NETWORK)


@pytest.mark.parametrize(
    ("mode", "external_url", "stage", "url"),
    [
        ("open", None, "scheduled", "https://lab.example.org/occurrences/date-1/register"),
        ("moderated", None, "postponed", "https://lab.example.org/occurrences/date-1/register"),
        ("external", "https://tickets.example.org/1", "scheduled", "https://tickets.example.org/1"),
        ("none", None, "scheduled", None),
        ("open", None, "cancelled", None),
    ],
)
def test_one_registers_where_the_activity_says_unless_it_is_cancelled(
    mode: str, external_url: str | None, stage: str, url: str | None
) -> None:
    assert record(stage, mode=mode, external_url=external_url)["registration_url"] == url


def test_a_record_has_a_value_for_each_column_and_its_day_is_that_of_its_start() -> None:
    found = record()
    assert {column for column in agenda.AGENDA.columns if column not in found} == set()
    assert agenda.segment(found) == "2026-12-10"
