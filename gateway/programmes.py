"""The programme of a quarter as a calendar that one subscribes to, and as a table. Pure; never asks.

A date has the same UID and SEQUENCE as the file of that date alone; what is cancelled stays and says so. DTSTAMP is
when it last changed: as long as nothing changes the same bytes are given.

Source: RFC 5545 (iCalendar), RFC 7986 (NAME, REFRESH-INTERVAL); RFC 4180, OWASP "CSV Injection"; the guides of
data.gouv.fr (UTF-8, a comma, a header, ISO 8601, `|` between values).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from chassis.calendars import description
from gateway import occurrence_calendars

NAMES = {"fr": "Programme {} – Champ Libre", "nl": "Programma {} – Champ Libre", "en": "Programme {} – Champ Libre"}
COLUMNS = (
    "id",
    "activity_id",
    "city",
    "title_fr",
    "title_nl",
    "title_en",
    "summary_fr",
    "kind",
    "theme",
    "cycle",
    "publics",
    "min_age",
    "max_age",
    "languages",
    "accessibility",
    "attendance",
    "starts_at",
    "ends_at",
    "place_name",
    "address",
    "latitude",
    "longitude",
    "organiser_name",
    "is_free",
    "state",
    "registration",
    "capacity",
    "url",
)


def ics(told: Mapping[str, Any], public_url: str, language: str) -> bytes:
    """The calendar, with CRLF line ends.

    Args:
        told: what bookings answers to `programme`.
        language: of the texts, else French.
    """
    name = NAMES[language].format(told["quarter"])
    calendar = Calendar()
    calendar.add("prodid", occurrence_calendars.PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for zone in sorted({item["occurrence"]["zone"] for item in told["items"]}):
        if (described := description(zone)) is not None:
            calendar.add_component(described)
    for item in told["items"]:
        activity, occurrence = item["activity"], item["occurrence"]
        changed_at = max(datetime.fromisoformat(one["changed_at"]) for one in (activity, occurrence))
        entry = occurrence_calendars.entry(activity, occurrence, language, public_url, changed_at)
        entry.add("categories", [activity["kind"], *([activity["theme"]] if activity["theme"] else [])])
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def table(told: Mapping[str, Any], public_url: str) -> str:
    """The table: a date a line, with the offset of its place's clocks."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in _lines(told, public_url):
        writer.writerow([_cell(line[column]) for column in COLUMNS])
    return made.getvalue()


def _lines(told: Mapping[str, Any], public_url: str) -> Iterator[dict[str, Any]]:
    for item in told["items"]:
        activity, occurrence = item["activity"], item["occurrence"]
        yield {
            **activity,
            **occurrence,
            **{f"title_{language}": activity["title"].get(language) for language in NAMES},
            "summary_fr": activity["summary"]["fr"],
            "is_free": not any(price["cents"] for price in activity["prices"]),
            "starts_at": _there(occurrence, "starts_at"),
            "ends_at": _there(occurrence, "ends_at"),
            "url": f"{public_url}/activities/{activity['id']}",
        }


def _there(occurrence: Mapping[str, Any], name: str) -> str:
    return datetime.fromisoformat(occurrence[name]).astimezone(ZoneInfo(occurrence["zone"])).isoformat()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "|".join(value)
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
