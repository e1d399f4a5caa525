"""What is told to whom, and the rules of telling it. Pure: never does any IO, never asks the time."""

from __future__ import annotations

from services.notifications.domain.accounts import AccountEvent
from services.notifications.domain.bookings import Booking, Series
from services.notifications.domain.colours import Palette, palette
from services.notifications.domain.kinds import LINKED, VALID_FOR, Family, Kind
from services.notifications.domain.notices import (
    GIVES_UP_AFTER,
    KEPT_FOR,
    PACED,
    PAUSES,
    UNANSWERED,
    Channel,
    Deferred,
    Delivery,
    Notice,
    Outcome,
    OutOfOrder,
    Status,
    Undeliverable,
    cause_of,
    in_vain,
    is_refused,
    notice_id,
    reason_to_drop,
)
from services.notifications.domain.pacing import Pace
from services.notifications.domain.people import (
    ANOTHER,
    REMEMBERED_FOR,
    UNDATED_FOR,
    Contact,
    Home,
    Letterhead,
    Question,
    digest,
    question,
)
from services.notifications.domain.preferences import (
    ADDRESS_REFUSED,
    BY_DEFAULT,
    REMINDERS_BY_DEFAULT,
    Preferences,
    QuietHours,
    as_well_as,
    channels_for,
    due_at,
    instead_of,
    quiet_until,
    with_mail,
)
from services.notifications.domain.reasons import ReasonClass, reason_class
from services.notifications.domain.registrations import Occurrence, OtherDate, Registration, Wish
from services.notifications.domain.reminders import (
    Appointment,
    booking_stands,
    followed,
    minutes_due,
    next_reminder_at,
    registration_stands,
    reminder,
)
from services.notifications.domain.showing import may_see_letters
from services.notifications.domain.telling import (
    Past,
    kind_of,
    not_after,
    registration_kind_of,
    registration_not_after,
    series_not_after,
)

LANGUAGES = ("fr", "nl", "en")

About = Booking | Series | Registration | Occurrence | Wish | AccountEvent
"""What a letter may tell of."""

__all__ = [
    "ADDRESS_REFUSED",
    "ANOTHER",
    "BY_DEFAULT",
    "GIVES_UP_AFTER",
    "KEPT_FOR",
    "LANGUAGES",
    "LINKED",
    "PACED",
    "PAUSES",
    "REMEMBERED_FOR",
    "REMINDERS_BY_DEFAULT",
    "UNANSWERED",
    "UNDATED_FOR",
    "VALID_FOR",
    "About",
    "AccountEvent",
    "Appointment",
    "Booking",
    "Channel",
    "Contact",
    "Deferred",
    "Delivery",
    "Family",
    "Home",
    "Kind",
    "Letterhead",
    "Notice",
    "Occurrence",
    "OtherDate",
    "OutOfOrder",
    "Outcome",
    "Pace",
    "Palette",
    "Past",
    "Preferences",
    "Question",
    "QuietHours",
    "ReasonClass",
    "Registration",
    "Series",
    "Status",
    "Undeliverable",
    "Wish",
    "as_well_as",
    "booking_stands",
    "cause_of",
    "channels_for",
    "digest",
    "due_at",
    "followed",
    "in_vain",
    "instead_of",
    "is_refused",
    "kind_of",
    "may_see_letters",
    "minutes_due",
    "next_reminder_at",
    "not_after",
    "notice_id",
    "palette",
    "question",
    "quiet_until",
    "reason_class",
    "reason_to_drop",
    "registration_kind_of",
    "registration_not_after",
    "registration_stands",
    "reminder",
    "series_not_after",
    "with_mail",
]
