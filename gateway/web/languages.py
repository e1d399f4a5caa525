"""The languages of the pages: which one to speak, its catalogue, and a Jinja environment that speaks it.

Texts are French in templates and code (gettext message ids); `translations/<code>.po` hold the others,
read once at start. Never translates what a city wrote itself (names and descriptions of places).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug import Request

from gateway.web import assets, words
from gateway.web.formats import Formats, stamp

HERE = Path(__file__).parent
COOKIE = "lang"
LOCALES = {"fr": "fr_FR", "nl": "nl_BE", "en": "en_GB"}
NAMES = {"fr": "Français", "nl": "Nederlands", "en": "English"}


@dataclass(frozen=True)
class Language:
    """One language of the pages."""

    code: str
    formats: Formats
    translations: NullTranslations
    templates: Environment

    def say(self, text: str, **values: object) -> str:
        """The text in this language; `%(name)s` in it takes the value of that name."""
        said = self.translations.gettext(text)
        return said % values if values else said

    def said(self, texts: Mapping[str, str]) -> str:
        """A text that somebody wrote in several languages, in this one or else in French."""
        return texts.get(self.code) or texts.get("fr", "")

    def word(self, names: Mapping[str, str], code: str) -> str:
        """What a code of the services is called; an unknown code is said as it is."""
        return self.say(names[code]) if code in names else code.replace("_", " ")


def chosen(request: Request, default: str = "fr") -> str:
    """The language asked for: `?lang=`, else the cookie, else the browser's, else French."""
    for asked in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if asked in LOCALES:
            return asked
    return request.accept_languages.best_match(LOCALES, default) or default


@cache
def language(code: str) -> Language:
    """The language of that code, with its templates compiled once.

    Raises:
        KeyError: not one of ours.
    """
    formats, translations = Formats(LOCALES[code]), _catalogue(code)
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    spoken = Language(code, formats, translations, environment)
    said = ("day", "weekday", "weekday_of", "day_number", "month", "time", "wall_time", "when", "duration", "money")
    for name in said:
        environment.filters[name] = getattr(formats, name)
    environment.filters["stamp"] = stamp
    environment.filters["kind"] = lambda code: spoken.word(words.KINDS, code)
    environment.filters["part"] = lambda code: spoken.word(words.PARTS, code)
    environment.filters["price_rule"] = lambda code: spoken.word(words.PRICE_RULES, code)
    environment.filters["status"] = lambda code: spoken.word(words.STATUSES, code)
    environment.filters["category"] = lambda code: spoken.word(words.CATEGORIES, code)
    environment.filters["application_status"] = lambda code: spoken.word(words.APPLICATION_STATUSES, code)
    environment.filters["topic"] = lambda code: spoken.word(words.TOPICS, code)
    environment.filters["said"] = spoken.said
    environment.filters["named"] = lambda code, names: spoken.word(names, code)
    environment.filters["refusal"] = lambda code: spoken.word(words.REFUSALS, code)
    environment.globals |= {"asset": assets.url, "languages": NAMES, "colon": "\u00a0:" if code == "fr" else ":"}
    return spoken


class _French(NullTranslations):
    """The texts as they are written, no line of which begins with a mark; in French nothing is plural below two."""

    def gettext(self, message: str) -> str:
        return _bound(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _bound(msgid1 if n < 2 else msgid2)


@cache
def _bound(text: str) -> str:
    """With no-break spaces before the marks that French sets apart, and inside its quotes."""
    return re.sub(r"(?<=«) | (?=[:;!?»])", "\N{NO-BREAK SPACE}", text)


def _catalogue(code: str) -> NullTranslations:
    if code == "fr":
        return _French()
    compiled = BytesIO()
    with (HERE / "translations" / f"{code}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)
