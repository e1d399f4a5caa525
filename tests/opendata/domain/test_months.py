"""Months begin and end at local midnights, and are counted when what happened in them has been heard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.opendata.domain import months

PARIS, REUNION = "Europe/Paris", "Indian/Reunion"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "month"),
    [("2026-10-31T22:59:59", "2026-10"), ("2026-10-31T23:00:00", "2026-11"), ("2026-12-31T23:00:00", "2027-01")],
)
def test_an_instant_is_of_the_month_that_the_clocks_of_its_place_show(instant: str, month: str) -> None:
    assert months.month_of(at(instant), PARIS) == month


@pytest.mark.parametrize(("month", "hours"), [("2026-03", 743), ("2026-10", 745), ("2026-11", 720), ("2028-02", 696)])
def test_a_month_lasts_as_long_as_really_passes(month: str, hours: int) -> None:
    assert months.span(month, PARIS).length == timedelta(hours=hours)


def test_months_follow_each_other_over_the_years() -> None:
    assert (months.after("2026-12"), months.before("2027-01")) == ("2027-01", "2026-12")


def test_every_zone_is_within_what_is_around_a_month() -> None:
    around = months.around("2026-11")
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12", PARIS):
        assert around.contains(months.span("2026-11", zone))


@pytest.mark.parametrize("month", ["2026-01", "2026-02", "2026-10", "2026-11"])
def test_a_quarter_ends_with_its_third_month(month: str) -> None:
    assert months.quarter(month) == ()
    assert months.quarter("2026-12") == ("2026-10", "2026-11", "2026-12")


def test_a_month_is_counted_three_days_after_its_end_in_every_zone() -> None:
    heard_at = at("2026-12-01T10:00:00")
    end_in_paris = at("2026-12-03T23:00:00")
    assert not months.is_due("2026-11", {PARIS, REUNION}, heard_at, end_in_paris - timedelta(seconds=1))
    assert months.is_due("2026-11", {PARIS, REUNION}, heard_at, end_in_paris)
    assert not months.is_due("2026-11", {PARIS, "America/Martinique"}, heard_at, end_in_paris)
    assert months.is_due("2026-11", (), heard_at, at("2026-12-04T00:00:00"))


@pytest.mark.parametrize("heard_at", [None, at("2026-11-30T22:59:59")])
def test_while_nothing_was_heard_since_its_end_a_month_waits_a_week_more(heard_at: datetime | None) -> None:
    assert not months.is_due("2026-11", {PARIS}, heard_at, at("2026-12-10T22:59:59"))
    assert months.is_due("2026-11", {PARIS}, heard_at, at("2026-12-10T23:00:00"))
