from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.members import domain
from tests.members.people import NOW, active

LOGIN = domain.begin_login(
    "login", active(), domain.Method.PASSWORD, NOW, has_second_factor=False, device="Firefox", client="home"
)


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [({}, False), ({"device": "Safari"}, True), ({"client": "elsewhere"}, True)],
)
def test_a_device_or_a_network_that_was_not_seen_is_told(changes: dict[str, Any], is_told: bool) -> None:
    earlier = [LOGIN, replace(LOGIN, device="Chromium", client="work")]
    assert domain.is_from_elsewhere(replace(LOGIN, **changes), earlier) is is_told


def test_the_first_time_is_not_told() -> None:
    assert not domain.is_from_elsewhere(LOGIN, [])
