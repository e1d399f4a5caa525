"""What is told to whom, and the rules of telling it. Pure: never does any IO, never asks the time."""

from __future__ import annotations

from services.notifications.domain.accounts import AccountEvent
from services.notifications.domain.bookings import Booking, Series
from services.notifications.domain.notices import (
    GIVES_UP_AFTER,
    LINKED,
    PAUSES,
    VALID_FOR,
    Deferred,
    Kind,
    Notice,
    Outcome,
    Status,
    Undeliverable,
    in_vain,
    notice_id,
    reason_to_drop,
)
from services.notifications.domain.people import (
    ANOTHER,
    REMEMBERED_FOR,
    UNDATED_FOR,
    Contact,
    Letterhead,
    Question,
    digest,
    question,
)
from services.notifications.domain.registrations import Occurrence, OtherDate, Registration, Wish
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
    "ANOTHER",
    "GIVES_UP_AFTER",
    "LANGUAGES",
    "LINKED",
    "PAUSES",
    "REMEMBERED_FOR",
    "UNDATED_FOR",
    "VALID_FOR",
    "About",
    "AccountEvent",
    "Booking",
    "Contact",
    "Deferred",
    "Kind",
    "Letterhead",
    "Notice",
    "Occurrence",
    "OtherDate",
    "Outcome",
    "Past",
    "Question",
    "Registration",
    "Series",
    "Status",
    "Undeliverable",
    "Wish",
    "digest",
    "in_vain",
    "kind_of",
    "not_after",
    "notice_id",
    "question",
    "reason_to_drop",
    "registration_kind_of",
    "registration_not_after",
    "series_not_after",
]
