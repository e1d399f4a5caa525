from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from time import process_time

import pytest
from dateutil.rrule import rrule, rrulestr
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from chassis.recurrence import days, read_rule

START = date(2026, 11, 23)  # a Monday
MIDNIGHT = clock_time()
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
# The other reader walks on to the year 9999 when it finds nothing: the last dates that there are make that short.
DATES = st.dates(date(9960, 12, 20), date(9994, 1, 10))


def named(rule: str, start: date = START, last: date | None = None) -> list[date]:
    return list(days(read_rule(rule), start, last or start + timedelta(days=730)))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules of which RFC 5545 leaves nothing open, without their ends."""

    def some(name: str, numbers: st.SearchStrategy[int]) -> str:
        chosen = draw(st.lists(numbers, min_size=1, max_size=3, unique=True))
        return f"{name}={','.join(map(str, chosen))}"

    def either(most: int) -> st.SearchStrategy[int]:
        return st.integers(1, most) | st.integers(-most, -1)

    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}", f"WKST={draw(st.sampled_from(WEEKDAYS))}"]
    by_day = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True))
    if frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()):  # the other reader cannot do both at once
        by_day = [draw(st.sampled_from(["1", "2", "+4", "5", "-1", "-3", "-5"])) + day for day in by_day]
    more = [f"BYDAY={','.join(by_day)}", some("BYMONTH", st.integers(1, 12))]
    if frequency != "WEEKLY":
        more.append(some("BYMONTHDAY", either(31)))
    if frequency == "YEARLY":
        more.append(some("BYYEARDAY", either(366)))
    parts += draw(st.lists(st.sampled_from(more), max_size=2, unique=True))
    if len(parts) > 3 and frequency in ("MONTHLY", "YEARLY"):
        parts += draw(st.sampled_from([[], [some("BYSETPOS", either(4))]]))
    return ";".join(parts)


@given(rules(), DATES)
def test_a_rule_names_the_days_that_another_reader_of_the_standard_finds(rule: str, start: date) -> None:
    last = start + timedelta(days=730)
    their = rrulestr(f"{rule};COUNT=1000", dtstart=datetime.combine(start, MIDNIGHT))
    assert isinstance(their, rrule)
    bounded = their.replace(count=None, until=datetime.combine(last, MIDNIGHT))
    ours = named(f"{rule};COUNT=1000", start, last)
    assert ours == [found.date() for found in bounded]


@given(DATES, st.sampled_from(WEEKDAYS), st.sampled_from(WEEKDAYS), st.integers(1, 53))
def test_the_weeks_of_a_year_are_those_that_another_reader_finds(start: date, wkst: str, day: str, week: int) -> None:
    rule, last = f"FREQ=YEARLY;WKST={wkst};BYWEEKNO={week};BYDAY={day};COUNT=9", start + timedelta(days=730)
    ours = named(rule, start, last)
    found = rrulestr(rule, dtstart=datetime.combine(start, MIDNIGHT))
    theirs = [day.date() for day in found if day.date() <= last]
    # of the first days of January the other reader is not always right: it counts by the length of the wrong year
    assert [day for day in ours if day.timetuple().tm_yday > 3] == [
        day for day in theirs if day.timetuple().tm_yday > 3
    ]


@given(DATES)
def test_the_last_week_of_a_year_is_the_one_after_which_the_first_comes(start: date) -> None:
    for day in named("FREQ=YEARLY;BYWEEKNO=-1;COUNT=9", start):
        assert day.isocalendar().week > 51
        assert (day + timedelta(days=7)).isocalendar().week == 1


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("FREQ=WEEKLY", ["2026-11-23", "2026-11-30", "2026-12-07"]),
        ("FREQ=WEEKLY;BYDAY=TU,TH", ["2026-11-24", "2026-11-26", "2026-12-01"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", ["2026-11-23", "2026-11-27", "2026-12-07"]),
        ("RRULE:FREQ=DAILY;INTERVAL=3", ["2026-11-23", "2026-11-26", "2026-11-29"]),
        ("freq=monthly;byday=-1fr", ["2026-11-27", "2026-12-25", "2027-01-29"]),
        ("FREQ=MONTHLY;BYDAY=1MO,TU", ["2026-11-24", "2026-12-01", "2026-12-07"]),
        ("FREQ=MONTHLY", ["2026-11-23", "2026-12-23", "2027-01-23"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["2026-11-30", "2026-12-31", "2027-01-29"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2", ["2026-11-25", "2026-12-02", "2026-12-09"]),
        ("FREQ=YEARLY;BYMONTH=1", ["2027-01-23", "2028-01-23"]),
        ("FREQ=YEARLY;BYWEEKNO=2", ["2027-01-11", "2028-01-10"]),
        ("FREQ=YEARLY", ["2026-11-23", "2027-11-23"]),
    ],
)
def test_what_a_rule_does_not_say_is_taken_from_its_start(rule: str, first: list[str]) -> None:
    assert [str(day) for day in named(f"{rule};COUNT=99")][: len(first)] == first


def test_a_month_without_its_31st_is_left_out_and_the_last_day_is_in_every_month() -> None:
    on_the_31st = named("FREQ=MONTHLY;COUNT=99", date(2027, 1, 31), date(2027, 12, 31))
    assert [day.month for day in on_the_31st] == [1, 3, 5, 7, 8, 10, 12]
    last_days = named("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=99", date(2027, 1, 1), date(2028, 2, 29))
    assert len(last_days) == 14
    assert last_days[1] == date(2027, 2, 28)
    assert last_days[-1] == date(2028, 2, 29)


def test_a_leap_day_comes_in_leap_years_alone() -> None:
    assert named("FREQ=YEARLY;COUNT=9", date(2028, 2, 29), date(2036, 3, 1)) == [
        date(year, 2, 29) for year in (2028, 2032, 2036)
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=3",
        "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=2",
    ],
)
def test_a_rule_that_never_comes_true_is_done_with_at_once(rule: str) -> None:
    began = process_time()
    assert named(f"{rule};COUNT=1") == []
    assert process_time() - began < 0.25


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every Monday",
        "FREQ=HOURLY;COUNT=2",
        "FREQ=MINUTELY;COUNT=2",
        "FREQ=SECONDLY;COUNT=2",
        "COUNT=2",
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=2;UNTIL=20270101",
        "FREQ=DAILY;COUNT=2;COUNT=3",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=2;",
        "FREQ=DAILY;COUNT=2;INTERVAL=0",
        "FREQ=DAILY;COUNT=2;INTERVAL=99999999999999999999",
        "FREQ=DAILY;COUNT=٢",
        "FREQ=DAILY;UNTIL=20270230",
        "FREQ=DAILY;UNTIL=2027-01-01",
        "FREQ=DAILY;UNTIL=20270101T090000+0100",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;COUNT=2;BYHOUR=9",
        "FREQ=DAILY;COUNT=2;BYMINUTE=30",
        "FREQ=DAILY;COUNT=2;BYSECOND=0",
        "FREQ=DAILY;COUNT=2;BYEASTER=0",
        "FREQ=DAILY;COUNT=2;X-NAME=1",
        "FREQ=DAILY;COUNT=2;BYDAY=1MO",
        "FREQ=DAILY;COUNT=2;BYYEARDAY=1",
        "FREQ=DAILY;COUNT=2;BYSETPOS=1",
        "FREQ=WEEKLY;COUNT=2;BYMONTHDAY=1",
        "FREQ=MONTHLY;COUNT=2;BYWEEKNO=1",
        "FREQ=MONTHLY;COUNT=2;BYDAY=XX",
        "FREQ=MONTHLY;COUNT=2;BYDAY=0MO",
        "FREQ=MONTHLY;COUNT=2;BYMONTHDAY=0",
        "FREQ=MONTHLY;COUNT=2;BYMONTHDAY=32",
        "FREQ=MONTHLY;COUNT=2;BYMONTH=13",
        "FREQ=MONTHLY;COUNT=2;BYMONTH=-1",
        "FREQ=YEARLY;COUNT=2;BYWEEKNO=3;BYDAY=1MO",
        "FREQ=DAILY;COUNT=2\nRDATE:20270101",
        "FREQ=MONTHLY;COUNT=2;BYMONTHDAY=" + ",".join(["1"] * 250),
    ],
)
def test_what_is_no_rule_with_an_end_is_refused(rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_rule(rule)
    assert refused.value.code == "rule_invalid"
    assert refused.value.detail["errors"][0]["pointer"] == "/rule"


@given(st.text(max_size=60) | st.text("FREQ=DAILYWKTUNOBMSP;,0123456789-+Z", max_size=60))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    with suppress(Invalid):
        assert read_rule(text).interval >= 1


@given(rules(), DATES, st.integers(0, 1500))
def test_days_of_earlier_years_need_not_be_sought(rule: str, start: date, later: int) -> None:
    since = min(start + timedelta(days=later), date(9995, 1, 1))
    last = since + timedelta(days=400)
    read = read_rule(f"{rule};UNTIL=99991231")
    ours = [day for day in days(read, start, last, since) if day >= since]
    assert ours == [day for day in days(read, start, last) if day >= since]
