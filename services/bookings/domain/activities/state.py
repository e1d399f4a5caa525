"""What an occurrence is at an instant, and whether one may register for it: seen, never written. Never asks the time.

Source: OpenAgenda's status for `state`; decision 0019 for who comes before whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.bookings.domain.activities.activity import Terms
from services.bookings.domain.activities.occurrence import Occurrence

WITH_SEATS = ("open", "moderated")
"""The modes in which seats are counted."""


@dataclass(frozen=True)
class Seen:
    """An occurrence as somebody sees it.

    Attributes:
        terms: of its activity.
        now: when it is seen.
        kept_taken: seats that are taken of those kept back.
    """

    occurrence: Occurrence
    terms: Terms
    now: datetime
    kept_taken: int = 0

    @property
    def seats_left(self) -> int:
        """That everybody may have; none where seats are not counted."""
        return seats_left(self.occurrence, self.kept_taken) if self.terms.mode in WITH_SEATS else 0

    @property
    def waiting_seats_left(self) -> int:
        """Of the waiting list."""
        return self.occurrence.waiting_seats - self.occurrence.seats_waiting

    @property
    def opens_at(self) -> datetime | None:
        """When one may register; None: at once."""
        return self.terms.opens_at

    @property
    def closes_at(self) -> datetime:
        """When one may register no longer."""
        return closes_at(self.occurrence, self.terms)

    @property
    def state(self) -> str:
        """As `state`."""
        return state(self.occurrence, self.now, self.terms, self.kept_taken)

    @property
    def registration(self) -> str:
        """As `registration_state`."""
        return registration_state(self.occurrence, self.terms, self.now, self.kept_taken)


def seats_left(occurrence: Occurrence, kept_taken: int = 0) -> int:
    """The seats that everybody may have: neither taken nor kept back."""
    kept = sum(one.seats for one in occurrence.kept_back)
    return max(0, occurrence.capacity - occurrence.seats_taken - max(0, kept - kept_taken))


def closes_at(occurrence: Occurrence, terms: Terms) -> datetime:
    """When one may register no longer; at the latest when it starts."""
    return occurrence.starts_at - timedelta(minutes=terms.closes_minutes)


def state(occurrence: Occurrence, now: datetime, terms: Terms | None = None, kept_taken: int = 0) -> str:
    """What it is: `cancelled`, `postponed`, `done`, `full`, `scheduled`, `rescheduled` or `moved_online`.

    What is postponed has not taken place, whenever it should have. Of what is full everybody wants to know that first.
    """
    if occurrence.status in ("cancelled", "postponed"):
        return occurrence.status
    if occurrence.ends_at <= now:
        return "done"
    counts = terms is None or terms.mode in WITH_SEATS
    return "full" if counts and not seats_left(occurrence, kept_taken) else occurrence.status


def registration_state(occurrence: Occurrence, terms: Terms, now: datetime, kept_taken: int = 0) -> str:
    """What happens to whoever registers now.

    `over`: it has ended; `closed`: cancelled, postponed or too late; `none`: one just comes; `external`: elsewhere;
    `not_yet`; `open`: there are seats, not enough for anybody who waits; `waiting`: who comes now waits; `full`.
    """
    if occurrence.ends_at <= now and occurrence.status != "postponed":
        return "over"
    if occurrence.status in ("cancelled", "postponed"):
        return "closed"
    if terms.mode not in WITH_SEATS:
        return terms.mode
    if closes_at(occurrence, terms) <= now:
        return "closed"
    if terms.opens_at is not None and now < terms.opens_at:
        return "not_yet"
    is_staffs_turn = terms.promotion == "manual" and occurrence.seats_waiting
    if seats_left(occurrence, kept_taken) and not is_staffs_turn:
        return "open"
    return "waiting" if occurrence.seats_waiting < occurrence.waiting_seats else "full"
