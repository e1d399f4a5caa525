"""A feed as iCalendar: what bookings answers, made a file that calendars subscribe to. Pure; never asks.

An entry has the same UID and SEQUENCE as the invitation that the member's city sends, so that a calendar which has
both shows one. What is cancelled stays and says so. Without METHOD, DTSTAMP is when the entry last changed: as long as
nothing changes the same bytes are given.

Source: RFC 5545 (iCalendar), RFC 7986 (NAME, REFRESH-INTERVAL).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from icalendar import STATUS, TRANSP, Calendar, Event

from chassis.calendars import description, local

PRODID = "-//Champ Libre//Calendriers 1//FR"
WORDS = {
    "fr": {"mine": "Mes réservations", "busy": "Occupé", "held": "Option"},
    "nl": {"mine": "Mijn reserveringen", "busy": "Bezet", "held": "In optie"},
    "en": {"mine": "My bookings", "busy": "Busy", "held": "On hold"},
}
_STATUS = {"confirmed": STATUS.CONFIRMED, "held": STATUS.TENTATIVE, "requested": STATUS.TENTATIVE}


def ics(told: Mapping[str, Any], public_url: str, language: str) -> bytes:
    """The file, with CRLF line ends.

    Args:
        told: what bookings answers to `feed`; without `space_name` it is a member's own.
        language: of the few words of ours in it.
    """
    words, space = WORDS[language], told.get("space_name")
    name = f"{space} – {told['place_name']}" if space else f"{words['mine']} – Champ Libre"
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for zone in sorted({item["zone"] for item in told["items"]}):
        if (described := description(zone)) is not None:
            calendar.add_component(described)
    for item in told["items"]:
        calendar.add_component(_held(item, public_url, words) if space else _own(item, public_url))
    return bytes(calendar.to_ical())


def _own(item: Mapping[str, Any], public_url: str) -> Event:
    entry = _entry(item, public_url, f"{item['space_name']} – {item['place_name']}")
    entry.add("description", item["unit_name"])
    entry.add("url", f"{public_url}/bookings/{item['id']}")
    return entry


def _held(item: Mapping[str, Any], public_url: str, words: Mapping[str, str]) -> Event:
    word = words["busy" if item["status"] == "confirmed" else "held"]
    return _entry(item, public_url, f"{word} – {item['unit_name']}")


def _entry(item: Mapping[str, Any], public_url: str, summary: str) -> Event:
    status = _STATUS.get(item["status"], STATUS.CANCELLED)
    changed_at = datetime.fromisoformat(item["changed_at"])
    entry = Event.new(
        uid=f"{item['id']}@{urlsplit(public_url).hostname}",
        stamp=changed_at,
        last_modified=changed_at,
        sequence=item["sequence"],
        status=status,
        transparency=TRANSP.TRANSPARENT if status is STATUS.CANCELLED else TRANSP.OPAQUE,
        start=local(datetime.fromisoformat(item["starts_at"]), item["zone"]),
        end=local(datetime.fromisoformat(item["ends_at"]), item["zone"]),
        summary=summary,
        location=f"{item['place_name']}, {item['address']}",
    )
    entry.add("geo", (item["latitude"], item["longitude"]))
    return entry
