"""Warned at one hour, decided at another, and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.bookings.domain.activities import Terms, minimum
from tests.bookings.activities.programme import EVENING, activity, occurrence
from tests.bookings.world import NOW

EARLIER = NOW - timedelta(days=30)
LAMP: dict[str, Any] = {"visible_from": EARLIER, "announced_at": EARLIER}


def short(**more: Any) -> Any:
    facts: dict[str, Any] = {"min_persons": 5, "dated_at": EARLIER} | more
    return occurrence(**facts)


@pytest.mark.parametrize(
    ("hours", "alerted", "cancelled"),
    [
        (73, False, False),
        (72, True, False),
        (24.1, True, False),
        (24, False, True),
        (0.1, False, True),
        (0, False, False),
    ],
)
def test_it_is_warned_of_until_it_is_decided(hours: float, alerted: bool, cancelled: bool) -> None:
    now = EVENING.starts_at - timedelta(hours=hours)
    assert minimum.is_to_alert(short(), activity(**LAMP), 4, now) is alerted
    assert minimum.is_to_cancel(short(), activity(**LAMP), 4, now) is cancelled


@pytest.mark.parametrize(
    ("dated", "lamp"),
    [
        ({"min_persons": 4}, {}),
        ({"status": "postponed", "dated_at": None}, {}),
        ({"status": "cancelled"}, {}),
        ({"dated_at": EVENING.starts_at - timedelta(hours=24)}, {}),
        ({}, {"visible_from": EVENING.starts_at - timedelta(hours=24)}),
        ({}, {"announced_at": None}),
        ({}, {"status": "draft"}),
        ({}, {"terms": Terms("external")}),
        ({}, {"terms": Terms("none")}),
    ],
)
def test_what_is_not_below_a_minimum_of_ours_is_left_alone(dated: dict[str, Any], lamp: dict[str, Any]) -> None:
    for hours in (72, 24, 1):
        now = EVENING.starts_at - timedelta(hours=hours)
        assert not minimum.is_to_cancel(short(**dated), activity(**(LAMP | lamp)), 4, now)
