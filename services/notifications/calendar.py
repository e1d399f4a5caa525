"""The calendar entry of a booking or a registration: iTIP REQUEST and CANCEL for one attendee. Pure; never sends.

Source: RFC 5545 (iCalendar), RFC 5546 (iTIP), sections 3.2.2 and 3.2.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from icalendar import STATUS, Calendar, Event, vCalAddress

from chassis.calendars import description, local
from services.notifications.domain import About, Booking, Contact, Kind, Letterhead, Notice, Registration

PRODID = "-//Champ Libre//Notifications 1//FR"


@dataclass(frozen=True)
class Invitation:
    """An iTIP object: `method` is REQUEST or CANCEL, `ics` the text with CRLF line ends."""

    method: Literal["REQUEST", "CANCEL"]
    ics: bytes


def invitation(notice: Notice, about: About | None, contact: Contact, letterhead: Letterhead) -> Invitation | None:
    """The entry as the notice changes it; None when it does not: what never went out is neither changed nor cancelled.

    UID stays the same for the life of the booking or the registration, and SEQUENCE is that of its event, so that a
    CANCEL replaces its REQUEST, and a REQUEST for the new date of what was postponed replaces the CANCEL. DTSTAMP is
    when the notice was made: the same notice gives the same object each time.
    """
    if not isinstance(about, Booking | Registration):
        return None
    status = _status(notice, about)
    if status is None:
        return None
    if isinstance(about, Booking):
        event = _of_booking(about, letterhead)
    else:
        event = _of_registration(about, contact.language, letterhead)
    event.sequence, event.status = notice.sequence, status
    event.DTSTAMP = notice.created_at
    event.organizer = vCalAddress.new(_uri(letterhead.sender), cn=letterhead.display_name)
    event.attendees = [_attendee(contact)]
    method: Literal["REQUEST", "CANCEL"] = "CANCEL" if status is STATUS.CANCELLED else "REQUEST"
    zone = description(about.zone)
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if zone is not None:
        calendar.add_component(zone)
    calendar.add_component(event)
    return Invitation(method, calendar.to_ical())


def _of_booking(booking: Booking, letterhead: Letterhead) -> Event:
    event = Event.new(
        uid=_uid(booking.booking_id, letterhead),
        start=local(booking.starts_at, booking.zone),
        end=local(booking.ends_at, booking.zone),
        summary=f"{booking.space_name} – {booking.place_name}",
        description=booking.unit_name,
        location=f"{booking.place_name}, {booking.address}",
        url=f"{letterhead.public_url}/bookings/{booking.booking_id}",
    )
    if booking.position is not None:
        event.add("geo", booking.position)
    return event


def _of_registration(registration: Registration, language: str, letterhead: Letterhead) -> Event:
    """The entry of who has seats; its address holds no pass: calendars are shared."""
    place = None if registration.is_online_only else f"{registration.place_name}, {registration.address}"
    event = Event.new(
        uid=_uid(registration.registration_id, letterhead),
        start=local(registration.starts_at, registration.zone),
        end=local(registration.ends_at, registration.zone),
        summary=registration.title_in(language),
        description=registration.online_url,
        location=place or registration.online_url,
        url=f"{letterhead.public_url}/registrations/{registration.registration_id}",
    )
    if registration.coordinates is not None:
        event.add("geo", registration.coordinates)
    return event


def _uid(thing_id: str, letterhead: Letterhead) -> str:
    return f"{thing_id}@{urlsplit(letterhead.public_url).hostname}"


def _status(notice: Notice, about: Booking | Registration) -> STATUS | None:
    """What becomes of the entry; while the city is asked again for a booking that it had granted it is tentative.

    What is postponed leaves the calendar: TENTATIVE would keep a date on which it is not (RFC 5546, section 3.2.5).
    """
    if notice.kind.invites:
        return STATUS.CONFIRMED if isinstance(about, Booking) or about.has_date else None
    if not notice.is_invited:
        return None
    if notice.kind.withdraws:
        return STATUS.CANCELLED
    return STATUS.TENTATIVE if notice.kind is Kind.REQUEST_MOVED else None


def _attendee(contact: Contact) -> vCalAddress:
    """The member, who accepted by booking: no answer is asked for, the sender reads none."""
    return vCalAddress.new(
        _uri(contact.email),
        cn=contact.name,
        cutype="INDIVIDUAL",
        role="REQ-PARTICIPANT",
        partstat="ACCEPTED",
        rsvp=False,
    )


def _uri(address: str) -> str:
    """The `mailto:` of an address; what has another meaning in one is encoded (RFC 6068, section 2)."""
    return "mailto:" + quote(address, safe="@!$'*+-._~")
