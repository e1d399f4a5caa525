"""A letter, written: its subject, its text and its HTML from what it tells of."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from chassis import logs, metrics
from services.notifications.domain import LANGUAGES, About, Contact, Kind, Letterhead
from services.notifications.letters import facts
from services.notifications.letters.environment import templates
from services.notifications.letters.facts import Sheet
from services.notifications.letters.faults import Fault, fault_of, keep_the_rules

SUBJECT_LENGTH = 78

_log = logs.get("letters")


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

    A city's own templates are used where there are some; where they are broken ours are, and that is told and counted.

    Args:
        kind: what it says.
        contact: to whom; `link_token` for one of `LINKED`, `leave_url` for what is left by a link.
        letterhead: in whose name.
        about: what it tells of.
        changes_calendar: it brings an entry for the calendar, and says so.
    """
    if letterhead.templates:
        letter = try_own(kind, contact, letterhead, about, changes_calendar)
        if isinstance(letter, Letter):
            return letter
        _log.error("template broken", city=letterhead.city, kind=kind, fault=str(letter))
        metrics.templates_broken.labels(f"notifications_{letterhead.city}", kind).inc()
    return write_ours(kind, contact, letterhead, about, changes_calendar)


def write_ours(
    kind: Kind,
    contact: Contact,
    letterhead: Letterhead,
    about: About | None = None,
    changes_calendar: bool = False,
) -> Letter:
    """The letter as our own templates make it; the arguments as of `write`."""
    sheet = Sheet(kind, _language(contact), contact, letterhead, templates(_language(contact)))
    return _write(sheet, about, changes_calendar)


def try_own(
    kind: Kind,
    contact: Contact,
    letterhead: Letterhead,
    about: About | None = None,
    changes_calendar: bool = False,
) -> Letter | Fault:
    """The letter as the city's own templates make it, or what is wrong with them; the arguments as of `write`."""
    language, folder = _language(contact), letterhead.templates
    sheet = Sheet(kind, language, contact, letterhead, templates(language, folder))
    try:
        return _write(sheet, about, changes_calendar, strictly=True)
    except Exception as trouble:  # whatever a file of the city's makes happen
        return fault_of(trouble, folder)


def write_short(kind: Kind, contact: Contact, letterhead: Letterhead, about: About | None = None) -> str:
    """The whole subject of the letter as a sentence of its own, for a telephone: `sms.txt`. It names nobody, and is in
    our words always: a city's own might.

    Args:
        kind: what it says.
        contact: to whom.
        letterhead: in whose name.
        about: what it tells of.
    """
    sheet = Sheet(kind, _language(contact), contact, letterhead, templates(_language(contact)))
    known = _known(sheet, about, changes_calendar=False)
    return sheet.say("sms", known | {"subject": sheet.say(f"{kind}.subject", known)})


def _language(contact: Contact) -> str:
    return contact.language if contact.language in LANGUAGES else LANGUAGES[0]


def _known(sheet: Sheet, about: About | None, changes_calendar: bool) -> facts.Facts:
    known = facts.of_everybody(sheet, changes_calendar)
    return known if about is None else known | facts.of(about, sheet)


def _write(sheet: Sheet, about: About | None, changes_calendar: bool, strictly: bool = False) -> Letter:
    known = _known(sheet, about, changes_calendar)
    known["footer"] = sheet.say("footer", known)
    said = sheet.say(f"{sheet.kind}.subject", known)
    known["subject"] = textwrap.shorten(said, SUBJECT_LENGTH, placeholder="…")
    text, html = (sheet.fill(f"{sheet.kind}.{form}", known) for form in ("txt", "html"))
    if strictly:
        keep_the_rules(sheet.kind, sheet.language, said, text, html)
    return Letter(sheet.language, known["subject"], text + "\n", html + "\n")
