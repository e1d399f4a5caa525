"""The space that is booked for an occurrence, which books it as itself. Never asks the time.

Such a booking never lapses, is moved and ended with its occurrence alone, and is kept by every closure. Nobody is
written to about it: those who registered are told of the occurrence. Source: decision 0019.
"""

from __future__ import annotations

from dataclasses import replace

from chassis.errors import Conflict, Invalid
from services.bookings.domain.activities.activity import Activity
from services.bookings.domain.activities.occurrence import Occurrence
from services.bookings.domain.bookings import Booking
from services.bookings.domain.conditions import Rules
from services.bookings.domain.people import Actor
from services.bookings.domain.permissions import Where, go_past
from services.bookings.domain.places import Space


def check_own(booking: Booking, actor: Actor) -> None:
    """Refuse to change what is booked for an occurrence to everybody but the occurrence.

    Raises:
        Conflict: `booking_of_occurrence`, with the `occurrence_id`.
    """
    if booking.for_occurrence_id not in (None, actor.member_id):
        occurrence = {"occurrence_id": booking.for_occurrence_id}
        raise Conflict("booking_of_occurrence", "Change the occurrence for which it is booked.", occurrence)


def as_itself(occurrence: Occurrence, editor: Actor) -> Actor:
    """An occurrence as who books its space, with the rights of whoever edits it. Source: decision 0019."""
    return Actor(occurrence.occurrence_id, occurrence.city, "partner", "public_body", editor.roles)


def check_bookable(activity: Activity) -> None:
    """Refuse to book a space for what takes place where the network owns none.

    Raises:
        Invalid: `space_elsewhere`.
    """
    if activity.venue is not None:
        raise Invalid("space_elsewhere", "The activity is in a place that the network does not own.")


def check_firm(rules: Rules, past: frozenset[str]) -> None:
    """Refuse a space of which its city has to say yes first: an occurrence asks for nothing, it books.

    Raises:
        Conflict: `approval_needed`, which staff may go past.
    """
    for refusal in not_firm(rules, past):
        raise refusal


def not_firm(rules: Rules, past: frozenset[str]) -> tuple[Conflict, ...]:
    """The refusal of such a space."""
    if not rules.approval or "approval_needed" in past:
        return ()
    return (Conflict("approval_needed", "The city has to say yes to each booking of this space."),)


def check_fits(occurrence: Occurrence, space: Space, editor: Actor, past: frozenset[str]) -> None:
    """Refuse more seats than its space has, which staff may go past.

    Raises:
        Invalid: `too_many_persons`.
        Forbidden: `permission_missing`.
    """
    most = min(space.rules.max_persons or space.capacity, space.capacity)
    if occurrence.capacity > most:
        too_many = Invalid("too_many_persons", f"A unit of the space takes {most} persons.", {"persons": most})
        go_past(too_many, editor, past, Where.of_space(space))


def held(occurrence: Occurrence, booking: Booking | None) -> Occurrence:
    """The occurrence with the booking of its space, or without any."""
    if booking is None:
        return replace(occurrence, space_id=None, booking_id=None)
    return replace(occurrence, space_id=booking.space_id, booking_id=booking.booking_id)
