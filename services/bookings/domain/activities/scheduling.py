"""Scheduling: what one has to say to give an activity a date, and what becomes of it. Never asks the time.

A date is told in wall times of the zone of its place, and becomes instants as `domain.occurrences` says: what the
clocks skip is read with the offset from before they jump; of what they show twice the first is meant.

"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chassis.errors import Conflict, Invalid, ServiceError
from chassis.periods import Period
from services.bookings.domain import occurrences
from services.bookings.domain.activities import life
from services.bookings.domain.activities.activity import Activity
from services.bookings.domain.activities.occurrence import Kept, Occurrence
from services.bookings.domain.people import Actor
from services.bookings.domain.permissions import Permission, require
from services.bookings.domain.places import Place
from services.bookings.domain.tariffs import Price

ZONE = "Europe/Paris"
"""Of a city that has no place yet."""
MOST_DATES = 53
"""That are made at once: a year of weeks, so that the answer comes within a call's deadline."""


@dataclass(frozen=True)
class Size:
    """For how many an occurrence is, as `Occurrence` has it."""

    capacity: int
    min_persons: int = 0
    waiting_seats: int = 0
    kept_back: tuple[Kept, ...] = ()

    def check(self) -> None:
        """Refuse numbers that do not go together.

        Raises:
            Invalid: `size_invalid`: a minimum that cannot be reached, more kept back than there is, a partner twice.
        """
        partners = [kept.organisation_id for kept in self.kept_back]
        for wrong, why in (
            (self.min_persons > self.capacity, "The minimum is more than all the seats."),
            (sum(kept.seats for kept in self.kept_back) > self.capacity, "More seats are kept back than there are."),
            (len(partners) > len(set(partners)), "A partner is named twice."),
        ):
            if wrong:
                raise Invalid("size_invalid", why)


@dataclass(frozen=True)
class Whereabouts:
    """Where an activity is, as its occurrences remember it. Nothing is said of what is online only."""

    zone: str
    place_id: str | None = None
    place_name: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Date:
    """From when to when, as the clocks of a zone show it."""

    starts_local: datetime
    ends_local: datetime
    period: Period | None

    @property
    def key(self) -> str:
        """Its start, to the minute."""
        return _told(self.starts_local)

    @property
    def end_key(self) -> str:
        """Its end, to the minute."""
        return _told(self.ends_local)


@dataclass(frozen=True)
class RefusedDate:
    """A date that could not be made, and the codes of what stands against it."""

    date: Date
    codes: tuple[str, ...]


@dataclass(frozen=True)
class DateSeen:
    """What a date would come to.

    Attributes:
        status: `free`, `taken`, `closed` or `refused`.
        price: of the space; None without one.
    """

    date: Date
    status: str
    codes: tuple[str, ...] = ()
    price: Price | None = None


@dataclass(frozen=True)
class DatesSeen:
    """What some dates would come to, in the zone of their place."""

    activity_id: str
    space_id: str | None
    zone: str
    items: Sequence[DateSeen]


@dataclass(frozen=True)
class Scheduled:
    """What became of the dates that were asked for."""

    occurrences: Sequence[Occurrence]
    refused: Sequence[RefusedDate]


def check_may_schedule(activity: Activity, actor: Actor, *, in_space: bool = False) -> None:
    """Refuse who may not change the dates of an activity: what is on the programme is for who publishes.

    Who drafts without being staff plans dates, and books no space of the city's as the city.

    Raises:
        Forbidden: `permission_missing`.
        Conflict: `activity_over`: it is cancelled.
    """
    shown = activity.status in ("published", "cancelled")
    if shown or in_space or not life.is_drafter(activity, actor):
        right = Permission.PUBLISH_ACTIVITIES if shown else Permission.DRAFT_ACTIVITIES
        require(actor, right, life.where(activity))
    if activity.status == "cancelled":
        raise Conflict("activity_over", "The activity is cancelled.")


def whereabouts(activity: Activity, place: Place | None, zone: str) -> Whereabouts:
    """Where an activity is.

    Args:
        place: of the activity, if it has one.
        zone: of its city, where it has none.
    """
    if place is not None:
        address = f"{place.address}, {place.postcode} {place.commune}"
        return Whereabouts(place.zone, place.place_id, place.name, address, place.latitude, place.longitude)
    if (venue := activity.venue) is not None:
        address = f"{venue.address}, {venue.postcode} {venue.commune}"
        return Whereabouts(zone, None, venue.name, address, venue.latitude, venue.longitude)
    return Whereabouts(zone)


def dates(starts_local: datetime, ends_local: datetime, rule: str | None, zone: str) -> list[Date]:
    """The dates that are asked for: one, or all that a rule names.

    Raises:
        Invalid: `rule_invalid`; `series_too_long`; `too_many_dates` beyond 53; `period_invalid`.
    """
    if rule is None:
        return [date(starts_local, ends_local, zone)]
    found = occurrences.of_rule(rule, starts_local, ends_local, zone)
    if len(found) > MOST_DATES:
        raise Invalid("too_many_dates", f"At most {MOST_DATES} dates are made at once.", {"most": MOST_DATES})
    length = ends_local - starts_local
    starts = [datetime.fromisoformat(one.key) for one in found]
    return [Date(start, start + length, one.period) for start, one in zip(starts, found, strict=True)]


def date(starts_local: datetime, ends_local: datetime, zone: str) -> Date:
    """One date.

    Raises:
        Invalid: `period_invalid` when the end does not come after the start by the clocks.
    """
    return Date(starts_local, ends_local, occurrences.occurrence(starts_local, ends_local, zone).period)


def check_date(asked: Date, now: datetime) -> Period:
    """The period of a date that is to come.

    Raises:
        Invalid: `period_invalid` in a night in which the clocks change.
        Conflict: `in_the_past`.
    """
    period = occurrences.span([asked.period])
    if period.starts_at <= now:
        raise Conflict("in_the_past", "The period has begun.")
    return period


def schedule(
    activity: Activity, occurrence_id: str, asked: Date, where: Whereabouts, size: Size, now: datetime
) -> Occurrence:
    """A new occurrence, with nothing booked for it yet.

    Raises:
        Invalid, Conflict: as `check_date`.
    """
    period = check_date(asked, now)
    return Occurrence(
        occurrence_id=occurrence_id,
        activity_id=activity.activity_id,
        city=activity.city,
        place_id=where.place_id,
        place_name=where.place_name,
        address=where.address,
        latitude=where.latitude,
        longitude=where.longitude,
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        zone=where.zone,
        starts_local=_told(asked.starts_local),
        ends_local=_told(asked.ends_local),
        capacity=size.capacity,
        min_persons=size.min_persons,
        waiting_seats=size.waiting_seats,
        kept_back=size.kept_back,
        dated_at=now,
        changed_at=now,
    )


def redated(occurrence: Occurrence, asked: Date, now: datetime) -> Occurrence:
    """The same at another time by the clocks of its zone, of whose minimum nobody was warned yet.

    Raises:
        Invalid, Conflict: as `check_date`.
    """
    period = check_date(asked, now)
    stays = occurrence.dated_at is not None and period == Period(occurrence.starts_at, occurrence.ends_at)
    return replace(
        occurrence,
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        starts_local=_told(asked.starts_local),
        ends_local=_told(asked.ends_local),
        previous_starts_at=occurrence.starts_at,
        dated_at=occurrence.dated_at if stays else now,
        alerted_at=occurrence.alerted_at if stays else None,
        changed_at=now,
    )


def seen(asked: Date, now: datetime) -> DateSeen:
    """What a date would come to that needs no space."""
    try:
        check_date(asked, now)
    except ServiceError as refusal:
        return DateSeen(asked, "refused", (refusal.code,))
    return DateSeen(asked, "free")


def refused(asked: Date, *refusals: ServiceError) -> RefusedDate:
    """A date against which something stands."""
    return RefusedDate(asked, tuple(dict.fromkeys(refusal.code for refusal in refusals)))


def _told(local: datetime) -> str:
    return local.isoformat(timespec="minutes")
