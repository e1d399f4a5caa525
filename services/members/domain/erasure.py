"""Erasure: what keeps a person's data back for a while, and what they are told before it goes. Pure.

Little keeps it back: an erasure is due without undue delay (RGPD, article 17). What is to come is cancelled and what
is asked for falls with whoever asked, so that the member is told of both and decides. Only this waits:

- a booking, or an activity with a seat, under way or over less than 30 days ago: what happened at the place can still
  be claimed, and be answered (article 17.3.e). Source: the City of Helsinki's rule (`can_anonymize` of
  tilavarauspalvelu);
- the last administrator of the city, without whom nobody could ever be made one;
- who alone is there for a minor, whom the city must be able to reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from chassis.errors import Conflict, Forbidden, Unauthenticated
from services.members.domain.ages import is_minor, of_age_at
from services.members.domain.ledger import COUNTED, HeardBooking
from services.members.domain.logins import Login
from services.members.domain.people import Member, Status
from services.members.domain.roles import EVERYWHERE, Grant, Role

CLAIMED_WITHIN = timedelta(days=30)
REMEMBERED_FOR = timedelta(days=60)
"""How long the digest of an id is kept, so that nothing late brings its member back: longer than a message may wait."""

REGISTERED = ("waiting", "requested", "offered", "confirmed")
"""The statuses of a registration that stands: cancelled, if it is to come, when its member goes."""
JUST_SIGNED_IN = timedelta(minutes=5)


class Reason(StrEnum):
    """What an erasure meets."""

    BOOKING_UNDER_WAY = "booking_under_way"
    BOOKING_RECENT = "booking_recent"
    REGISTRATION_UNDER_WAY = "registration_under_way"
    REGISTRATION_RECENT = "registration_recent"
    LAST_ADMINISTRATOR = "last_administrator"
    SOLE_GUARDIAN = "sole_guardian"
    BOOKING_TO_COME = "booking_to_come"
    REGISTRATION_TO_COME = "registration_to_come"
    APPLICATION_OPEN = "application_open"
    SOLE_OF_ORGANISATION = "sole_of_organisation"


KEEPING_BACK = frozenset(
    {
        Reason.BOOKING_UNDER_WAY,
        Reason.BOOKING_RECENT,
        Reason.REGISTRATION_UNDER_WAY,
        Reason.REGISTRATION_RECENT,
        Reason.LAST_ADMINISTRATOR,
        Reason.SOLE_GUARDIAN,
    }
)


@dataclass(frozen=True)
class HeardRegistration:
    """A seat of an activity, or a place in its waiting list, as bookings told it last. Kept until it counts no more.

    Attributes:
        occurrence_status: `postponed`: its date is no date.
    """

    registration_id: str
    member_id: str
    starts_at: datetime
    ends_at: datetime
    status: str
    occurrence_status: str
    sequence: int

    @property
    def is_postponed(self) -> bool:
        """Whether it is to come, though nobody knows when."""
        return self.occurrence_status == "postponed"


@dataclass(frozen=True)
class Circumstances:
    """What an erasure would touch.

    Attributes:
        bookings: of the member, anywhere, that were not over longer than `CLAIMED_WITHIN` ago.
        registrations: likewise.
        other_administrators: how many other active members administer the whole city.
        wards: when those were born for whom nobody else is guardian; None: not known.
        open_applications: how many.
        lone_organisations: how many of which nobody else acts for them.
    """

    bookings: tuple[HeardBooking, ...] = ()
    registrations: tuple[HeardRegistration, ...] = ()
    other_administrators: int = 0
    wards: tuple[date | None, ...] = ()
    open_applications: int = 0
    lone_organisations: int = 0


@dataclass(frozen=True)
class Finding:
    """One thing that an erasure meets.

    Attributes:
        count: how many of them.
        until: UTC; from then on it is in the way no longer; None: until somebody changes it.
    """

    reason: Reason
    count: int
    until: datetime | None = None

    @property
    def keeps_back(self) -> bool:
        """Whether nothing is erased because of it; else it ends with the erasure."""
        return self.reason in KEEPING_BACK


def erasure(member: Member, known: Circumstances, now: datetime) -> tuple[Finding, ...]:
    """Everything that the erasure of a member meets at this instant; what keeps it back first."""
    standing = [booking for booking in known.bookings if booking.status in COUNTED]
    seated = [one for one in known.registrations if one.status == "confirmed" and not one.is_postponed]
    registered = [one for one in known.registrations if one.status in REGISTERED]
    to_come = [booking for booking in standing if now < booking.starts_at]
    to_go_to = [one for one in registered if now < one.starts_at or one.is_postponed]
    minors = [born_on for born_on in known.wards if is_minor(born_on, now)]
    is_last = _administers(member) and known.other_administrators == 0
    grown_up_at = None if None in minors else max((of_age_at(born_on) for born_on in minors if born_on), default=None)
    met = (
        _under_way(Reason.BOOKING_UNDER_WAY, standing, now),
        _recent(Reason.BOOKING_RECENT, standing, now),
        _under_way(Reason.REGISTRATION_UNDER_WAY, seated, now),
        _recent(Reason.REGISTRATION_RECENT, seated, now),
        Finding(Reason.LAST_ADMINISTRATOR, int(is_last)),
        Finding(Reason.SOLE_GUARDIAN, len(minors), grown_up_at),
        Finding(Reason.BOOKING_TO_COME, len(to_come)),
        Finding(Reason.REGISTRATION_TO_COME, len(to_go_to)),
        Finding(Reason.APPLICATION_OPEN, known.open_applications),
        Finding(Reason.SOLE_OF_ORGANISATION, known.lone_organisations),
    )
    return tuple(finding for finding in met if finding.count)


def check_erasable(findings: Iterable[Finding]) -> None:
    """Refuse as long as something keeps the data back.

    Raises:
        Conflict: `erasure_kept_back`, with the `reasons`.
    """
    kept = [str(finding.reason) for finding in findings if finding.keeps_back]
    if kept:
        raise Conflict("erasure_kept_back", "something keeps the data back for now", {"reasons": kept})


def check_password_again(login: Login, *, has_password: bool, matches: bool, now: datetime) -> None:
    """Whoever finds a browser open erases nobody: the password is asked for again.

    Args:
        login: in which this is asked.
        has_password: whoever has none has to have signed in some minutes ago at most.

    Raises:
        Unauthenticated: `wrong_credentials`.
        Forbidden: `sign_in_again`.
    """
    if has_password and not matches:
        raise Unauthenticated("wrong_credentials", "this is not the member's password")
    if not has_password and now >= login.began_at + JUST_SIGNED_IN:
        raise Forbidden("sign_in_again", "whoever has no password signs in anew just before")


def _administers(member: Member) -> bool:
    return member.status is not Status.SUSPENDED and Grant(Role.CITY_ADMINISTRATOR, EVERYWHERE) in member.roles


def _under_way(reason: Reason, used: Iterable[HeardBooking | HeardRegistration], now: datetime) -> Finding:
    return _claimed(reason, [one for one in used if one.starts_at <= now < one.ends_at])


def _recent(reason: Reason, used: Iterable[HeardBooking | HeardRegistration], now: datetime) -> Finding:
    return _claimed(reason, [one for one in used if one.ends_at <= now < one.ends_at + CLAIMED_WITHIN])


def _claimed(reason: Reason, used: Sequence[HeardBooking | HeardRegistration]) -> Finding:
    return Finding(reason, len(used), max((one.ends_at + CLAIMED_WITHIN for one in used), default=None))
