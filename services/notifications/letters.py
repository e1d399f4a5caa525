"""What a letter says: subject, text and HTML from `templates/<language>/`, with dates and money as its language
writes them. Reads the templates; never sends.

`<kind>.subject.txt`, `<kind>.txt` and `<kind>.html` say the same. Phrases that both bodies share stand in files
of their own: `when.txt`, `until.txt`, `reason.txt`…
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone, get_timezone_location
from babel.numbers import format_currency
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.notifications.domain import (
    LANGUAGES,
    LINKED,
    About,
    AccountEvent,
    Booking,
    Contact,
    Kind,
    Letterhead,
    Occurrence,
    Registration,
    Series,
    Wish,
)

SUBJECT_LENGTH = 78
LOCALES = {"fr": "fr_FR", "nl": "nl_BE", "en": "en_GB"}
TEMPLATES = Path(__file__).parent / "templates"


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
    facts: dict[str, Any] = {
        "language": language,
        "name": contact.name,
        "city_name": letterhead.city_name,
        "public_url": letterhead.public_url,
        "changes_calendar": changes_calendar,
        "for_name": contact.for_name,
        "because": contact.because,
    }
    facts["for_whom"] = _fill(language, "for_whom.txt", facts)
    if contact.link_token and kind in LINKED:
        asked = {"city": letterhead.city, "token": contact.link_token}
        if isinstance(about, Wish) and about.occurrence_id:
            asked["occurrence"] = about.occurrence_id  # the page says what it is about before the button is pressed
        facts["link"] = f"{letterhead.public_url}{LINKED[kind]}?{urlencode(asked)}"
    if isinstance(about, Booking):
        facts |= _facts_of_booking(language, about)
    if isinstance(about, Registration):
        page = f"{letterhead.public_url}/registrations/{about.registration_id}"
        shown = f"?{urlencode({'pass': contact.registration_pass})}" if contact.registration_pass else ""
        facts |= _facts_of_registration(language, about, page + shown)
    if isinstance(about, Wish):
        at = about.starts_at.astimezone(ZoneInfo(about.zone))
        facts |= {"title": about.title_in(language), "place_name": about.place_name, "at": at, "zone": about.zone}
        facts["moment"] = _fill(language, "moment.txt", facts)
    if isinstance(about, Occurrence):
        zone = ZoneInfo(about.zone)
        facts |= {"occurrence": about, "title": about.title_in(language), "zone": about.zone}
        facts |= {"starts": about.starts_at.astimezone(zone), "ends": about.ends_at.astimezone(zone)}
        facts |= {"lapses": about.decides_at.astimezone(zone)}
        facts |= {"when": _fill(language, "when.txt", facts), "until": _fill(language, "until.txt", facts)}
    if isinstance(about, Series):
        zone = ZoneInfo(about.zone)
        facts |= {"series": about, "zone": about.zone}
        facts |= {"first": about.first_starts_at.astimezone(zone), "last": about.last_starts_at.astimezone(zone)}
        facts["why"] = _fill(language, "why.txt", facts)
    if isinstance(about, AccountEvent):
        zone = ZoneInfo(letterhead.zone)
        facts |= {"at": about.at.astimezone(zone), "zone": letterhead.zone, "change": about.change}
        facts |= {"ends": about.ends_at and about.ends_at.astimezone(zone), "reason": contact.reason}
        facts["until"] = contact.until and contact.until.astimezone(zone)
        facts |= {"moment": _fill(language, "moment.txt", facts), "what": _fill(language, "change.txt", facts)}
    facts["footer"] = _fill(language, "footer.txt", facts)
    subject = textwrap.shorten(_fill(language, f"{kind}.subject.txt", facts), SUBJECT_LENGTH, placeholder="…")
    facts["subject"] = subject
    text, html = (_fill(language, f"{kind}.{form}", facts) for form in ("txt", "html"))
    return Letter(language, subject, text + "\n", html + "\n")


def _facts_of_booking(language: str, booking: Booking) -> dict[str, Any]:
    """The booking, its instants as the place's clock shows them, and phrases; `until` and `was` may be empty."""
    zone = ZoneInfo(booking.zone)
    facts: dict[str, Any] = {
        "booking": booking,
        "zone": booking.zone,
        "starts": booking.starts_at.astimezone(zone),
        "ends": booking.ends_at.astimezone(zone),
        "lapses": booking.lapses_at and booking.lapses_at.astimezone(zone),
        "until": "",
        "was": "",
    }
    if booking.lapses_at:
        facts["until"] = _fill(language, "until.txt", facts)
    if booking.previous_starts_at and booking.previous_ends_at:
        before = {
            "starts": booking.previous_starts_at.astimezone(zone),
            "ends": booking.previous_ends_at.astimezone(zone),
        }
        facts["was"] = _fill(language, "when.txt", facts | before)
    for phrase in ("when", "price", "reason"):
        facts[phrase] = _fill(language, f"{phrase}.txt", facts)
    return facts


def _facts_of_registration(language: str, registration: Registration, page: str) -> dict[str, Any]:
    """The registration, its instants as the place's clock shows them, and phrases; `until` and `was` may be empty."""
    zone = ZoneInfo(registration.zone)
    facts: dict[str, Any] = {
        "registration": registration,
        "title": registration.title_in(language),
        "seats": registration.seats,
        "zone": registration.zone,
        "starts": registration.starts_at.astimezone(zone),
        "ends": registration.ends_at.astimezone(zone),
        "lapses": registration.lapses_at and registration.lapses_at.astimezone(zone),
        "page": page,
        "other_dates": [(other.occurrence_id, other.starts_at.astimezone(zone)) for other in registration.other_dates],
        "until": "",
        "was": "",
    }
    if registration.lapses_at:
        facts["until"] = _fill(language, "until.txt", facts)
    if before := registration.moved_from:
        then = {"starts": before.starts_at.astimezone(zone), "ends": before.ends_at.astimezone(zone)}
        told = facts | then | {"registration": before}
        facts["was"] = f"{_fill(language, 'when.txt', told)}, {_fill(language, 'where.txt', told)}"
    facts["when"] = _fill(language, "when.txt" if registration.has_date else "undated.txt", facts)
    for phrase in ("where", "how_many", "news", "end"):
        facts[phrase] = _fill(language, f"{phrase}.txt", facts)
    return facts


def _fill(language: str, template: str, facts: dict[str, Any]) -> str:
    return _templates(language).get_template(f"{language}/{template}").render(facts).strip()


@cache
def _templates(language: str) -> Environment:
    """The templates, with the words for dates and money of one language."""
    locale = LOCALES[language]

    def first(said: str) -> str:
        """In French the first of a month is written otherwise: `1er décembre`."""
        return re.sub(r"\b1 (?=\D)", "1er ", said) if language == "fr" else said

    def day(local: datetime) -> str:
        return first(format_date(local, "full", locale=locale))

    def short_day(local: datetime) -> str:
        return first(format_date(local, "d MMMM", locale=locale))

    def hour(local: datetime) -> str:
        return format_time(local, "short", locale=locale)

    def zone_city(zone: str) -> str:
        return get_timezone_location(get_timezone(zone), locale=locale, return_city=True)

    def money(cents: int, currency: str) -> str:
        return format_currency(Decimal(cents) / 100, currency, locale=locale)

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {each.__name__: each for each in (day, short_day, hour, zone_city, money)}
    return environment
