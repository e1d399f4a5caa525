"""A letter, written: its subject, its text and its HTML from what it tells of."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from services.notifications.domain import LANGUAGES, About, Contact, Kind, Letterhead
from services.notifications.letters import facts
from services.notifications.letters.environment import fill
from services.notifications.letters.facts import Sheet

SUBJECT_LENGTH = 78


@dataclass(frozen=True)
class Letter:
    """What is said, in one language; `text` and `html` say the same."""

    language: str
    subject: str
    text: str
    html: str


def write(
    kind: Kind,
    contact: Contact,
    letterhead: Letterhead,
    about: About | None = None,
    changes_calendar: bool = False,
) -> Letter:
    """The letter in the member's language, or in French when we do not speak it.

    Args:
        kind: what it says.
        contact: to whom; `link_token` for one of `LINKED`.
        letterhead: in whose name.
        about: what it tells of.
        changes_calendar: it brings an entry for the calendar, and says so.
    """
    language = contact.language if contact.language in LANGUAGES else LANGUAGES[0]
    sheet = Sheet(kind, language, contact, letterhead)
    known = facts.of_everybody(sheet, changes_calendar)
    if about is not None:
        known |= facts.of(about, sheet)
    known["footer"] = sheet.say("footer", known)
    subject = textwrap.shorten(sheet.say(f"{kind}.subject", known), SUBJECT_LENGTH, placeholder="…")
    known["subject"] = subject
    text, html = (fill(language, f"{kind}.{form}", known) for form in ("txt", "html"))
    return Letter(language, subject, text + "\n", html + "\n")
