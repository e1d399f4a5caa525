"""What notifications hears and is told, as plain values. Never queries.

What is kept of an event are the fields named here and no other, so that nothing about a person slips in.
"""

from __future__ import annotations

from services.notifications.schemas.activities import (
    OccurrenceHeard,
    RegistrationHeard,
    WishHeard,
    occurrence,
    registration,
    wish,
)
from services.notifications.schemas.bookings import BookingHeard, SeriesHeard, booking, series
from services.notifications.schemas.digests import digest, digest_kept, subscribers
from services.notifications.schemas.forms import kept
from services.notifications.schemas.leaving import LeaveAsked
from services.notifications.schemas.members import (
    AccountHeard,
    ApplicationHeard,
    EndingHeard,
    MemberHeard,
    asked,
    contact,
)
from services.notifications.schemas.notices import told
from services.notifications.schemas.own import ChoiceMade, NoticeAsked, NoticesAsked, Shown, notice, preferences
from services.notifications.schemas.previews import LettersAsked, PreviewAsked, letter_kinds, shown
from services.notifications.schemas.programme import ActivityNamed, activity, programme_date

__all__ = [
    "AccountHeard",
    "ActivityNamed",
    "ApplicationHeard",
    "BookingHeard",
    "ChoiceMade",
    "EndingHeard",
    "LeaveAsked",
    "LettersAsked",
    "MemberHeard",
    "NoticeAsked",
    "NoticesAsked",
    "OccurrenceHeard",
    "PreviewAsked",
    "RegistrationHeard",
    "SeriesHeard",
    "Shown",
    "WishHeard",
    "activity",
    "asked",
    "booking",
    "contact",
    "digest",
    "digest_kept",
    "kept",
    "letter_kinds",
    "notice",
    "occurrence",
    "preferences",
    "programme_date",
    "registration",
    "series",
    "shown",
    "subscribers",
    "told",
    "wish",
]
