"""What a notice says: its kind, and what each kind is to its reader. Knows no member and no channel."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Family(StrEnum):
    """The kinds as a member sees them together."""

    BOOKINGS = "bookings"
    REGISTRATIONS = "registrations"
    REMINDERS = "reminders"
    DIGEST = "digest"
    MEMBERSHIP = "membership"
    SECURITY = "security"
    WORK = "work"


class Kind(StrEnum):
    """What a notice says; also the name of its templates."""

    BOOKING_OFFERED = "booking_offered"
    BOOKING_PROPOSED = "booking_proposed"
    BOOKING_REQUESTED = "booking_requested"
    BOOKING_CONFIRMED = "booking_confirmed"
    BOOKING_MOVED = "booking_moved"
    REQUEST_MOVED = "request_moved"
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_DENIED = "booking_denied"
    BOOKING_LAPSED = "booking_lapsed"
    BOOKING_MISSED = "booking_missed"
    SERIES_BOOKED = "series_booked"
    SERIES_CHANGED = "series_changed"
    REGISTRATION_REQUESTED = "registration_requested"
    REGISTRATION_CONFIRMED = "registration_confirmed"
    REGISTRATION_QUEUED = "registration_queued"
    REGISTRATION_OFFERED = "registration_offered"
    REGISTRATION_CHANGED = "registration_changed"
    REGISTRATION_POSTPONED = "registration_postponed"
    REGISTRATION_CANCELLED = "registration_cancelled"
    REGISTRATION_DECLINED = "registration_declined"
    REGISTRATION_LAPSED = "registration_lapsed"
    OCCURRENCE_SHORT = "occurrence_short"
    BOOKING_REMINDER = "booking_reminder"
    REGISTRATION_REMINDER = "registration_reminder"
    REGISTRATION_WISH = "registration_wish"
    DIGEST = "digest"
    CONFIRMATION = "confirmation"
    KNOWN_ADDRESS = "known_address"
    RESET = "reset"
    ADDRESS_CHANGE = "address_change"
    ADDRESS_CHANGED = "address_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word, not a secret
    NEW_SIGN_IN = "new_sign_in"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    RIGHTS_ENDING = "rights_ending"
    ADMITTED = "admitted"
    DECLINED = "declined"
    MEMBERSHIP_ENDING = "membership_ending"
    MEMBERSHIP_ENDED = "membership_ended"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    ACCOUNT_ENDING = "account_ending"

    @property
    def is_of_booking(self) -> bool:
        """Whether it tells of one booking."""
        return self.value.startswith("booking_") or self is Kind.REQUEST_MOVED

    @property
    def is_of_series(self) -> bool:
        """Whether it tells of a series of bookings."""
        return self in (Kind.SERIES_BOOKED, Kind.SERIES_CHANGED)

    @property
    def is_of_registration(self) -> bool:
        """Whether it tells of a registration for an activity."""
        return self.value.startswith("registration_") and self is not Kind.REGISTRATION_WISH

    @property
    def reminds(self) -> bool:
        """Whether it tells again what its member knows, shortly before they come."""
        return self in (Kind.BOOKING_REMINDER, Kind.REGISTRATION_REMINDER)

    @property
    def is_of_account(self) -> bool:
        """Whether it tells of how a member is known to the city: nobody can do without it."""
        return self in VALID_FOR

    @property
    def invites(self) -> bool:
        """Whether it puts the booking, or the registration, into the member's calendar."""
        return self in _INVITING

    @property
    def withdraws(self) -> bool:
        """Whether it takes it out again. What is postponed is not when it was said, and has no other date yet."""
        return self.is_last or self is Kind.REGISTRATION_POSTPONED

    @property
    def is_for_calendar(self) -> bool:
        """Whether it changes an entry that a calendar has."""
        return self.invites or self.withdraws or self is Kind.REQUEST_MOVED

    @property
    def is_last(self) -> bool:
        """Whether it tells how a booking or a registration ended: the last word, which none overtakes."""
        return self in _LAST

    @property
    def is_prompt(self) -> bool:
        """Whether somebody waits for it at this moment: no quiet hour and no earlier notice holds it up."""
        return self in _PROMPT

    @property
    def is_required(self) -> bool:
        """Whether law or contract wants it said: nobody can switch it off.

        The law: what concerns how a city knows somebody, the security of their account (RGPD, articles 12 and 32), and
        what it decided of them (CRPA, article L221-8). The contract: that what they hold is otherwise than they were
        told.
        """
        return self in _REQUIRED

    @property
    def is_sayable(self) -> bool:
        """Whether it is said by SMS, too: not what brings a secret for an e-mail address, nor a whole programme."""
        return self not in LINKED and self.family is not Family.DIGEST

    @property
    def purpose(self) -> str:
        """What the address is asked for; the members service gives a link to those of `LINKED`."""
        if self.is_of_registration:
            return "registration"
        if self is Kind.DIGEST:
            return "digest"
        return self.value if self.is_of_account else "booking"

    @property
    def family(self) -> Family:
        """Where it stands among the preferences."""
        if self is Kind.OCCURRENCE_SHORT:
            return Family.WORK
        if self.reminds:
            return Family.REMINDERS
        if self is Kind.DIGEST:
            return Family.DIGEST
        if self.is_of_booking or self.is_of_series:
            return Family.BOOKINGS
        if self.is_of_registration or self is Kind.REGISTRATION_WISH:
            return Family.REGISTRATIONS
        return Family.MEMBERSHIP if self in _OF_MEMBERSHIP else Family.SECURITY


_INVITING = frozenset(
    {Kind.BOOKING_CONFIRMED, Kind.BOOKING_MOVED, Kind.REGISTRATION_CONFIRMED, Kind.REGISTRATION_CHANGED}
)
_LAST = frozenset(
    {
        Kind.BOOKING_CANCELLED,
        Kind.BOOKING_DENIED,
        Kind.BOOKING_LAPSED,
        Kind.BOOKING_MISSED,
        Kind.REGISTRATION_CANCELLED,
        Kind.REGISTRATION_DECLINED,
        Kind.REGISTRATION_LAPSED,
    }
)

# How long each letter about an account is worth sending: as long as its link opens something, or as it is news.
VALID_FOR = {
    Kind.CONFIRMATION: timedelta(hours=48),
    Kind.REGISTRATION_WISH: timedelta(hours=48),
    Kind.KNOWN_ADDRESS: timedelta(hours=48),
    Kind.RESET: timedelta(hours=2),
    Kind.ADDRESS_CHANGE: timedelta(hours=48),
    Kind.ADDRESS_CHANGED: timedelta(hours=48),
    Kind.PASSWORD_CHANGED: timedelta(hours=48),
    Kind.NEW_SIGN_IN: timedelta(hours=24),
    Kind.SECOND_FACTOR_CHANGED: timedelta(hours=48),
    Kind.RIGHTS_ENDING: timedelta(days=14),
    Kind.ADMITTED: timedelta(days=7),
    Kind.DECLINED: timedelta(days=7),
    Kind.MEMBERSHIP_ENDING: timedelta(days=7),
    Kind.MEMBERSHIP_ENDED: timedelta(days=7),
    Kind.SUSPENDED: timedelta(days=7),
    Kind.REINSTATED: timedelta(days=7),
    Kind.ACCOUNT_ENDING: timedelta(days=30),
}
# Where the link of a letter leads, below the address of the front end.
LINKED = {
    Kind.CONFIRMATION: "/members/confirm",
    Kind.REGISTRATION_WISH: "/guest-registrations/confirm",
    Kind.RESET: "/password/new",
    Kind.ADDRESS_CHANGE: "/account/address",
}


_PROMPT = frozenset({*LINKED, Kind.KNOWN_ADDRESS, Kind.NEW_SIGN_IN, Kind.SECOND_FACTOR_CHANGED, Kind.PASSWORD_CHANGED})
_OF_MEMBERSHIP = frozenset(
    {
        Kind.ADMITTED,
        Kind.DECLINED,
        Kind.MEMBERSHIP_ENDING,
        Kind.MEMBERSHIP_ENDED,
        Kind.SUSPENDED,
        Kind.REINSTATED,
        Kind.ACCOUNT_ENDING,
    }
)
_REQUIRED = frozenset(
    {
        *(kind for kind in VALID_FOR if kind is not Kind.MEMBERSHIP_ENDING),
        Kind.BOOKING_PROPOSED,
        Kind.BOOKING_MOVED,
        Kind.REQUEST_MOVED,
        Kind.BOOKING_CANCELLED,
        Kind.BOOKING_DENIED,
        Kind.SERIES_CHANGED,
        Kind.REGISTRATION_CHANGED,
        Kind.REGISTRATION_POSTPONED,
        Kind.REGISTRATION_CANCELLED,
        Kind.REGISTRATION_DECLINED,
    }
)
