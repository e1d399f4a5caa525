"""The weekly digest: when it goes out, and what it tells. Pure; knows no member but by what they chose."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.notifications.domain.programme import Showing, of_interest

TELLS_OF = timedelta(days=8)
"""How far a digest looks: a day beyond the next one, so that no date falls between two."""
MOST_DATES = 20
"""How many dates a digest names; of the others it says how many they are."""
CATCHES_UP_WITHIN = timedelta(days=1)
"""How late a digest may begin, or go on, on a node that was down at its time."""
DIGEST_WORTH = timedelta(days=3)
"""From when on a digest that could not be sent is of no use."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Digest:
    """What a member is told of the programme.

    Attributes:
        showings: of their own city first, each by date; at least one.
        more: how many others there are.
        city: the member's.
    """

    showings: tuple[Showing, ...]
    more: int
    city: str

    @property
    def count(self) -> int:
        """How many dates there are, named or not."""
        return len(self.showings) + self.more


@dataclass(frozen=True)
class Subscriber:
    """A member who wishes for the digest, and what they are curious about: slugs; none: all of their own city."""

    member_id: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Progress:
    """How far the digest of a week has come.

    Attributes:
        after_id: the last member id that was looked at; None: none yet.
        finished_at: when everybody was; UTC.
    """

    week: str
    after_id: str | None = None
    finished_at: datetime | None = None


def week_due(said: str, zone: str, now: datetime) -> str | None:
    """The week whose digest is to go out at an instant, e.g. `2026-W49` (ISO 8601); None: at that one none is.

    In the night in which the clocks change the wall time counts: an hour that is not there is the one after it, of one
    that comes twice it is the first.

    Args:
        said: the day and the hour, e.g. `thursday 08:00`.
        zone: IANA, of the city whose clocks say it.
        now: the instant, UTC.
    """
    name, _, hour = said.partition(" ")
    today = now.astimezone(ZoneInfo(zone)).date()
    monday = today - timedelta(days=today.weekday())
    for first in (monday, monday - timedelta(days=7)):  # what was due at the end of last week may still go out
        day = first + timedelta(days=_DAYS.index(name))
        due = datetime.combine(day, time.fromisoformat(hour), ZoneInfo(zone)).astimezone(now.tzinfo)
        if due <= now < due + CATCHES_UP_WITHIN:
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
    return None


def digest_for(showings: Sequence[Showing], topics: Collection[str], city: str) -> Digest | None:
    """What a member is told; None: there is nothing for them, and they are not written to.

    Args:
        showings: what is on in every city in the time that a digest looks at.
        topics: that the member chose; slugs.
        city: the member's.
    """
    found = of_interest(showings, topics, city)
    if not found:
        return None
    return Digest(tuple(found[:MOST_DATES]), len(found[MOST_DATES:]), city)
