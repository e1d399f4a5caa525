"""What is told of activities and their occurrences, to everybody: each event carries all that is public of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.bookings.domain.activities import Image, Price, Texts, Venue
from services.bookings.events.told import Edition


@dataclass(frozen=True, kw_only=True)
class ActivityPublished(Edition):
    """An activity is on the programme, or says something else."""

    type: ClassVar[str] = "activity.published"
    activity_id: str
    title: Texts
    summary: Texts
    description: Texts | None
    easy_to_read: Texts | None
    kind: str
    theme: str | None
    cycle: str | None
    languages: tuple[str, ...]
    publics: tuple[str, ...]
    min_age: int | None
    max_age: int | None
    organiser_id: str | None
    organiser_name: str | None
    prices: tuple[Price, ...]
    image: Image | None
    accessibility: tuple[str, ...]
    attendance: str
    place_id: str | None
    venue: Venue | None
    recipe: str | None
    copied_from_id: str | None
    copied_from_city: str | None
    attribution: str | None
    mode: str
    external_url: str | None
    published_at: datetime

    @property
    def subject(self) -> str:
        return self.activity_id


@dataclass(frozen=True, kw_only=True)
class ActivityCancelled(Edition):
    """An activity and all of its occurrences to come are cancelled. `reason` is a code."""

    type: ClassVar[str] = "activity.cancelled"
    activity_id: str
    title: Texts
    cancelled_at: datetime
    reason: str

    @property
    def subject(self) -> str:
        return self.activity_id


@dataclass(frozen=True, kw_only=True)
class ActivityWithdrawn(Edition):
    """An activity is a draft again: nobody had registered."""

    type: ClassVar[str] = "activity.withdrawn"
    activity_id: str
    withdrawn_at: datetime

    @property
    def subject(self) -> str:
        return self.activity_id


@dataclass(frozen=True, kw_only=True)
class AboutOccurrence(Edition):
    """What every event of an occurrence tells. `is_full`: who registers now waits, or is refused."""

    occurrence_id: str
    activity_id: str
    title: Texts
    kind: str
    place_id: str | None
    place_name: str
    address: str
    latitude: float | None
    longitude: float | None
    starts_at: datetime
    ends_at: datetime
    zone: str
    status: str
    capacity: int
    min_persons: int
    is_full: bool
    attendance: str
    space_id: str | None
    booking_id: str | None

    @property
    def subject(self) -> str:
        return self.occurrence_id


@dataclass(frozen=True, kw_only=True)
class OccurrenceScheduled(AboutOccurrence):
    """An activity has one more date."""

    type: ClassVar[str] = "occurrence.scheduled"
    scheduled_at: datetime


@dataclass(frozen=True, kw_only=True)
class OccurrenceRescheduled(AboutOccurrence):
    """It is at another time or in another place."""

    type: ClassVar[str] = "occurrence.rescheduled"
    previous_starts_at: datetime
    previous_ends_at: datetime
    rescheduled_at: datetime


@dataclass(frozen=True, kw_only=True)
class OccurrenceMovedOnline(AboutOccurrence):
    """Nobody comes; who has a seat is told where it is."""

    type: ClassVar[str] = "occurrence.moved_online"
    moved_online_at: datetime


@dataclass(frozen=True, kw_only=True)
class OccurrencePostponed(AboutOccurrence):
    """It is not when it was said, and nobody knows yet when it is."""

    type: ClassVar[str] = "occurrence.postponed"
    postponed_at: datetime


@dataclass(frozen=True, kw_only=True)
class OccurrenceCancelled(AboutOccurrence):
    """It is not. `reason` is a code: `below_minimum`, `activity_cancelled`, `staff`, or another."""

    type: ClassVar[str] = "occurrence.cancelled"
    cancelled_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class OccurrenceResized(AboutOccurrence):
    """It has more or fewer seats."""

    type: ClassVar[str] = "occurrence.resized"
    resized_at: datetime


@dataclass(frozen=True, kw_only=True)
class OccurrenceFilled(AboutOccurrence):
    """No seat is left."""

    type: ClassVar[str] = "occurrence.filled"
    filled_at: datetime


@dataclass(frozen=True, kw_only=True)
class OccurrenceReopened(AboutOccurrence):
    """There are seats again."""

    type: ClassVar[str] = "occurrence.reopened"
    reopened_at: datetime


@dataclass(frozen=True, kw_only=True)
class OccurrenceShort(AboutOccurrence):
    """It is below its minimum, and is cancelled at `decides_at` unless more register.

    `drafted_by_id`: who planned it, of `drafted_by_city`, which writes to them.
    """

    type: ClassVar[str] = "occurrence.found_short"
    seats_taken: int
    decides_at: datetime
    drafted_by_id: str
    drafted_by_city: str


@dataclass(frozen=True, kw_only=True)
class OccurrenceEnded(AboutOccurrence):
    """It is over. Of who came only numbers: seats that were registered, that came, and who just walked in."""

    type: ClassVar[str] = "occurrence.ended"
    registered: int
    came: int
    absent: int
    walked_in: int
    bands: dict[str, int]
    ended_at: datetime
