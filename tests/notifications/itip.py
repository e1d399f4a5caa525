"""A mail as a calendar program reads it: what must be true of each, and what a calendar shows that applied some.

Source: RFC 5545 (iCalendar), RFC 5546 sections 3.2.2 and 3.2.5 (iTIP), RFC 6047 section 2 (iMIP).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote

from icalendar import Calendar

ONCE = (
    "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "URL", "STATUS", "SEQUENCE",
    "ORGANIZER", "ATTENDEE",
)  # fmt: skip
NEEDED = {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "STATUS", "SEQUENCE", "ORGANIZER", "ATTENDEE"}
STATUSES = {"REQUEST": {"CONFIRMED", "TENTATIVE"}, "CANCEL": {"CANCELLED"}}


@dataclass(frozen=True)
class Entry:
    """What a mail does to a calendar."""

    method: str
    uid: str
    sequence: int
    stamp: datetime
    status: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str | None
    ics: bytes


def read(letter: EmailMessage) -> Entry | None:
    """The entry that a letter brings, once it was sent; None: it brings none.

    Raises:
        AssertionError: something is not as the RFCs have it.
    """
    return read_bytes(letter.as_bytes())


def read_bytes(raw: bytes) -> Entry | None:
    """The same of what came over the line."""
    letter = message_from_bytes(raw, policy=policy.default)
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    files = [part for part in letter.walk() if part.get_content_type() == "application/ics"]
    if not parts:
        assert not files
        return None
    (part,), (file,) = parts, files
    mixed, alternatives = letter, next(iter(letter.iter_parts()))
    assert (mixed.get_content_type(), alternatives.get_content_type()) == ("multipart/mixed", "multipart/alternative")
    inside = [each.get_content_type() for each in alternatives.iter_parts()]
    assert inside == ["text/plain", "text/html", "text/calendar"]
    ics: Any = part.get_payload(decode=True)
    assert file.get_payload(decode=True) == ics
    _check_lines(ics)
    calendar: Any = Calendar.from_ical(ics)
    event: Any
    (event,) = calendar.walk("VEVENT")
    method = str(calendar["METHOD"])
    named = {name.lower(): value for name, value in part["Content-Type"].params.items()}
    assert named == {"method": method, "charset": "utf-8", "component": "vevent"}
    _check_object(ics, calendar, event, method)
    assert _mailbox(event["ATTENDEE"]) == letter["To"].addresses[0].addr_spec
    assert _mailbox(event["ORGANIZER"]) == letter["From"].addresses[0].addr_spec
    return Entry(
        method,
        str(event["UID"]),
        int(event["SEQUENCE"]),
        event["DTSTAMP"].dt,
        str(event["STATUS"]),
        event["DTSTART"].dt.astimezone(UTC),
        event["DTEND"].dt.astimezone(UTC),
        str(event["SUMMARY"]),
        str(event["LOCATION"]) if "LOCATION" in event else None,
        ics,
    )


def _check_lines(ics: bytes) -> None:
    """CRLF alone ends a line; none is longer than 75 octets, nor ends within a character."""
    lines = ics.split(b"\r\n")
    assert lines.pop() == b""
    assert all(0 < len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in lines)
    assert all(line.decode("utf-8") for line in lines)


def _check_object(ics: bytes, calendar: Any, event: Any, method: str) -> None:
    """One event with one attendee; what is needed is there, once, and what is forbidden is not."""
    unfolded = ics.decode().replace("\r\n ", "").split("\r\n")
    names = Counter(line.partition(":")[0].partition(";")[0] for line in _between(unfolded, "VEVENT"))
    assert NEEDED <= set(names) <= {*ONCE}
    assert set(names.values()) == {1}
    at_head = Counter(line.partition(":")[0] for line in unfolded if not line.startswith(" "))
    assert [at_head[name] for name in ("PRODID", "VERSION", "METHOD")] == [1, 1, 1]
    assert str(calendar["VERSION"]) == "2.0"
    assert not event.errors and not calendar.errors
    assert {part.name for part in calendar.walk()} <= {"VCALENDAR", "VTIMEZONE", "DAYLIGHT", "STANDARD", "VEVENT"}
    assert str(event["STATUS"]) in STATUSES[method]
    assert int(event["SEQUENCE"]) > 0 or method == "REQUEST"
    assert event["DTSTAMP"].dt.utcoffset() == timedelta(0)
    assert event["DTSTART"].dt < event["DTEND"].dt
    zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    assert {each.params["TZID"] for each in (event["DTSTART"], event["DTEND"]) if "TZID" in each.params} <= zones
    assert "@" in str(event["UID"])


def _between(lines: list[str], component: str) -> list[str]:
    return lines[lines.index(f"BEGIN:{component}") + 1 : lines.index(f"END:{component}")]


def _mailbox(address: Any) -> str:
    scheme, _, mailbox = str(address).partition(":")
    assert scheme == "mailto"
    return unquote(mailbox)


@dataclass
class AnyCalendar:
    """A calendar that applies what comes: of each UID the highest SEQUENCE counts, then the latest DTSTAMP."""

    known: dict[str, Entry] = field(default_factory=dict)

    def take(self, entry: Entry | None) -> None:
        """Apply one; an older one changes nothing, nor does taking back what is not there."""
        if entry is None:
            return
        before = self.known.get(entry.uid)
        if before is None and entry.method == "CANCEL":
            return
        if before is None or (entry.sequence, entry.stamp) >= (before.sequence, before.stamp):
            self.known[entry.uid] = entry

    def shows(self) -> dict[str, tuple[str, datetime, datetime]]:
        """What stands in it, by UID: its status, and when it is."""
        return {
            uid: (entry.status, entry.starts_at, entry.ends_at)
            for uid, entry in self.known.items()
            if entry.status != "CANCELLED"
        }
