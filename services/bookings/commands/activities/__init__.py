"""Every change of the programme: activities, occurrences, registrations, the door. Load, decide, save, record."""

from services.bookings.commands.activities import departing, seating, telling
from services.bookings.commands.activities.answering import (
    accept_offer,
    cancel_registration,
    change_seats,
    note_answered,
    refuse_offer,
)
from services.bookings.commands.activities.cancelling import cancel_occurrence, check_minimum, end_occurrence
from services.bookings.commands.activities.changing import move_online, postpone, resize
from services.bookings.commands.activities.door import count_bands, count_walk_ins, note_absence, scan
from services.bookings.commands.activities.drafting import (
    copy_activity,
    draft_activity,
    edit_activity,
    propose_activity,
    send_back_activity,
)
from services.bookings.commands.activities.embargoes import ANNOUNCED_AT_ONCE, announce_due
from services.bookings.commands.activities.ending import note_end
from services.bookings.commands.activities.moderating import (
    approve_registration,
    decline_registration,
    prioritise,
    promote,
)
from services.bookings.commands.activities.programmes import set_programme
from services.bookings.commands.activities.promotion import (
    SETTLED_AT_ONCE,
    offer_seats,
    open_seats,
    settle,
    settle_lists,
)
from services.bookings.commands.activities.publishing import cancel_activity, publish_activity, withdraw_activity
from services.bookings.commands.activities.registering import register
from services.bookings.commands.activities.scheduling import SAME, reschedule, schedule

__all__ = [
    "ANNOUNCED_AT_ONCE",
    "SAME",
    "SETTLED_AT_ONCE",
    "accept_offer",
    "announce_due",
    "approve_registration",
    "cancel_activity",
    "cancel_occurrence",
    "cancel_registration",
    "change_seats",
    "check_minimum",
    "copy_activity",
    "count_bands",
    "count_walk_ins",
    "decline_registration",
    "departing",
    "draft_activity",
    "edit_activity",
    "end_occurrence",
    "move_online",
    "note_absence",
    "note_answered",
    "note_end",
    "offer_seats",
    "open_seats",
    "postpone",
    "prioritise",
    "promote",
    "propose_activity",
    "publish_activity",
    "refuse_offer",
    "register",
    "reschedule",
    "resize",
    "scan",
    "schedule",
    "seating",
    "send_back_activity",
    "set_programme",
    "settle",
    "settle_lists",
    "telling",
    "withdraw_activity",
]
