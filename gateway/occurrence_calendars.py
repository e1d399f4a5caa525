"""One date of an activity as iCalendar, for whoever wishes to note it, or who is registered. Pure; never asks.

Without METHOD, and with DTSTAMP when the date was read: a file that is opened once. A date that is changed has the
same UID and a higher SEQUENCE; that of a registration has those of the invitation which its city sends, so that a
calendar which has both shows one.

Source: RFC 5545 (iCalendar).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from icalendar import STATUS, Calendar, Event

from chassis.calendars import description, local

PRODID = "-//Champ Libre//Agenda 1//FR"
MEDIA_TYPE = "text/calendar"


def ics(
    activity: Mapping[str, Any], occurrence: Mapping[str, Any], language: str, public_url: str, read_at: datetime
) -> bytes:
    """The file, with CRLF line ends. `language`: of the texts, else French."""
    return _file(entry(activity, occurrence, language, public_url, read_at), occurrence["zone"])


def ics_of_registration(registration: Mapping[str, Any], language: str, public_url: str, read_at: datetime) -> bytes:
    """The same of what somebody is registered for. Its address holds no pass: calendars are shared."""
    is_online = registration["attendance"] == "online" or registration["occurrence_status"] == "moved_online"
    where = registration["online_url"] if is_online else f"{registration['place_name']}, {registration['address']}"
    has_seat = registration["status"] == "confirmed" and registration["occurrence_status"] != "cancelled"
    found = Event.new(
        uid=f"{registration['id']}@{urlsplit(public_url).hostname}",
        stamp=read_at,
        sequence=registration["sequence"],
        status=STATUS.CONFIRMED if has_seat else STATUS.CANCELLED,
        start=local(datetime.fromisoformat(registration["starts_at"]), registration["zone"]),
        end=local(datetime.fromisoformat(registration["ends_at"]), registration["zone"]),
        summary=_in(registration["title"], language),
        description=registration["online_url"],
        location=where,
        url=f"{public_url}/registrations/{registration['id']}",
    )
    return _file(found, registration["zone"])


def entry(
    activity: Mapping[str, Any], occurrence: Mapping[str, Any], language: str, public_url: str, read_at: datetime
) -> Event:
    """The date alone."""
    status = {"cancelled": STATUS.CANCELLED, "postponed": STATUS.TENTATIVE}
    is_online = activity["attendance"] == "online" or occurrence["status"] == "moved_online"
    found = Event.new(
        uid=f"{occurrence['id']}@{urlsplit(public_url).hostname}",
        stamp=read_at,
        sequence=occurrence["sequence"],
        status=status.get(occurrence["status"], STATUS.CONFIRMED),
        start=local(datetime.fromisoformat(occurrence["starts_at"]), occurrence["zone"]),
        end=local(datetime.fromisoformat(occurrence["ends_at"]), occurrence["zone"]),
        summary=_in(activity["title"], language),
        description=_in(activity["summary"], language),
        location=None if is_online else f"{occurrence['place_name']}, {occurrence['address']}",
        url=f"{public_url}/activities/{activity['id']}",
    )
    if not is_online and occurrence["latitude"] is not None and occurrence["longitude"] is not None:
        found.add("geo", (occurrence["latitude"], occurrence["longitude"]))
    return found


def _file(event: Event, zone: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if (described := description(zone)) is not None:
        calendar.add_component(described)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts["fr"]
