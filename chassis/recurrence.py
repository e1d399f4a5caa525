"""Recurrence rules (RFC 5545, RRULE) that come to an end: which days they name. Knows no clock time and no zone.

The days of a rule are sought one by one up to a last one, so that a rule which never comes true (the 30th of February)
is done with as soon as any other. dateutil walks on until something is found: four seconds, in which nothing else runs.

Source: RFC 5545, 3.3.10. Where it leaves open whether a start that the rule does not name counts: it does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from chassis.errors import Invalid

LONGEST_TEXT = 500

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """A rule as it was read. Weekdays count from 0, Monday; what counts from an end is negative.

    Attributes:
        until: the last local time; `until_at`: the last instant; at most one of them.
        weekdays: each with which of its month or year it is, 0 for every one.
        positions: which days of each day, week, month or year, in order, after all else; none for all.
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    until_at: datetime | None = None
    week_start: int = 0
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()


def read_rule(text: str) -> Rule:
    """The rule that a text says.

    Raises:
        Invalid: `rule_invalid` when it is not one of RFC 5545, has no end, is finer than a day or is longer than
            500 characters.
    """
    if len(text) > LONGEST_TEXT:
        raise rule_invalid(f"A rule has at most {LONGEST_TEXT} characters.")
    said: dict[str, Any] = {}
    for part in text.upper().removeprefix("RRULE:").split(";"):
        name, _, value = part.partition("=")
        if name not in _PARTS:
            raise rule_invalid(f"Not a part that is understood: {name[:20]}.")
        attribute, read = _PARTS[name]
        if attribute in said:
            raise rule_invalid(f"{name} is said twice.")
        said[attribute] = read(value)
    if "frequency" not in said:
        raise rule_invalid("FREQ is missing.")
    until = said.pop("until", {})
    rule = Rule(**said, **until)
    _check(rule, bool(until))
    return rule


def days(rule: Rule, first: date, last: date, since: date | None = None) -> Iterator[date]:
    """The days that a rule names from `first`, which is also where it counts from, to `last`, in order.

    Args:
        since: those of earlier years are of no interest, and not sought; not for a rule with a count.
    """
    rule = _completed(rule, first)
    start, end = (
        date(max(first, since or first).year, 1, 1) - 6 * _DAY,
        date(last.year, 12, 31) + 6 * _DAY,
    )  # whole weeks at both ends
    calendar = (start + n * _DAY for n in range((end - start).days + 1))
    origin = _ordinal(rule, first)
    for turn, together in groupby(calendar, lambda day: _ordinal(rule, day) - origin):
        if turn >= 0 and turn % rule.interval == 0:
            named = [day for day in together if _names(rule, day)]
            yield from (day for day in _at_positions(rule, named) if first <= day <= last)


def _completed(rule: Rule, first: date) -> Rule:
    """With what the first day tells where the rule tells nothing."""
    if rule.weekdays or rule.month_days or rule.year_days or rule.frequency == "DAILY":
        return rule
    if rule.frequency == "WEEKLY" or rule.weeks:
        return replace(rule, weekdays=((first.weekday(), 0),))
    if rule.frequency == "YEARLY" and not rule.months:
        return replace(rule, months=(first.month,), month_days=(first.day,))
    return replace(rule, month_days=(first.day,))


def _ordinal(rule: Rule, day: date) -> int:
    """The number of the day, week, month or year that a day is in."""
    if rule.frequency == "DAILY":
        return day.toordinal()
    if rule.frequency == "WEEKLY":
        return _week_of(rule, day).toordinal() // 7
    return day.year * 12 + day.month if rule.frequency == "MONTHLY" else day.year


def _names(rule: Rule, day: date) -> bool:
    in_month = day.day, _length(day, "month")
    in_year = day.timetuple().tm_yday, _length(day, "year")
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.weeks or _among(rule.weeks, *_week(rule, day)))
        and (not rule.year_days or _among(rule.year_days, *in_year))
        and (not rule.month_days or _among(rule.month_days, *in_month))
        and (not rule.weekdays or _is_weekday(rule, day, *(in_month if _by_month(rule) else in_year)))
    )


def _by_month(rule: Rule) -> bool:
    return rule.frequency == "MONTHLY" or bool(rule.months)


def _is_weekday(rule: Rule, day: date, number: int, of: int) -> bool:
    which = {0, (number - 1) // 7 + 1, -((of - number) // 7 + 1)}
    return any(weekday == day.weekday() and nth in which for weekday, nth in rule.weekdays)


def _at_positions(rule: Rule, named: list[date]) -> list[date]:
    if not rule.positions:
        return named
    return [day for number, day in enumerate(named, 1) if _among(rule.positions, number, len(named))]


def _among(wanted: tuple[int, ...], number: int, of: int) -> bool:
    """Whether the number, counted from 1 to `of` or back from -1, is wanted."""
    return number in wanted or number - of - 1 in wanted


def _length(day: date, span: str) -> int:
    start = day.replace(day=1) if span == "month" else day.replace(month=1, day=1)
    following = (start + 31 * _DAY).replace(day=1) if span == "month" else start.replace(year=start.year + 1)
    return (following - start).days


def _week_of(rule: Rule, day: date) -> date:
    return day - (day.weekday() - rule.week_start) % 7 * _DAY


def _week(rule: Rule, day: date) -> tuple[int, int]:
    """The number of a day's week in its year, and how many that year has: a week is of the year of its fourth day."""
    fourth = _week_of(rule, day) + 3 * _DAY
    number = (fourth.timetuple().tm_yday - 1) // 7
    return number + 1, number + 1 + (date(fourth.year, 12, 31) - fourth).days // 7


def _check(rule: Rule, has_until: bool) -> None:
    yearly = rule.frequency == "YEARLY"
    numbered = any(nth for _, nth in rule.weekdays)
    for refused, why in (
        ((rule.count is None) is not has_until, "A rule ends: with COUNT or with UNTIL, and not with both."),
        (rule.weeks and not yearly, "BYWEEKNO goes with FREQ=YEARLY alone."),
        (rule.year_days and not yearly, "BYYEARDAY goes with FREQ=YEARLY alone."),
        (rule.month_days and rule.frequency == "WEEKLY", "BYMONTHDAY does not go with FREQ=WEEKLY."),
        (
            numbered and (rule.weeks or rule.frequency in ("DAILY", "WEEKLY")),
            "A numbered BYDAY goes with months and years.",
        ),
        (
            rule.positions and not (rule.months or rule.weeks or rule.year_days or rule.month_days or rule.weekdays),
            "BYSETPOS needs another part to choose from.",
        ),
    ):
        if refused:
            raise rule_invalid(why)


def _one_of(words: tuple[str, ...]) -> Callable[[str], int]:
    def read(value: str) -> int:
        if value not in words:
            raise rule_invalid(f"Not one of {', '.join(words)}: {value[:20]}.")
        return words.index(value)

    return read


def _frequency(value: str) -> str:
    return _FREQUENCIES[_one_of(_FREQUENCIES)(value)]


def _number(value: str, most: int, signed: bool = False) -> int:
    if not re.fullmatch(r"[+-]?\d{1,4}" if signed else r"\d{1,4}", value, re.ASCII) or not 1 <= abs(int(value)) <= most:
        raise rule_invalid(f"Not a number up to {most}: {value[:20]}.")
    return int(value)


def _numbers(most: int, signed: bool = True) -> Callable[[str], tuple[int, ...]]:
    return lambda value: tuple(_number(each, most, signed) for each in value.split(","))


def _weekday_list(value: str) -> tuple[tuple[int, int], ...]:
    found = []
    for each in value.split(","):
        number, weekday = each[:-2], each[-2:]
        found.append((_one_of(_WEEKDAYS)(weekday), _number(number, 53, signed=True) if number else 0))
    return tuple(found)


def _until(value: str) -> dict[str, datetime]:
    try:
        if re.fullmatch(r"\d{8}", value, re.ASCII):
            return {"until": datetime.strptime(value + "T235959", "%Y%m%dT%H%M%S")}  # noqa: DTZ007  a local day
        if re.fullmatch(r"\d{8}T\d{6}", value, re.ASCII):
            return {"until": datetime.strptime(value, "%Y%m%dT%H%M%S")}  # noqa: DTZ007  a local time
        if re.fullmatch(r"\d{8}T\d{6}Z", value, re.ASCII):
            return {"until_at": datetime.strptime(value, "%Y%m%dT%H%M%S%z")}
    except ValueError:
        pass
    raise rule_invalid(f"UNTIL is a day, a local time or an instant in UTC: {value[:20]}.")


def rule_invalid(why: str) -> Invalid:
    """The refusal of a rule."""
    return Invalid("rule_invalid", why, {"errors": [{"pointer": "/rule", "detail": why}]})


_PARTS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "FREQ": ("frequency", _frequency),
    "INTERVAL": ("interval", lambda value: _number(value, 1000)),
    "COUNT": ("count", lambda value: _number(value, 9999)),
    "UNTIL": ("until", _until),
    "WKST": ("week_start", _one_of(_WEEKDAYS)),
    "BYMONTH": ("months", _numbers(12, signed=False)),
    "BYWEEKNO": ("weeks", _numbers(53)),
    "BYYEARDAY": ("year_days", _numbers(366)),
    "BYMONTHDAY": ("month_days", _numbers(31)),
    "BYDAY": ("weekdays", _weekday_list),
    "BYSETPOS": ("positions", _numbers(366)),
}
