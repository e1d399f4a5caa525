"""The rules of booking: value in, value or refusal out. Never does any IO, never asks the time."""

from services.bookings.domain.availability import (
    PROPOSED_WITHIN,
    Availability,
    Diary,
    Free,
    availability,
    check_span,
    free_periods,
    free_units,
    next_free,
)
from services.bookings.domain.bookings import Actor, Booking, Member, Wish, cancel, confirm
from services.bookings.domain.hours import check as check_hours
from services.bookings.domain.hours import open_periods
from services.bookings.domain.periods import Period, clip, subtract, union
from services.bookings.domain.places import Place, Space, Unit, units_of
from services.bookings.domain.quotes import Quote, quote
from services.bookings.domain.rules import GRID, check
from services.bookings.domain.tariffs import Price, price

__all__ = [
    "GRID",
    "PROPOSED_WITHIN",
    "Actor",
    "Availability",
    "Booking",
    "Diary",
    "Free",
    "Member",
    "Period",
    "Place",
    "Price",
    "Quote",
    "Space",
    "Unit",
    "Wish",
    "availability",
    "cancel",
    "check",
    "check_hours",
    "check_span",
    "clip",
    "confirm",
    "free_periods",
    "free_units",
    "next_free",
    "open_periods",
    "price",
    "quote",
    "subtract",
    "union",
    "units_of",
]
