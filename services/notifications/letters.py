"""What a letter says: subject, text and HTML from `templates/<language>/`, with dates and money as its language
writes them. Reads the templates; never sends.

`<kind>.subject.txt`, `<kind>.txt` and `<kind>.html` say the same. Phrases that both bodies share stand in files
of their own: `when.txt`, `price.txt`, `footer.txt`.
"""

from __future__ import annotations

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

from services.notifications.domain import LANGUAGES, Booking, Contact, Kind, Letterhead

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


def write(kind: Kind, contact: Contact, letterhead: Letterhead, booking: Booking | None = None) -> Letter:
    """The letter in the member's language, or in French when we do not speak it.

    Args:
        kind: what it says.
        contact: to whom; `link_token` for a confirmation.
        letterhead: in whose name.
        booking: what it is about, when it is of a booking.
    """
    language = contact.language if contact.language in LANGUAGES else LANGUAGES[0]
    facts: dict[str, Any] = {
        "language": language,
        "name": contact.name,
        "city_name": letterhead.city_name,
        "public_url": letterhead.public_url,
    }
    if contact.link_token:
        asked = urlencode({"city": letterhead.city, "token": contact.link_token})
        facts["link"] = f"{letterhead.public_url}/members/confirm?{asked}"
    if booking is not None:
        facts |= {
            "booking": booking,
            "starts": booking.starts_at.astimezone(ZoneInfo(booking.zone)),
            "ends": booking.ends_at.astimezone(ZoneInfo(booking.zone)),
        }
        for phrase in ("when", "price"):
            facts[phrase] = _fill(language, f"{phrase}.txt", facts)
    facts["footer"] = _fill(language, "footer.txt", facts)
    subject = textwrap.shorten(_fill(language, f"{kind}.subject.txt", facts), SUBJECT_LENGTH, placeholder="…")
    facts["subject"] = subject
    text, html = (_fill(language, f"{kind}.{form}", facts) for form in ("txt", "html"))
    return Letter(language, subject, text + "\n", html + "\n")


def _fill(language: str, template: str, facts: dict[str, Any]) -> str:
    return _templates(language).get_template(f"{language}/{template}").render(facts).strip()


@cache
def _templates(language: str) -> Environment:
    """The templates, with the words for dates and money of one language."""
    locale = LOCALES[language]

    def day(local: datetime) -> str:
        return format_date(local, "full", locale=locale)

    def short_day(local: datetime) -> str:
        return format_date(local, "d MMMM", locale=locale)

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
