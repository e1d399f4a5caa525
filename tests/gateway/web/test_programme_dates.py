"""The form of the dates of an activity: what is typed there is a number, or is told to be none."""

from __future__ import annotations

import re

import pytest

from tests.gateway.web.conftest import Browser

PATH = "/desk/activities/repair/dates"
WHEN = {"day": "2026-12-01", "starts": "18:00", "ends": "20:00"}


@pytest.mark.parametrize("weeks", ["0", "53", "-1", "1" * 5000, "two"])
def test_a_number_of_weeks_that_makes_no_sense_is_told(member: Browser, weeks: str) -> None:
    page = member.send(PATH, weeks=weeks, capacity="10", **WHEN)
    assert (page.status_code, re.findall(r'<li><a href="#([^"]+)">', page.text)) == (400, ["weeks"])
