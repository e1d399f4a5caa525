"""What is told of registrations: each event carries the whole registration, with when and where it is for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.bookings.domain.activities import Texts
from services.bookings.events.told import Told


@dataclass(frozen=True)
class OtherDate:
    """Another occurrence of the same activity, for which one may register."""

    occurrence_id: str
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class AboutRegistration(Told):
    """What every event of a registration tells. Its member's home city is told, and the hub.

    `occurrence_status`: `scheduled`, `rescheduled`, `moved_online`, `postponed`, `cancelled`. `online_url`: None unless
    the registration is confirmed. `position`: 1 for who is next; None unless it waits. `answers_due`: the form asks for
    what was not answered yet.
    """

    registration_id: str
    occurrence_id: str
    activity_id: str
    title: Texts
    kind: str
    host_city: str
    member_id: str
    home_city: str
    organisation_id: str | None
    seats: int
    status: str
    position: int | None
    starts_at: datetime
    ends_at: datetime
    zone: str
    occurrence_status: str
    place_name: str
    address: str
    latitude: float | None
    longitude: float | None
    attendance: str
    online_url: str | None
    answers_due: bool
    lapses_at: datetime | None
    registered_by_id: str
    registered_by_city: str

    @property
    def subject(self) -> str:
        return self.registration_id

    @property
    def city(self) -> str:
        return self.home_city


@dataclass(frozen=True, kw_only=True)
class RegistrationRequested(AboutRegistration):
    """Seats are asked for and held; the host city says yes or no."""

    type: ClassVar[str] = "registration.requested"
    requested_at: datetime


@dataclass(frozen=True, kw_only=True)
class RegistrationConfirmed(AboutRegistration):
    """Seats are the member's. `promoted`: they waited for them."""

    type: ClassVar[str] = "registration.confirmed"
    confirmed_at: datetime
    promoted: bool


@dataclass(frozen=True, kw_only=True)
class RegistrationQueued(AboutRegistration):
    """The member waits."""

    type: ClassVar[str] = "registration.queued"
    queued_at: datetime


@dataclass(frozen=True, kw_only=True)
class RegistrationOffered(AboutRegistration):
    """Seats are held for a member who waited, until `lapses_at`."""

    type: ClassVar[str] = "registration.offered"
    offered_at: datetime


@dataclass(frozen=True, kw_only=True)
class RegistrationChanged(AboutRegistration):
    """Something else is true of it. `what`: `rescheduled`, `moved_online`, `postponed`, `seats`, `answered`."""

    type: ClassVar[str] = "registration.changed"
    what: str
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class RegistrationCancelled(AboutRegistration):
    """Its seats, or its place in the list, are free again. `was`: its status before.

    `reason`: `member`, `staff`, `offer_refused`, `closed`, `below_minimum`, `activity_cancelled`, `erased`, or another
    code. `other_dates`: where one may register instead.
    """

    type: ClassVar[str] = "registration.cancelled"
    was: str
    reason: str
    other_dates: tuple[OtherDate, ...]
    cancelled_at: datetime


@dataclass(frozen=True, kw_only=True)
class RegistrationDeclined(AboutRegistration):
    """The host city said no. `reason` is a code."""

    type: ClassVar[str] = "registration.declined"
    declined_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class RegistrationLapsed(AboutRegistration):
    """Nobody accepted the offer, or answered the request, in time. `was`: `offered`, `requested`."""

    type: ClassVar[str] = "registration.lapsed"
    was: str
    lapsed_at: datetime


@dataclass(frozen=True, kw_only=True)
class RegistrationCheckedIn(AboutRegistration):
    """The door saw them; `checked_in_seats`: how many came."""

    type: ClassVar[str] = "registration.checked_in"
    checked_in_at: datetime
    checked_in_seats: int


@dataclass(frozen=True, kw_only=True)
class RegistrationMissed(AboutRegistration):
    """Nobody came. `absence_reason`: a code that staff chose; None: none was given."""

    type: ClassVar[str] = "registration.missed"
    absence_reason: str | None
    missed_at: datetime
