"""Seats of an occurrence: how many are free and for whom, who comes before whom. Never asks the time.

Who is first in the list, by priority, then by arrival, is offered what is free as soon as it is enough for them. Seats
that are kept back are for the members of their organisation; those of an organisation take these first, if they
suffice.

Source: decision 0019.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.bookings.domain.activities.activity import Activity, Terms
from services.bookings.domain.activities.occurrence import Occurrence
from services.bookings.domain.activities.registration import SEATED, Registration
from services.bookings.domain.activities.state import WITH_SEATS, closes_at, seats_left
from services.bookings.domain.permissions import Where

TAKES_PLACE = ("scheduled", "rescheduled", "moved_online")
"""The statuses of an occurrence that has a date."""


@dataclass(frozen=True)
class Seats:
    """An occurrence with its activity, and what is taken of the seats that it keeps back.

    Attributes:
        kept_taken: by organisation.
    """

    occurrence: Occurrence
    activity: Activity
    kept_taken: Mapping[str, int] = field(default_factory=dict)

    @property
    def terms(self) -> Terms:
        """How one registers."""
        return self.activity.terms

    @property
    def where(self) -> Where:
        """Whose staff has a say."""
        return Where((self.occurrence.city,), self.occurrence.place_id)

    @property
    def attendance(self) -> str:
        """Where one attends: `on_site`, `online`, or `both`."""
        return "online" if self.occurrence.status == "moved_online" else self.activity.attendance

    @property
    def closes_at(self) -> datetime:
        """From then on nobody registers, and nobody is offered anything."""
        return closes_at(self.occurrence, self.terms)

    @property
    def left(self) -> int:
        """The seats that everybody may have."""
        kept = self.occurrence.kept_back
        unused = sum(self.kept_for(one.organisation_id) for one in kept)
        taken = sum(one.seats for one in kept) - unused
        return seats_left(self.occurrence, taken)

    @property
    def waiting_left(self) -> int:
        """The places that are left in the list, in seats."""
        return self.occurrence.waiting_seats - self.occurrence.seats_waiting

    @property
    def is_by_hand(self) -> bool:
        """Whether staff chooses who is offered what becomes free."""
        return self.terms.promotion == "manual"

    @property
    def is_full(self) -> bool:
        """Whether who registers now waits, or is refused."""
        if self.terms.mode not in WITH_SEATS:
            return False
        return self.left == 0 or (self.is_by_hand and self.occurrence.seats_waiting > 0)

    def offers(self, now: datetime) -> bool:
        """Whether anything may be offered: not from its close on, nor while it has no date."""
        return self.occurrence.status in TAKES_PLACE and now < self.closes_at

    def has_closed(self, now: datetime) -> bool:
        """Whether nobody waits any more; who waits for a postponed one goes on."""
        return self.occurrence.status != "postponed" and not self.offers(now)

    def kept_for(self, organisation_id: str | None) -> int:
        """The seats that are kept back for an organisation and free."""
        kept = sum(one.seats for one in self.occurrence.kept_back if one.organisation_id == organisation_id)
        return max(0, kept - self.kept_taken.get(organisation_id or "", 0))

    def free_for(self, organisation_id: str | None) -> int:
        """The most seats that somebody who comes for an organisation, or for themselves, may have at once."""
        return max(self.left, self.kept_for(organisation_id))

    def are_kept(self, seats: int, organisation_id: str | None) -> bool:
        """Whether so many are drawn from those that are kept back for an organisation."""
        return 0 < seats <= self.kept_for(organisation_id)

    def left_beside(self, registration: Registration) -> int:
        """The seats that a registration which has some may have more."""
        return self.kept_for(registration.organisation_id) if registration.kept else self.left

    def after(self, before: Registration | None, now_is: Registration) -> Seats:
        """The same, once a registration is no longer what it was."""
        taken = _taken(now_is) - _taken(before)
        waiting = _waiting(now_is) - _waiting(before)
        occurrence = replace(
            self.occurrence,
            seats_taken=self.occurrence.seats_taken + taken,
            seats_waiting=self.occurrence.seats_waiting + waiting,
            last_number=max(self.occurrence.last_number, now_is.number),
        )
        kept = dict(self.kept_taken)
        for registration, sign in ((before, -1), (now_is, 1)):
            if registration is not None and registration.kept and registration.organisation_id:
                organisation_id = registration.organisation_id
                kept[organisation_id] = kept.get(organisation_id, 0) + sign * _taken(registration)
        return replace(self, occurrence=occurrence, kept_taken=kept)


def _taken(registration: Registration | None) -> int:
    return registration.seats if registration is not None and registration.status in SEATED else 0


def _waiting(registration: Registration | None) -> int:
    return registration.seats if registration is not None and registration.status == "waiting" else 0
