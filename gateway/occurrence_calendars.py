"""One date of an activity as iCalendar, for whoever wishes to note it. Pure; never asks.

Without METHOD, and with DTSTAMP when the date was read: a file that is opened once. A date that is changed has the
same UID and a higher SEQUENCE.

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
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if (described := description(occurrence["zone"])) is not None:
        calendar.add_component(described)
    calendar.add_component(entry(activity, occurrence, language, public_url, read_at))
    return bytes(calendar.to_ical())


def entry(
    activity: Mapping[str, Any], occurrence: Mapping[str, Any], language: str, public_url: str, read_at: datetime
) -> Event:
    """The date alone."""
    status = {"cancelled": STATUS.CANCELLED, "postponed": STATUS.TENTATIVE}
    found = Event.new(
        uid=f"{occurrence['id']}@{urlsplit(public_url).hostname}",
        stamp=read_at,
        sequence=occurrence["sequence"],
        status=status.get(occurrence["status"], STATUS.CONFIRMED),
        start=local(datetime.fromisoformat(occurrence["starts_at"]), occurrence["zone"]),
        end=local(datetime.fromisoformat(occurrence["ends_at"]), occurrence["zone"]),
        summary=_in(activity["title"], language),
        description=_in(activity["summary"], language),
        location=f"{occurrence['place_name']}, {occurrence['address']}",
        url=f"{public_url}/activities/{activity['id']}",
    )
    if occurrence["latitude"] is not None and occurrence["longitude"] is not None:
        found.add("geo", (occurrence["latitude"], occurrence["longitude"]))
    return found


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts["fr"]
