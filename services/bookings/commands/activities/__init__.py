"""Every change of the programme: activities, occurrences, registrations, the door. Load, decide, save, record."""

from services.bookings.commands.activities import seating, telling
from services.bookings.commands.activities.answering import (
    accept_offer,
    cancel_registration,
    change_seats,
    refuse_offer,
)
from services.bookings.commands.activities.door import count_bands, count_walk_ins, note_absence, scan
from services.bookings.commands.activities.moderating import (
    approve_registration,
    decline_registration,
    prioritise,
    promote,
)
from services.bookings.commands.activities.promotion import (
    SETTLED_AT_ONCE,
    offer_seats,
    open_seats,
    settle,
    settle_lists,
)
from services.bookings.commands.activities.registering import register

__all__ = [
    "SETTLED_AT_ONCE",
    "accept_offer",
    "approve_registration",
    "cancel_registration",
    "change_seats",
    "count_bands",
    "count_walk_ins",
    "decline_registration",
    "note_absence",
    "offer_seats",
    "open_seats",
    "prioritise",
    "promote",
    "refuse_offer",
    "register",
    "scan",
    "seating",
    "settle",
    "settle_lists",
    "telling",
]
