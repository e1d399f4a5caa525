"""Every change of the programme: activities, occurrences, registrations, the door. Load, decide, save, record."""

from services.bookings.commands.activities import seating, telling
from services.bookings.commands.activities.answering import (
    accept_offer,
    cancel_registration,
    change_seats,
    refuse_offer,
)
from services.bookings.commands.activities.cancelling import cancel_occurrence, check_minimum, end_occurrence
from services.bookings.commands.activities.changing import move_online, postpone, resize
from services.bookings.commands.activities.door import count_bands, count_walk_ins, note_absence, scan
from services.bookings.commands.activities.ending import note_end
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
from services.bookings.commands.activities.scheduling import SAME, reschedule, schedule

__all__ = [
    "SAME",
    "SETTLED_AT_ONCE",
    "accept_offer",
    "approve_registration",
    "cancel_occurrence",
    "cancel_registration",
    "change_seats",
    "check_minimum",
    "count_bands",
    "count_walk_ins",
    "decline_registration",
    "end_occurrence",
    "move_online",
    "note_absence",
    "note_end",
    "offer_seats",
    "open_seats",
    "postpone",
    "prioritise",
    "promote",
    "refuse_offer",
    "register",
    "reschedule",
    "resize",
    "scan",
    "schedule",
    "seating",
    "settle",
    "settle_lists",
    "telling",
]
