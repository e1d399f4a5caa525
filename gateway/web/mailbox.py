"""The demonstration's mail, read back from the folder where it lands: `<folder>/<city>/<notice id>.eml`.

Never opens a path that a request made up: a letter is found among those listed. Never writes, never sends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

LINK = re.compile(r"https?://[^\s<>\"]+")
MOST = 100


@dataclass(frozen=True)
class Letter:
    """One mail. `links` are those of its text, `calendar` its iCalendar part."""

    city: str
    id: str
    subject: str
    to: str
    sent_at: datetime | None
    text: str
    links: list[str]
    calendar: str | None


def letters(folder: Path) -> list[Letter]:
    """The newest letters of all cities, newest first; a file that cannot be read is left out."""
    return [letter for path in _files(folder)[:MOST] if (letter := _read(path))]


def letter(folder: Path, city: str, name: str) -> Letter | None:
    """The letter of that name, or None."""
    return next((_read(path) for path in _files(folder) if (path.parent.name, path.stem) == (city, name)), None)


def _files(folder: Path) -> list[Path]:
    files = [(path.stat().st_mtime_ns, path) for path in folder.glob("*/*.eml")]
    return [path for _, path in sorted(files, reverse=True)]


def _read(path: Path) -> Letter | None:
    try:
        return _parsed(path)
    except (OSError, ValueError, LookupError, AttributeError):  # the library's parser breaks on some headers
        return None


def _parsed(path: Path) -> Letter:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    text = _part(message, "text/plain") or ""
    date = message["date"]
    sent_at = date.datetime if date is not None else None
    return Letter(
        city=path.parent.name,
        id=path.stem,
        subject=str(message["subject"] or ""),
        to=str(message["to"] or ""),
        sent_at=sent_at.replace(tzinfo=sent_at.tzinfo or UTC) if sent_at else None,  # "-0000" says UTC (RFC 5322, 3.3)
        text=text,
        links=list(dict.fromkeys(found.rstrip(".,;)") for found in LINK.findall(text))),
        calendar=_part(message, "text/calendar"),
    )


def _part(message: EmailMessage, content_type: str) -> str | None:
    """The first part of that type, as text; the network writes UTF-8 and nothing else."""
    for part in message.walk():
        if part.get_content_type() == content_type:
            content = part.get_payload(decode=True)
            return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
    return None
