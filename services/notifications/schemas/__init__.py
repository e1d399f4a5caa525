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
from services.notifications.schemas.forms import kept
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

__all__ = [
    "AccountHeard",
    "ApplicationHeard",
    "BookingHeard",
    "ChoiceMade",
    "EndingHeard",
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
    "asked",
    "booking",
    "contact",
    "kept",
    "letter_kinds",
    "notice",
    "occurrence",
    "preferences",
    "registration",
    "series",
    "shown",
    "told",
    "wish",
]
