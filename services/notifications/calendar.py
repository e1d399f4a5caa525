"""The calendar entry of a booking: iTIP REQUEST and CANCEL for one attendee. Pure; never sends.

Source: RFC 5545 (iCalendar), RFC 5546 (iTIP), sections 3.2.2 and 3.2.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from icalendar import STATUS, Calendar, Event, vCalAddress

from chassis.calendars import description, local
from services.notifications.domain import Booking, Contact, Kind, Letterhead, Notice

PRODID = "-//Champ Libre//Notifications 1//FR"


@dataclass(frozen=True)
class Invitation:
    """An iTIP object: `method` is REQUEST or CANCEL, `ics` the text with CRLF line ends."""

    method: Literal["REQUEST", "CANCEL"]
    ics: bytes


def invitation(notice: Notice, booking: Booking, contact: Contact, letterhead: Letterhead) -> Invitation | None:
    """The entry as the notice changes it; None when it does not: what never went out is neither changed nor cancelled.

    UID stays the same for the life of the booking and SEQUENCE is that of the booking's event, so that a CANCEL
    replaces its REQUEST. DTSTAMP is when the notice was made: the same notice gives the same object each time.
    """
    status = _status(notice)
    if status is None:
        return None
    method: Literal["REQUEST", "CANCEL"] = "CANCEL" if status is STATUS.CANCELLED else "REQUEST"
    zone = description(booking.zone)
    event = Event.new(
        uid=f"{booking.booking_id}@{urlsplit(letterhead.public_url).hostname}",
        stamp=notice.created_at,
        sequence=notice.sequence,
        status=status,
        start=local(booking.starts_at, booking.zone),
        end=local(booking.ends_at, booking.zone),
        summary=f"{booking.space_name} – {booking.place_name}",
        description=booking.unit_name,
        location=f"{booking.place_name}, {booking.address}",
        url=f"{letterhead.public_url}/bookings/{booking.booking_id}",
        organizer=vCalAddress.new(letterhead.sender, cn=letterhead.display_name),
        attendees=[_attendee(contact)],
    )
    if booking.position is not None:
        event.add("geo", booking.position)
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if zone is not None:
        calendar.add_component(zone)
    calendar.add_component(event)
    return Invitation(method, calendar.to_ical())


def _status(notice: Notice) -> STATUS | None:
    """What becomes of the entry; while the city is asked again for a booking that it had granted it is tentative."""
    if notice.kind.invites:
        return STATUS.CONFIRMED
    if not notice.is_invited:
        return None
    if notice.kind.is_last:
        return STATUS.CANCELLED
    return STATUS.TENTATIVE if notice.kind is Kind.REQUEST_MOVED else None


def _attendee(contact: Contact) -> vCalAddress:
    """The member, who accepted by booking: no answer is asked for, the sender reads none."""
    return vCalAddress.new(
        contact.email, cn=contact.name, cutype="INDIVIDUAL", role="REQ-PARTICIPANT", partstat="ACCEPTED", rsvp=False
    )
