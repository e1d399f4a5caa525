"""A digest goes out once a week at the hour that the city says, by its own clocks, and tells what matters to one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications import domain
from services.notifications.domain.digests import MOST_DATES
from tests.notifications.domain.test_programme import BIKES

PARIS = "Europe/Paris"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("said", "now", "week"),
    [
        ("thursday 08:00", "2026-12-03T07:59:59+01:00", None),
        ("thursday 08:00", "2026-12-03T08:00:00+01:00", "2026-W49"),
        ("thursday 08:00", "2026-12-04T07:59:00+01:00", "2026-W49"),  # a node that was down
        ("thursday 08:00", "2026-12-04T08:00:00+01:00", None),
        ("thursday 08:00", "2026-12-10T08:00:00+01:00", "2026-W50"),
        ("sunday 20:00", "2026-12-07T10:00:00+01:00", "2026-W49"),  # on Monday that of the Sunday before
        ("monday 00:00", "2026-12-07T00:00:00+01:00", "2026-W50"),
        ("thursday 08:00", "2026-12-31T09:00:00+01:00", "2026-W53"),
        ("friday 08:00", "2027-01-01T09:00:00+01:00", "2026-W53"),
        ("thursday 08:00", "2026-07-02T08:00:00+02:00", "2026-W27"),  # in summer the clock counts, too
        ("thursday 08:00", "2026-07-02T07:30:00+02:00", None),
    ],
)
def test_a_digest_is_due_from_its_hour_for_a_day(said: str, now: str, week: str | None) -> None:
    assert domain.week_due(said, PARIS, at(now)) == week


@pytest.mark.parametrize(
    ("now", "is_due"),
    [
        ("2027-03-28T01:59:59+01:00", False),
        ("2027-03-28T03:30:00+02:00", True),  # half past two is not there: an hour later it is
        ("2027-10-31T02:29:59+02:00", False),
        ("2027-10-31T02:30:00+02:00", True),  # it comes twice: the first of them
    ],
)
def test_the_night_in_which_the_clocks_change_has_one_digest(now: str, is_due: bool) -> None:
    assert (domain.week_due("sunday 02:30", PARIS, at(now)) is not None) is is_due


@given(
    minutes=st.integers(0, 60 * 24 * 800),
    day=st.sampled_from(["monday", "thursday", "sunday"]),
    hour=st.sampled_from(["00:00", "02:30", "08:00", "23:59"]),
)
def test_what_is_due_at_an_instant_is_of_a_day_at_most_and_of_one_week(minutes: int, day: str, hour: str) -> None:
    now = at("2026-01-01T00:00:00+00:00") + timedelta(minutes=minutes)
    week = domain.week_due(f"{day} {hour}", PARIS, now)
    earlier = domain.week_due(f"{day} {hour}", PARIS, now - timedelta(days=1, minutes=1))
    assert week is None or week != earlier


def test_a_digest_names_twenty_dates_and_says_how_many_others_there_are() -> None:
    showings = [replace(BIKES, occurrence_id=f"o-{number:02}") for number in range(MOST_DATES + 3)]
    told = domain.digest_for(showings, ["velo"], "roubaix")
    assert told is not None
    assert (len(told.showings), told.more, told.count) == (20, 3, 23)


def test_who_would_be_told_nothing_is_not_written_to() -> None:
    assert domain.digest_for([BIKES], ["jardins"], "roubaix") is None
    assert domain.digest_for([BIKES], [], "tourcoing") is None
