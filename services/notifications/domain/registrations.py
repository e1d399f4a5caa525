"""What a letter tells of: a registration for an activity, a wish for one, an occurrence below its minimum. Nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

UNSAID = "fr"
"""The language in which everything that has a title has one."""


@dataclass(frozen=True)
class OtherDate:
    """Another occurrence of the same activity; it starts at a UTC instant."""

    occurrence_id: str
    starts_at: datetime


@dataclass(frozen=True)
class Registration:
    """A registration as an event leaves it.

    Attributes:
        title: of the activity, by language; French is always there.
        status: `requested`, `waiting`, `offered`, `confirmed`, or how it ended.
        position: in the list, from 1; None unless it waits.
        occurrence_status: `scheduled`, `rescheduled`, `moved_online`, `postponed` (no date is known), `cancelled`.
        attendance: `on_site`, `online`, `both`.
        online_url: where it is on the network, for who has a seat.
        answers_due: the form asks for what was not answered yet.
        lapses_at: until when an offer holds the seats, or a request is answered; UTC.
        what: what changed: `rescheduled`, `moved_online`, `postponed`, `seats`.
        was: its status before it ended.
        reason: the code why it ended.
        promoted: its member waited for the seats.
        before: what its member was told the last time; None: nothing yet.
    """

    registration_id: str
    activity_id: str
    title: Mapping[str, str]
    member_id: str
    home_city: str
    seats: int
    status: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    occurrence_status: str
    place_name: str
    address: str
    attendance: str
    latitude: float | None = None
    longitude: float | None = None
    position: int | None = None
    online_url: str | None = None
    answers_due: bool = False
    lapses_at: datetime | None = None
    registered_by_id: str | None = None
    what: str | None = None
    was: str | None = None
    reason: str | None = None
    promoted: bool = False
    other_dates: tuple[OtherDate, ...] = ()
    before: Registration | None = None

    def title_in(self, language: str) -> str:
        """The title in that language, or in French."""
        return self.title.get(language) or self.title[UNSAID]

    @property
    def has_date(self) -> bool:
        """Whether it is known when it is: of what is postponed only when it would have been."""
        return self.occurrence_status != "postponed"

    @property
    def is_online_only(self) -> bool:
        """Whether nobody comes to a place."""
        return self.attendance == "online" or self.occurrence_status == "moved_online"

    @property
    def is_by_another(self) -> bool:
        """Whether somebody registered on the member's behalf."""
        return self.registered_by_id is not None and self.registered_by_id != self.member_id

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """Latitude and longitude of the place, where both are known and somebody comes there."""
        if self.is_online_only or self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def moved_from(self) -> Registration | None:
        """What its member was told before, where it is now at another time or in another place."""
        told = self.before
        if told is None or not told.has_date or not self.has_date:
            return None
        return told if _when_and_where(told) != _when_and_where(self) else None


@dataclass(frozen=True)
class Wish:
    """Seats that somebody without an account wishes for; nothing is held before they open the link of the letter.

    Attributes:
        place_name: empty when it is online only.
        occurrence_id: of what; None: it was not told.
    """

    wish_id: str
    member_id: str
    city: str
    title: Mapping[str, str]
    starts_at: datetime
    zone: str
    place_name: str
    occurrence_id: str | None = None

    def title_in(self, language: str) -> str:
        """The title in that language, or in French."""
        return self.title.get(language) or self.title[UNSAID]


@dataclass(frozen=True)
class Occurrence:
    """An occurrence that is below its minimum.

    Attributes:
        decides_at: when it is cancelled unless more register; UTC.
        drafted_by_id: who planned it, of `drafted_by_city`.
    """

    occurrence_id: str
    activity_id: str
    title: Mapping[str, str]
    place_name: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    min_persons: int
    seats_taken: int
    decides_at: datetime
    drafted_by_id: str
    drafted_by_city: str

    def title_in(self, language: str) -> str:
        """The title in that language, or in French."""
        return self.title.get(language) or self.title[UNSAID]


def _when_and_where(told: Registration) -> tuple[object, ...]:
    return told.starts_at, told.ends_at, told.is_online_only, told.place_name, told.address
