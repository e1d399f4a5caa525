"""Bookings: a unit of a space held by a member for a period; how one comes to be, changes and ends.

    held ──confirm──▶ confirmed ◀──approve── requested        held, requested, confirmed: its claims stand
      │                   │ ▲ move              │
      ▼                   ▼                     ▼
    lapsed    cancelled, missed (no-show)    denied, lapsed   the claims are gone, the row stays

What lapses does so at `lapses_at` by itself: `as_of` tells what a booking is at an instant, whether or not
somebody has written it down yet, and always tells the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chassis.errors import Conflict
from chassis.periods import Period
from services.bookings.domain.conditions import Rules
from services.bookings.domain.people import ERASED, Actor, Holder
from services.bookings.domain.permissions import Permission, Where, may, require

STANDING = ("held", "requested", "confirmed")
# Ours to say: who hears them acts upon it, or keeps silent.
OWN_REASONS = ("series", "replaced", "lapsed", "no_show", ERASED)


@dataclass(frozen=True)
class Booking:
    """A unit held by a member for a period, with the names and the price as they were agreed.

    Attributes:
        host_city: of the place; `home_city` of the member.
        zone: IANA name, of the place.
        price_cents: what is to be paid, after `credit_cents` and `prepaid_minutes` were used.
        category: of the member, when it was booked.
        tariff: the name of the one that gave the price; None for the space's hourly price.
        booked_by_id, booked_by_city: who acted; the member, or somebody on their behalf.
        went_past: the refusal codes that staff went past.
        lapses_at: when it ends by itself unless it is confirmed, answered or checked in; None: never.
        series_id, occurrence: of a series: which, and the local wall time at which its rule puts it.
        replaces_id: the booking that ends when this one is confirmed.
        for_occurrence_id: the occurrence of an activity that holds it instead of a member, as `member_id` too.
        sequence: 0, then one more with each change.
        cancelled_at: when its claims ended before its time, whatever the reason.
        cancel_reason: `member`, or the code of another reason.
    """

    booking_id: str
    space_id: str
    space_name: str
    place_id: str
    place_name: str
    address: str
    latitude: float
    longitude: float
    host_city: str
    unit_id: str
    unit_name: str
    member_id: str
    home_city: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    price_cents: int
    currency: str
    price_rule: str
    booked_at: datetime
    status: str = "confirmed"
    persons: int = 1
    organisation_id: str | None = None
    category: str | None = None
    tariff: str | None = None
    credit_cents: int = 0
    prepaid_minutes: int = 0
    booked_by_id: str = ""
    booked_by_city: str = ""
    went_past: tuple[str, ...] = ()
    lapses_at: datetime | None = None
    series_id: str | None = None
    occurrence: str | None = None
    replaces_id: str | None = None
    for_occurrence_id: str | None = None
    checked_in_at: datetime | None = None
    checked_out_at: datetime | None = None
    sequence: int = 0
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None

    @property
    def period(self) -> Period:
        """From start to end."""
        return Period(self.starts_at, self.ends_at)

    @property
    def holder(self) -> Holder:
        """Whom it is for."""
        return Holder(self.member_id, self.home_city, self.organisation_id)

    @property
    def stands(self) -> bool:
        """Whether its claims stand: not when it has ended before its time, nor when its member has left."""
        return self.status in STANDING and self.checked_out_at is None

    @property
    def counted(self) -> Period | None:
        """What counts as held by its member: all of it, or what was used when the member has left; None: nothing."""
        until = min(self.ends_at, self.checked_out_at or self.ends_at)
        return Period(self.starts_at, until) if self.status in STANDING and self.starts_at < until else None


def as_of(booking: Booking, now: datetime) -> Booking:
    """What a booking is at an instant: one whose time has lapsed has ended, though nobody wrote it down yet."""
    if not booking.stands or booking.lapses_at is None or booking.lapses_at > now:
        return booking
    status = "missed" if booking.status == "confirmed" else "lapsed"
    return _ended(booking, status, "no_show" if status == "missed" else "lapsed", booking.lapses_at)


def lapses_at(status: str, starts_at: datetime, rules: Rules, now: datetime) -> datetime | None:
    """When a booking that gets this status now ends by itself; None: never."""
    if status == "confirmed":
        if rules.release_after_minutes is None:
            return None
        return max(starts_at, now) + timedelta(minutes=rules.release_after_minutes)
    minutes = rules.hold_minutes if status == "held" else rules.answer_within_minutes
    return min(now + timedelta(minutes=minutes), max(starts_at, now))


def confirm(booking: Booking, rules: Rules, now: datetime) -> Booking:
    """A hold made firm, or a request of it where the city has its say; what is firm already stays as it is.

    Raises:
        Conflict: `booking_lapsed`, `booking_not_held`.
    """
    booking = as_of(booking, now)
    if booking.status in ("confirmed", "requested"):
        return booking
    if booking.status == "lapsed":
        raise Conflict("booking_lapsed", "The hold has lapsed.")
    if booking.status != "held":
        raise Conflict("booking_not_held", "Only a hold can be confirmed.")
    asks = rules.approval and "approval_needed" not in booking.went_past
    return _becomes(booking, "requested" if asks else "confirmed", rules, now)


def approve(booking: Booking, rules: Rules, now: datetime) -> Booking:
    """A request granted; one that was granted already stays as it is.

    Raises:
        Conflict: `booking_lapsed`, `booking_not_requested`.
    """
    booking = as_of(booking, now)
    if booking.status == "confirmed":
        return booking
    _check_requested(booking)
    return _becomes(booking, "confirmed", rules, now)


def deny(booking: Booking, reason: str, now: datetime) -> Booking:
    """A request refused; one that was refused already stays as it is.

    Raises:
        Conflict: `booking_lapsed`, `booking_not_requested`.
    """
    booking = as_of(booking, now)
    if booking.status == "denied":
        return booking
    _check_requested(booking)
    return _ended(booking, "denied", reason, now)


def cancel(booking: Booking, reason: str, rules: Rules, now: datetime, past: bool = False) -> Booking:
    """The booking, cancelled; one that has ended already stays as it is.

    Args:
        past: the caller may go past `cancelled_too_late`.

    Raises:
        Conflict: `booking_over`, `cancelled_too_late`.
    """
    booking = as_of(booking, now)
    if booking.status not in STANDING:
        return booking
    _check_not_over(booking, now)
    until = _cutoff(booking, rules.cancel_until_minutes)
    if booking.status == "confirmed" and not past and now > until:
        raise Conflict("cancelled_too_late", "It could be cancelled until an earlier time.", _until(until))
    return _ended(booking, "cancelled", reason, now)


def check_may_change(booking: Booking, actor: Actor, where: Where, *, is_guardian: bool = False) -> None:
    """Refuse who is neither the member, nor answers or booked for them and still may, nor staff with that right.

    Args:
        where: the space that it holds.
        is_guardian: the actor answers for the member.

    Raises:
        Forbidden: `permission_missing`.
    """
    if is_guardian or (actor.member_id, actor.city) == (booking.member_id, booking.home_city):
        return
    helped = (actor.member_id, actor.city) == (booking.booked_by_id, booking.booked_by_city)
    if not (helped and may(actor, Permission.BOOK_FOR_OTHERS, where.or_of(booking.home_city))):
        require(actor, Permission.CHANGE_BOOKINGS, where)


def check_no_bookings(hit: Collection[Booking]) -> None:
    """Refuse to put a space elsewhere in the hierarchy under bookings to come.

    Raises:
        Conflict: `parent_change_hits_bookings`, with their ids.
    """
    if hit:
        ids = [booking.booking_id for booking in hit][:50]
        raise Conflict("parent_change_hits_bookings", "Bookings to come stand in the way.", {"bookings": ids})


def check_movable(booking: Booking, rules: Rules, now: datetime, past: bool = False, extension: bool = False) -> None:
    """Refuse to move what has ended, or what is too near.

    Args:
        past: the caller may go past `moved_too_late`.
        extension: it shall only end later.

    Raises:
        Conflict: `booking_over`, `moved_too_late`.
    """
    if not as_of(booking, now).stands:
        raise Conflict("booking_over", "It holds no longer.")
    _check_not_over(booking, now)
    until = _cutoff(booking, rules.move_until_minutes)
    if not past and not extension and now > until:
        raise Conflict("moved_too_late", "It could be moved until an earlier time.", _until(until))


def check_in(booking: Booking, rules: Rules, now: datetime) -> Booking:
    """The booking, with its member there; the second time nothing happens.

    Raises:
        Conflict: `check_in_too_early`, `booking_over`, `booking_not_confirmed`.
    """
    booking = as_of(booking, now)
    if booking.checked_in_at is not None:
        return booking
    if booking.status != "confirmed":
        raise Conflict("booking_not_confirmed", "Only a confirmed booking is checked in.", {"status": booking.status})
    _check_not_over(booking, now)
    opens = booking.starts_at - timedelta(minutes=rules.check_in_from_minutes)
    if now < opens:
        raise Conflict("check_in_too_early", "It is too early to check in.", {"from": opens.isoformat()})
    return replace(booking, checked_in_at=now, lapses_at=None, sequence=booking.sequence + 1)


def check_out(booking: Booking, now: datetime) -> Booking:
    """The booking, with its member gone: its claims end here; the second time nothing happens.

    Raises:
        Conflict: `booking_not_checked_in`.
    """
    if booking.checked_out_at is not None:
        return booking
    if booking.checked_in_at is None:
        raise Conflict("booking_not_checked_in", "Who never came cannot leave.")
    return replace(booking, checked_out_at=now, sequence=booking.sequence + 1)


def _becomes(booking: Booking, status: str, rules: Rules, now: datetime) -> Booking:
    until = lapses_at(status, booking.starts_at, rules, now)
    return replace(booking, status=status, lapses_at=until, sequence=booking.sequence + 1)


def _ended(booking: Booking, status: str, reason: str, at: datetime) -> Booking:
    sequence = booking.sequence + 1
    return replace(booking, status=status, sequence=sequence, lapses_at=None, cancelled_at=at, cancel_reason=reason)


def _check_requested(booking: Booking) -> None:
    if booking.status == "lapsed":
        raise Conflict("booking_lapsed", "The request has lapsed.")
    if booking.status != "requested":
        raise Conflict("booking_not_requested", "Nobody asks for it.", {"status": booking.status})


def _check_not_over(booking: Booking, now: datetime) -> None:
    if booking.ends_at <= now or booking.checked_out_at is not None:
        raise Conflict("booking_over", "What has been used can no longer be changed.")


def _cutoff(booking: Booking, minutes: int | None) -> datetime:
    return booking.ends_at if minutes is None else booking.starts_at - timedelta(minutes=minutes)


def _until(until: datetime) -> dict[str, str]:
    return {"until": until.isoformat()}
