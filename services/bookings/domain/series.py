"""Series: bookings that come again by a rule, and what becomes of them together. Never asks the time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chassis.errors import Conflict, ServiceError
from chassis.periods import Period
from services.bookings.domain.bookings import Booking, as_of
from services.bookings.domain.occurrences import MOST_OCCURRENCES, Occurrence, check_years, occurrence, too_long
from services.bookings.domain.people import Actor, Holder
from services.bookings.domain.permissions import Permission, Where, may, require


@dataclass(frozen=True)
class Series:
    """What was asked for again and again.

    Attributes:
        rule: RFC 5545, as it was asked for.
        starts_local, ends_local: the first wall times that were asked for, without offset; the rule counts from there.
        zone: IANA name, of the place.
        space_id: where what was refused is tried again.
        past: the refusal codes that whoever booked it asked to go past.
        sequence: 0, then one more with each change.
    """

    series_id: str
    space_id: str
    member_id: str
    home_city: str
    organisation_id: str | None
    booked_by_id: str
    booked_by_city: str
    rule: str
    starts_local: str
    ends_local: str
    zone: str
    persons: int
    past: tuple[str, ...]
    booked_at: datetime
    sequence: int = 0

    @property
    def holder(self) -> Holder:
        """Whom it is for."""
        return Holder(self.member_id, self.home_city, self.organisation_id)


@dataclass(frozen=True)
class RefusedOccurrence:
    """An occurrence that could not be booked, or not be changed, and why.

    Attributes:
        occurrence: its key.
        starts_at, ends_at: None when its wall times make no period.
        codes: of all the refusals.
        refused_at: the last time.
    """

    series_id: str
    occurrence: str
    starts_at: datetime | None
    ends_at: datetime | None
    codes: tuple[str, ...]
    refused_at: datetime

    def again(self) -> Occurrence:
        """The occurrence, to be tried once more."""
        period = Period(self.starts_at, self.ends_at) if self.starts_at and self.ends_at else None
        return Occurrence(self.occurrence, period)


@dataclass(frozen=True)
class Outcome:
    """What became of a series.

    Attributes:
        bookings: those that were made or changed, in order of time; or all, where all are asked for.
        refused: what could not be booked, or not be changed.
    """

    series: Series
    bookings: Sequence[Booking]
    refused: Sequence[RefusedOccurrence]


@dataclass(frozen=True)
class Change:
    """What became of a booking and of those of its series that were to change with it.

    Attributes:
        booking: the one that was named, as it is now.
        changed: how many changed, it included if it did.
        refused: those that could not be changed, and stay as they are.
    """

    booking: Booking
    changed: int
    refused: Sequence[RefusedOccurrence] = ()


def added(to: Series, starts_local: datetime, ends_local: datetime | None) -> Occurrence:
    """One more occurrence of a series, which its rule may or may not name.

    Args:
        ends_local: None for as long, by the clock, as the series was asked for.

    Raises:
        Invalid: `period_invalid`.
    """
    check_years(starts_local)
    length = datetime.fromisoformat(to.ends_local) - datetime.fromisoformat(to.starts_local)
    return occurrence(starts_local, ends_local or starts_local + length, to.zone)


def check_addable(one: Occurrence, booked: Iterable[Booking]) -> None:
    """Refuse an occurrence that is booked already, and one too many.

    Raises:
        Conflict: `occurrence_booked`.
        Invalid: `series_too_long`.
    """
    standing = [booking for booking in booked if booking.stands]
    if any(booking.occurrence == one.key for booking in standing):
        raise Conflict("occurrence_booked", "This occurrence is booked already.")
    if len(standing) >= MOST_OCCURRENCES:
        raise too_long()


def scope_of(named: Booking, scope: str, now: datetime) -> tuple[str, datetime]:
    """The series of a booking, and the start from which on others change with it: `following`, or `all` to come.

    Raises:
        Conflict: `not_in_series`.
    """
    if named.series_id is None:
        raise Conflict("not_in_series", "The booking is of no series.")
    return named.series_id, max(named.starts_at, now) if scope == "following" else now


def conflict(refused: Iterable[RefusedOccurrence]) -> Conflict:
    """The refusal of a whole series: `series_conflict`, with the codes of each occurrence."""
    each = [{"occurrence": one.occurrence, "codes": list(one.codes)} for one in refused]
    return Conflict("series_conflict", "Occurrences of the series are refused.", {"occurrences": each})


def check_may_change(series: Series, actor: Actor, where: Where, *, is_guardian: bool = False) -> None:
    """Refuse who is neither the member, nor answers or booked for them and still may, nor staff with that right.

    Raises:
        Forbidden: `permission_missing`.
    """
    if is_guardian or (actor.member_id, actor.city) == (series.member_id, series.home_city):
        return
    helped = (actor.member_id, actor.city) == (series.booked_by_id, series.booked_by_city)
    if not (helped and may(actor, Permission.BOOK_FOR_OTHERS, where.or_of(series.home_city))):
        require(actor, Permission.CHANGE_BOOKINGS, where)


def stays(of: Series, booking: Booking, refusals: Iterable[ServiceError], now: datetime) -> RefusedOccurrence:
    """A booking that could not be changed."""
    codes = tuple(dict.fromkeys(refusal.code for refusal in refusals))
    return RefusedOccurrence(of.series_id, booking.occurrence or "", booking.starts_at, booking.ends_at, codes, now)


def changed(named: Booking, those: Sequence[Booking], refused: Sequence[RefusedOccurrence], now: datetime) -> Change:
    """What became of a booking that was named and of those that were changed with it."""
    now_is = next((one for one in those if one.booking_id == named.booking_id), as_of(named, now))
    return Change(now_is, len(those), refused)
