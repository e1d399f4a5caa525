"""Quarters of the local calendar, and until when what is published for one is under embargo. Never asks the time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chassis.errors import Invalid
from chassis.periods import Period
from services.bookings.domain.activities.activity import Programme
from services.bookings.domain.activities.occurrence import Occurrence
from services.bookings.domain.people import Actor
from services.bookings.domain.permissions import Permission, Where, may

QUARTER = re.compile(r"(?P<year>20[0-9]{2})-Q(?P<number>[1-4])")
_AROUND = timedelta(days=1)


def quarter_of(starts_local: str) -> str:
    """The quarter of a wall time: `2026-11-23T18:00` is in `2026-Q4`."""
    return f"{starts_local[:4]}-Q{(int(starts_local[5:7]) + 2) // 3}"


def days_of(quarter: str) -> tuple[str, str]:
    """The first local day of a quarter, and the first of the next: `2026-10-01`, `2027-01-01`."""
    year, number = _parts(quarter)
    following = (year + 1, 1) if number == 4 else (year, number + 1)
    return _first_day(year, number), _first_day(*following)


def around(quarter: str) -> Period:
    """The instants at which it is that quarter somewhere on Earth."""
    first, after = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in days_of(quarter))
    return Period(first - _AROUND, after + _AROUND)


def check_programme(programme: Programme) -> None:
    """Refuse an embargo that would outlast the quarter, and an introduction without French.

    Raises:
        Invalid: `programme_invalid`, with `errors`.
    """
    faults = []
    if programme.embargo_until > around(programme.quarter).ends_at:
        faults.append({"pointer": "/embargo_until", "detail": "The quarter would be over."})
    if programme.introduction and not programme.introduction.get("fr"):
        faults.append({"pointer": "/introduction/fr", "detail": "French is always there."})
    if faults:
        raise Invalid("programme_invalid", "The programme contradicts itself.", {"errors": faults})


def as_seen(programme: Programme, actor: Actor | None, now: datetime) -> Programme:
    """The programme, without its introduction for who does not see it before the embargo is over."""
    seen = now >= programme.embargo_until or (
        actor is not None and may(actor, Permission.DRAFT_ACTIVITIES, Where.of_city(programme.city))
    )
    return programme if seen else replace(programme, introduction={})


def first_quarter(occurrences: Iterable[Occurrence]) -> str | None:
    """The quarter in which the first of some occurrences lies that take place; None: none does."""
    standing = [one for one in occurrences if one.status != "cancelled"]
    return quarter_of(min(standing, key=lambda one: one.starts_at).starts_local) if standing else None


def visible_from(published_at: datetime, programme: Programme | None) -> datetime:
    """When everybody may see what is published: at once, or at the end of the embargo."""
    return published_at if programme is None else max(published_at, programme.embargo_until)


def _parts(quarter: str) -> tuple[int, int]:
    found = QUARTER.fullmatch(quarter)
    if found is None:
        raise Invalid("quarter_invalid", "A quarter is written 2026-Q4.")
    return int(found["year"]), int(found["number"])


def _first_day(year: int, number: int) -> str:
    return f"{year}-{3 * number - 2:02}-01"
