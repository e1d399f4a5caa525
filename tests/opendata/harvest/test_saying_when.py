from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.opendata.harvest import saying_when

PARIS = "Europe/Paris"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-12-04T20:00:00+01:00", "2026-12-04T22:00:00+01:00", ("2026-12-04T19:00", "2026-12-04T21:00")),
        ("2026-12-04T19:00:00Z", None, ("2026-12-04T19:00", "2026-12-04T19:00")),
        ("2026-12-04 20:00", " ", ("2026-12-04T19:00", "2026-12-04T19:00")),
        ("2026-12-04", None, ("2026-12-03T23:00", "2026-12-04T23:00")),
        ("2026-12-04", "2026-12-06", ("2026-12-03T23:00", "2026-12-06T23:00")),
        ("2026-12-04T20:00", "2026-12-05", ("2026-12-04T19:00", "2026-12-05T23:00")),
        ("Fri, 04 Dec 2026 20:00:00 +0100", None, ("2026-12-04T19:00", "2026-12-04T19:00")),
        ("04/12/2026", None, ("2026-12-03T23:00", "2026-12-04T23:00")),
        ("04/12/2026 20:30", "4/12/2026 22h", ("2026-12-04T19:30", "2026-12-04T21:00")),
        ("04/12/2026 à 20h30", None, ("2026-12-04T19:30", "2026-12-04T19:30")),
        # the night of spring has no 2:30, that of autumn has two
        ("2026-03-29T02:30", "2026-03-29T04:00", ("2026-03-29T01:30", "2026-03-29T02:00")),
        ("2026-10-25T02:30", "2026-10-25T04:00", ("2026-10-25T00:30", "2026-10-25T03:00")),
        # these days have 23 and 25 hours
        ("2026-03-29", None, ("2026-03-28T23:00", "2026-03-29T22:00")),
        ("2026-10-25", None, ("2026-10-24T22:00", "2026-10-25T23:00")),
    ],
)
def test_a_date_is_an_instant_however_it_is_written(start: str, end: str | None, expected: tuple[str, str]) -> None:
    timing = saying_when.timing(start, end, PARIS)
    assert (timing.starts_at, timing.ends_at) == tuple(map(utc, expected))


@pytest.mark.parametrize(
    "text",
    [
        *("", "demain", "à venir", "0000-00-00", "2026-13-01", "2026-02-30", "31/02/2026", "04/13/2026", "20:00"),
        *("2026-12-04T25:00", "1764547200", "now", "Fri, 99 Dec 2026 20:00:00 +0100", "2" * 200, "\x00", "٢٠٢٦-١٢-٠٤"),
    ],
)
def test_a_date_that_cannot_be_read_is_refused_and_never_becomes_now(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        saying_when.timing(text, None, PARIS)
    assert refused.value.code == "date_unreadable"


def test_an_end_that_cannot_be_read_is_not_left_out() -> None:
    with pytest.raises(Invalid, match="date_unreadable"):
        saying_when.timing("2026-12-04", "late", PARIS)


def test_what_ends_before_it_begins_is_refused() -> None:
    for start, end in (
        ("2026-12-04", "2026-12-03"),
        ("2026-12-04T20:00", "2026-12-04T19:59"),
        ("2026-12-04T00:00", "2026-12-03"),
    ):
        with pytest.raises(Invalid, match="ends_before_start"):
            saying_when.timing(start, end, PARIS)


def test_the_last_days_that_there_are_refuse_themselves() -> None:
    for text in ("0001-01-01", "9999-12-31"):
        with pytest.raises(Invalid, match="date_out_of_range"):
            saying_when.timing(text, None, "Pacific/Auckland" if text[0] == "0" else PARIS)


@given(st.text(max_size=30) | st.from_regex(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}([T ]\d{1,2}[:h]\d{0,2})?"))
def test_whatever_is_written_is_a_timing_or_a_refusal(text: str) -> None:
    try:
        timing = saying_when.timing(text, None, PARIS)
    except Invalid:
        return
    assert timing.starts_at.tzinfo is UTC


def test_when_something_was_changed_is_no_reason_to_refuse_it() -> None:
    assert saying_when.instant("hier", PARIS) is saying_when.instant(None, PARIS) is None
    assert saying_when.instant("2026-12-04T20:00", PARIS) == utc("2026-12-04T19:00")
