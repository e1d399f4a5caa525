"""Every text in every language; dates and money as each language writes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from gateway.web import languages
from gateway.web.formats import Formats
from tests.gateway.web.conftest import Browser, words

WEB = Path(languages.__file__).parent
TRANSLATED = sorted(set(languages.LOCALES) - {"fr"})
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def texts() -> set[str]:
    """Every text of the templates and the code; of a plural the singular."""
    how = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
    keywords = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
    found = extract_from_dir(WEB, method_map=how, keywords=keywords)
    return {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_is_translated_and_no_translation_is_left_over(code: str) -> None:
    with (WEB / "translations" / f"{code}.po").open("rb") as source:
        catalogue = {m.id[0] if isinstance(m.id, tuple) else m.id: m for m in read_po(source, locale=code) if m.id}
    assert texts() == set(catalogue)
    for message in catalogue.values():
        asked, said = (forms if isinstance(forms, tuple) else (str(forms),) for forms in (message.id, message.string))
        assert all(said), message.id
        for one, other in zip(asked, said, strict=True):
            assert sorted(PLACEHOLDER.findall(one)) == sorted(PLACEHOLDER.findall(other)), message.id


def test_every_long_text_exists_in_every_language() -> None:
    names = {path.name.split(".")[0] for path in (WEB / "templates" / "texts").iterdir()}
    expected = {f"{name}.{code}.html" for name in names for code in languages.LOCALES}
    assert {path.name for path in (WEB / "templates" / "texts").iterdir()} == expected


def test_french_is_spoken_first(browser: Browser) -> None:
    assert '<html lang="fr">' in browser.open("/").text


def test_no_line_begins_with_a_mark_that_french_sets_apart() -> None:
    say = languages.language("fr").say
    assert say("« Oui » : non ; si ? Ah !") == "«_Oui_»_: non_; si_? Ah_!".replace("_", "\N{NO-BREAK SPACE}")
    assert languages.language("fr").translations.ngettext("Un seul !", "Deux !", 2) == "Deux\N{NO-BREAK SPACE}!"


def test_the_browser_s_language_is_spoken(browser: Browser) -> None:
    assert '<html lang="nl">' in browser.open("/", **{"Accept-Language": "nl-BE,nl;q=0.9,fr;q=0.5"}).text


def test_a_chosen_language_is_kept(browser: Browser) -> None:
    assert "Free now or soon" in words(browser.open("/?lang=en"))
    assert '<html lang="en">' in browser.open("/places", **{"Accept-Language": "nl"}).text


def test_an_unknown_language_changes_nothing(browser: Browser) -> None:
    assert '<html lang="fr">' in browser.open("/?lang=xx").text


@pytest.mark.parametrize(
    ("locale", "money", "day", "duration"),
    [
        ("fr_FR", "1 234,50 €", "lundi 23 novembre 2026", "1 h 30 min"),
        ("nl_BE", "€ 1.234,50", "maandag 23 november 2026", "1 uur 30 min"),
        ("en_GB", "€1,234.50", "Monday 23 November 2026", "1 hr 30 mins"),
    ],
)
def test_dates_and_money_are_written_as_the_language_does(locale: str, money: str, day: str, duration: str) -> None:
    formats = Formats(locale)
    plain = [re.sub(r"\s", " ", text) for text in (formats.money(123450), formats.duration(90))]
    assert plain == [money, duration]
    assert formats.day("2026-11-23T08:00:00+00:00", "Europe/Paris") == day


@pytest.mark.parametrize(
    ("locale", "day", "when"),
    [
        ("fr_FR", "mardi 1er décembre 2026", "1er déc. 2026, 11:01"),
        ("nl_BE", "dinsdag 1 december 2026", "1 dec 2026, 11:01"),
        ("en_GB", "Tuesday 1 December 2026", "1 Dec 2026, 11:01"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french_only(locale: str, day: str, when: str) -> None:
    formats = Formats(locale)
    assert formats.day("2026-12-01T10:01:00Z", "Europe/Paris") == day
    assert formats.when("2026-12-01T10:01:00Z", "Europe/Paris").replace(".", "") == when.replace(".", "")
    assert formats.wall_time("2026-12-01T23:30") == f"{day}, 23:30"
    assert formats.day("2026-12-21T10:01:00Z", "Europe/Paris").split()[1] == "21"


def test_a_time_is_said_in_the_place_s_zone_and_the_hour_that_comes_twice_with_its_offset() -> None:
    formats = Formats("fr_FR")
    assert formats.time("2026-11-23T08:00:00Z", "Europe/Paris") == "09:00"
    assert formats.time("2026-10-25T00:30:00Z", "Europe/Paris") == "02:30 (UTC+2)"
    assert formats.time("2026-10-25T01:30:00Z", "Europe/Paris") == "02:30 (UTC+1)"


@pytest.mark.parametrize(("count", "said"), [(0, "0 lieu"), (1, "1 lieu"), (2, "2 lieux")])
def test_in_french_nothing_is_plural_below_two(count: int, said: str) -> None:
    translated = languages.language("fr").translations.ngettext("%(n)s lieu", "%(n)s lieux", count)
    assert translated % {"n": count} == said
