"""How many letters a mail domain is sent a minute: a large provider that gets too many at once refuses the rest.

Each domain has a mark: the instant until which what it was sent or promised lasts, spread evenly. A letter may go ahead
of it by a burst; else it is given a time of its own. Knows a domain while its mark is to come, and never an address.

Source: the generic cell rate algorithm (ITU-T I.371, annex A), in its form as virtual scheduling.
"""

from __future__ import annotations

from datetime import datetime, timedelta

BURST = 10
TIDIED_FROM = 1000


class Pace:
    """The pace of one process for one city; nothing is asked of the others.

    Args:
        per_minute: letters a domain, in the long run.
        burst: how many may go at once after a silence.
    """

    def __init__(self, per_minute: int, burst: int = BURST) -> None:
        self._span = timedelta(minutes=1) / per_minute
        self._ahead = self._span * (burst - 1)
        self._marks: dict[str, datetime] = {}
        self._tidied_at = TIDIED_FROM

    def slot(self, domain: str, now: datetime) -> datetime:
        """When a letter to that domain may go, which is kept for it; not later than `now`: at once."""
        self._tidy(now)
        mark = max(self._marks.get(domain.lower(), now), now)
        self._marks[domain.lower()] = mark + self._span
        return max(mark - self._ahead, now)

    def __len__(self) -> int:
        """How many domains it knows."""
        return len(self._marks)

    def _tidy(self, now: datetime) -> None:
        """Forget the domains that are as if nothing had ever been sent there."""
        if len(self._marks) >= self._tidied_at:
            self._marks = {domain: mark for domain, mark in self._marks.items() if mark > now}
            self._tidied_at = max(TIDIED_FROM, 2 * len(self._marks))
