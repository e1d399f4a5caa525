"""The templates, and the words for dates and money of a language. Reads the templates; knows no letter."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_time, get_timezone, get_timezone_location
from babel.numbers import format_currency
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

LOCALES = {"fr": "fr_FR", "nl": "nl_BE", "en": "en_GB"}
TEMPLATES = Path(__file__).parents[1] / "templates"


def fill(language: str, template: str, facts: dict[str, Any]) -> str:
    """A template of a language with its facts, without blank lines around it."""
    return _environment(language).get_template(f"{language}/{template}").render(facts).strip()


@cache
def _environment(language: str) -> Environment:
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
