"""Which days of the agenda a visitor asks for: a week, a weekend, a month, or from one day to another. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gateway.web.words import N_

NAMED = {"week": N_("Cette semaine"), "weekend": N_("Ce week-end"), "month": N_("Ce mois-ci")}
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both of them in it."""

    first: date
    last: date

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """From the first midnight to the last, half open, in a zone."""
        there = ZoneInfo(zone)
        return datetime.combine(self.first, time(), there), datetime.combine(
            self.last + timedelta(days=1), time(), there
        )


def named(name: str, today: date) -> Span | None:
    """What is left of this week, this weekend (the next one, on a working day) or this month; None: no such name."""
    sunday = today + timedelta(days=6 - today.weekday())
    if name == "week":
        return Span(today, sunday)
    if name == "weekend":
        return Span(max(today, sunday - timedelta(days=1)), sunday)
    if name == "month":
        return Span(today, today.replace(day=monthrange(today.year, today.month)[1]))
    return None


def between(first: str, last: str, today: date) -> Span:
    """From one day to another, as a form has them; what makes no sense is left out. At most a year, from today on."""
    begin = max(_day(first) or today, today)
    begin = min(begin, today + LONGEST)
    end = _day(last) or begin + LONGEST
    return Span(begin, min(max(end, begin), begin + LONGEST - timedelta(days=1)))


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None
