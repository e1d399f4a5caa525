"""The templates, and the words for dates and money of a language. Reads the templates; knows no letter.

A city may have some of its own, in a folder: `<language>/<name>` and the two layouts. What is there replaces ours, file
by file. Such a file is data: it runs in a sandbox, without `range` and `safe`, and is of a bounded size.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_time, get_timezone, get_timezone_location
from babel.numbers import format_currency
from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateSyntaxError,
    select_autoescape,
)
from jinja2.loaders import split_template_path
from jinja2.sandbox import SandboxedEnvironment

LOCALES = {"fr": "fr_FR", "nl": "nl_BE", "en": "en_GB"}
TEMPLATES = Path(__file__).parents[1] / "templates"


_AS: dict[str, Any] = {
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}
LONGEST_FILE = 65_536
"""Bytes of one template of a city."""
_LOST = {"globals": ("range", "lipsum", "cycler", "joiner", "namespace"), "filters": ("safe", "pprint")}


class OwnTemplates(BaseLoader):
    """The templates in a city's folder, and ours where it has none. A file that comes, changes or goes is noticed."""

    def __init__(self, folder: str) -> None:
        self._folder, self._own, self._ours = folder, FileSystemLoader(folder), FileSystemLoader(TEMPLATES)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Its text, its file, and whether it still stands so."""
        file = Path(self._folder, *split_template_path(template))
        if not file.is_file():
            text, name, stands = self._ours.get_source(environment, template)
            return text, name, lambda: stands() and not file.is_file()
        if file.stat().st_size > LONGEST_FILE:
            raise TemplateSyntaxError(f"longer than {LONGEST_FILE} bytes", 1, template, str(file))
        try:
            return self._own.get_source(environment, template)
        except UnicodeDecodeError:
            raise TemplateSyntaxError("not UTF-8", 1, template, str(file)) from None


@cache
def templates(language: str, folder: str = "") -> Environment:
    """The templates, for letters in that language.

    Args:
        folder: where a city has some of its own; "" for none.
    """
    if not folder:
        ours = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(["html"]), **_AS)
        return _equipped(ours, language)
    own = SandboxedEnvironment(loader=OwnTemplates(folder), autoescape=select_autoescape(["html"]), **_AS)
    for name in _LOST["globals"]:
        own.globals.pop(name)
    for name in _LOST["filters"]:
        own.filters.pop(name)
    return _equipped(own, language)


def fill(environment: Environment, template: str, facts: dict[str, Any]) -> str:
    """A template with its facts, without blank lines around it."""
    return environment.get_template(template).render(facts).strip()


def _equipped(environment: Environment, language: str) -> Environment:
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

    environment.filters |= {each.__name__: each for each in (day, short_day, hour, zone_city, money)}
    return environment
