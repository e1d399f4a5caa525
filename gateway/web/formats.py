"""How days, times, durations and money are said in a language. Pure: instants and zones come in as arguments."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency
from babel.units import format_unit


def instant(value: str | datetime) -> datetime:
    """An aware UTC datetime out of an RFC 3339 text.

    Raises:
        ValueError: no instant, one without an offset, or one beyond the calendar.
    """
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError("a time without an offset is no instant")
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise ValueError("there is no such instant in UTC") from None


def stamp(value: str | datetime) -> str:
    """An instant as it stands in an address: `2026-11-23T08:00:00Z`."""
    return instant(value).strftime("%Y-%m-%dT%H:%M:%SZ")


class Formats:
    """The formats of one locale. `zone` is always the IANA name of the place's zone."""

    def __init__(self, locale: str) -> None:
        self.locale = Locale.parse(locale)

    def day(self, value: str | date, zone: str | None = None) -> str:
        """`lundi 23 novembre 2026`: of a date, or of an instant in its zone."""
        return self._first(format_date(_day(value, zone), "EEEE d MMMM y", locale=self.locale))

    def weekday(self, value: date) -> str:
        """`lun.`"""
        return format_date(value, "EEE", locale=self.locale)

    def weekday_of(self, value: str | datetime, zone: str) -> str:
        """`lun.`, of an instant in its zone."""
        return self.weekday(_day(value, zone))

    def day_number(self, value: str | datetime, zone: str) -> int:
        """`23`, of an instant in its zone."""
        return _day(value, zone).day

    def month(self, value: date) -> str:
        """`novembre 2026`"""
        return format_date(value, "LLLL y", locale=self.locale)

    def time(self, value: str | datetime, zone: str) -> str:
        """`09:30`; in the hour that comes twice in autumn the offset is said too: `02:30 (UTC+2)`."""
        local = instant(value).astimezone(ZoneInfo(zone))
        said = local.strftime("%H:%M")
        if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
            return said
        offset = local.utcoffset()
        hours = offset.total_seconds() / 3600 if offset else 0
        return f"{said} (UTC{hours:+g})"

    def wall_time(self, value: str) -> str:
        """`lundi 23 novembre 2026, 09:30`, of what a clock on the wall says: `2026-11-23T09:30`."""
        said = datetime.fromisoformat(value)
        return f"{self.day(said.date())}, {said:%H:%M}"

    def when(self, value: str | datetime, zone: str) -> str:
        """`23 nov. 2026, 09:30`, of an instant in its zone."""
        said = format_datetime(instant(value), "d MMM y, HH:mm", tzinfo=ZoneInfo(zone), locale=self.locale)
        return self._first(str(said))

    def _first(self, said: str) -> str:
        """In French the first of a month is written otherwise: `mardi 1er décembre 2026`."""
        return re.sub(r"\b1 (?=\D)", "1er ", said) if self.locale.language == "fr" else said

    def duration(self, minutes: int) -> str:
        """`1 h 30 min`"""
        hours, rest = divmod(minutes, 60)
        parts = [(hours, "duration-hour"), (rest, "duration-minute")]
        said = (format_unit(n, unit, length="short", locale=self.locale) for n, unit in parts if n)
        return " ".join(said) or format_unit(0, "duration-minute", length="short", locale=self.locale)

    def money(self, cents: int, currency: str = "EUR") -> str:
        """`12,50 €`"""
        return format_currency(Decimal(cents) / 100, currency, locale=self.locale)


def _day(value: str | date, zone: str | None) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return instant(value).astimezone(ZoneInfo(zone or "UTC")).date()
