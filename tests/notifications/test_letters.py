"""Every letter in every language: both bodies, the same facts, a short subject."""

from __future__ import annotations

import itertools
import re
from datetime import datetime
from html.parser import HTMLParser

import pytest

from services.notifications import letters
from services.notifications.domain import LANGUAGES, Kind
from services.notifications.letters import Letter
from tests.notifications import given

every_letter = pytest.mark.parametrize(("kind", "language"), list(itertools.product(Kind, LANGUAGES)))
VOID = {"meta", "br"}


class Page(HTMLParser):
    """Reads HTML strictly: what opens is closed, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "a":
            self.links.append(str(dict(attrs)["href"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"title", "a"} & set(self.open):
            self.words.extend(data.split())


def write(kind: Kind, language: str = "fr", **facts: object) -> Letter:
    contact, about = given.contact(kind, language=language), given.about(kind, **facts)
    return letters.write(kind, contact, given.LETTERHEAD, about, changes_calendar=kind.invites or kind.is_last)


@every_letter
def test_a_letter_is_whole(kind: Kind, language: str) -> None:
    letter = write(kind, language)
    for part in (letter.subject, letter.text, letter.html):
        assert part.strip()
        assert not re.search(r"\{[{%]|[%}]\}|None|undefined", part)
    assert "\n\n\n\n" not in letter.text
    for fact in (given.NAME, "Champ Libre – Roubaix"):
        assert fact in letter.text
        assert fact in letter.html


@every_letter
def test_a_subject_is_one_short_line(kind: Kind, language: str) -> None:
    longest = {"space_name": "Salle de réunion « Émile-Zola » " * 9}
    for letter in (write(kind, language), write(kind, language, **longest)):
        assert len(letter.subject) <= 78
        assert "\n" not in letter.subject
    if kind.is_of_booking:
        assert re.search(r"23 \w+ .*10:00", write(kind, language, **longest).subject), "the day is not cut away"


@every_letter
def test_text_and_html_say_the_same(kind: Kind, language: str) -> None:
    letter = write(kind, language)
    page, text = Page(letter.html), letter.text
    for link in page.links:
        assert f"\n{link}\n" in text
        text = text.replace(f"\n{link}\n", "\n")
    assert text.replace("\n-- \n", "\n").split() == page.words


@every_letter
def test_the_html_is_simple_and_accessible(kind: Kind, language: str) -> None:
    page = Page(write(kind, language).html)
    names = [name for name, _ in page.tags]
    assert ("html", {"lang": language}) in page.tags
    assert not {"img", "table", "script", "link", "form", "iframe"} & set(names)
    assert {"title", "main", "header", "footer"} <= set(names)
    assert all(link.startswith(given.LETTERHEAD.public_url) for link in page.links)


def test_a_language_that_we_do_not_speak_becomes_french() -> None:
    assert write(Kind.CONFIRMATION, "xx").language == "fr"
    assert write(Kind.CONFIRMATION, "../../etc").subject == write(Kind.CONFIRMATION, "fr").subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_confirmation_holds_the_link(language: str) -> None:
    contact = given.contact(Kind.CONFIRMATION, language=language, link_token="a+b&c=d")
    letter = letters.write(Kind.CONFIRMATION, contact, given.LETTERHEAD)
    link = "https://champlibre.example.org/members/confirm?city=roubaix&token=a%2Bb%26c%3Dd"
    assert f"\n{link}\n" in letter.text
    assert Page(letter.html).links == [link]


@pytest.mark.parametrize(
    ("language", "when", "price"),
    [
        ("fr", "lundi 23 novembre 2026, de 10:00 à 12:00 (heure de Paris)", "12,50\xa0€"),
        ("nl", "maandag 23 november 2026, van 10:00 tot 12:00 uur (tijd in Parijs)", "€\xa012,50"),
        ("en", "Monday, 23 November 2026, from 10:00 to 12:00 (Paris time)", "€12.50"),
    ],
)
def test_time_is_the_place_s_and_written_as_the_language_does(language: str, when: str, price: str) -> None:
    letter = write(Kind.BOOKING_CONFIRMED, language)
    for fact in (when, price, "Salle du canal (Table 2)", "1 rue de l'Exemple, 59200 Tourcoing"):
        assert fact in letter.text


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "when"),
    [
        ("2026-03-28T23:30:00Z", "2026-03-29T01:30:00Z", "dimanche 29 mars 2026, de 00:30 à 03:30"),
        ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "dimanche 25 octobre 2026, de 02:30 à 02:30"),
        (
            "2026-11-23T21:00:00Z",
            "2026-11-24T01:00:00Z",
            "du lundi 23 novembre 2026 à 22:00 au mardi 24 novembre 2026 à 02:00",
        ),
    ],
)
def test_the_wall_clock_is_right_in_the_nights_it_is_changed_and_over_midnight(
    starts_at: str, ends_at: str, when: str
) -> None:
    assert f"{when} (heure de Paris)" in write(Kind.BOOKING_CONFIRMED, starts_at=starts_at, ends_at=ends_at).text


@pytest.mark.parametrize(("language", "free"), [("fr", "gratuit"), ("nl", "gratis"), ("en", "free")])
def test_what_costs_nothing_is_said_to_be_free(language: str, free: str) -> None:
    assert f": {free}\n" in write(Kind.BOOKING_CONFIRMED, language, price_cents=0).text


@every_letter
def test_who_acts_on_a_member_s_behalf_is_said_where_something_was_booked(kind: Kind, language: str) -> None:
    says = {"fr": "une personne qui vous aide", "nl": "iemand die u helpt", "en": "somebody who helps you"}[language]
    is_booked = kind in (Kind.BOOKING_REQUESTED, Kind.BOOKING_CONFIRMED, Kind.SERIES_BOOKED)
    assert (says in write(kind, language, booked_by_id="helper-1").text) is is_booked
    assert says not in write(kind, language, booked_by_id="m-1").text


@pytest.mark.parametrize("kind", [Kind.BOOKING_OFFERED, Kind.BOOKING_PROPOSED, Kind.BOOKING_REQUESTED])
@pytest.mark.parametrize(
    ("language", "until"),
    [
        ("fr", "samedi 21 novembre 2026 à 09:30 (heure de Paris)"),
        ("nl", "zaterdag 21 november 2026 om 09:30 uur (tijd in Parijs)"),
        ("en", "Saturday, 21 November 2026 at 09:30 (Paris time)"),
    ],
)
def test_what_ends_by_itself_says_when(kind: Kind, language: str, until: str) -> None:
    assert until in write(kind, language).text


def test_what_waits_for_a_confirmation_says_where_to_confirm() -> None:
    page = "https://champlibre.example.org/bookings/b-1"
    assert page in Page(write(Kind.BOOKING_OFFERED).html).links
    assert Page(write(Kind.BOOKING_PROPOSED).html).links == [page, "https://champlibre.example.org/bookings/b-0"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_must_be_checked_in_says_by_when(language: str) -> None:
    for kind in (Kind.BOOKING_CONFIRMED, Kind.BOOKING_MOVED):
        assert "10:15" in write(kind, language, lapses_at="2026-11-23T09:15:00Z").text
        assert "10:15" not in write(kind, language).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_moved_says_what_it_was_and_where_if_that_changed(language: str) -> None:
    elsewhere, same_place = write(Kind.BOOKING_MOVED, language), {"previous_space_name": "Salle du canal"}
    for kept in (elsewhere, write(Kind.BOOKING_MOVED, language, **same_place)):
        assert re.search(r" 22 [Nn]ov\w+ 2026.* 10:00 .* 12:00", kept.text)
    assert "Salle du parc" in elsewhere.text
    assert "Salle du parc" not in write(Kind.BOOKING_MOVED, language, **same_place).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_has_its_words_and_one_we_do_not_know_has_neutral_ones(language: str) -> None:
    codes = ("member", "staff", "closure", "series", "replaced", "weather", "duplicate", "made_up")
    said = [write(Kind.BOOKING_CANCELLED, language, reason=code).text.split("\n\n")[2] for code in codes]
    assert len(set(said)) == len(codes)
    assert said[-1] == write(Kind.BOOKING_CANCELLED, language, reason=None).text.split("\n\n")[2]
    codes = ("needed_by_city", "other_use", "staff")
    denied = [write(Kind.BOOKING_DENIED, language, reason=code).text.split("\n\n")[2] for code in codes]
    assert len({*said, *denied}) == len(said) + len(denied), "staff that says no has cancelled nothing"
    assert not any("made_up" in text for text in (*said, *denied))


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_let_a_place_lapse_is_said_rightly(language: str) -> None:
    of_city, of_member = (write(Kind.BOOKING_LAPSED, language, reason=reason).text for reason in ("requested", "held"))
    city = {"fr": "La ville n’a pas répondu", "nl": "De stad heeft niet", "en": "The city did not answer"}[language]
    assert city in of_city
    assert city not in of_member


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_last])
@pytest.mark.parametrize(("language", "word"), [("fr", "agenda"), ("nl", "agenda"), ("en", "calendar")])
def test_the_calendar_is_spoken_of_only_when_the_letter_changes_it(kind: Kind, language: str, word: str) -> None:
    contact, about = given.contact(kind, language=language), given.about(kind)
    assert word in letters.write(kind, contact, given.LETTERHEAD, about, changes_calendar=True).text
    assert word not in letters.write(kind, contact, given.LETTERHEAD, about).text


@pytest.mark.parametrize(
    ("language", "dates"),
    [
        ("fr", "du lundi 23 novembre 2026 au lundi 14 décembre 2026"),
        ("nl", "van maandag 23 november 2026 tot maandag 14 december 2026"),
        ("en", "from Monday, 23 November 2026 to Monday, 14 December 2026"),
    ],
)
def test_a_series_is_told_with_its_dates_and_how_many(language: str, dates: str) -> None:
    booked, changed = write(Kind.SERIES_BOOKED, language).text, write(Kind.SERIES_CHANGED, language).text
    for letter, counts in ((booked, {"3", "1"}), (changed, {"2", "4"})):
        assert dates in letter
        assert set(re.findall(r": (\d+)$", letter, re.MULTILINE)) == counts


def test_a_name_is_text_in_the_html() -> None:
    contact = given.contact(name='<script>alert("x")</script> & fils')
    letter = letters.write(Kind.KNOWN_ADDRESS, contact, given.LETTERHEAD)
    assert "<script>" not in letter.html
    assert "&amp; fils" in letter.html
    assert "& fils" in letter.text


def test_no_letter_is_without_a_template_and_no_template_without_a_letter() -> None:
    both = {f"{name}.{form}" for name in ("booking", "series") for form in ("txt", "html")}
    shared = both | {"when.txt", "until.txt", "reason.txt", "price.txt", "footer.txt"}
    expected = {f"{kind}.{form}" for kind in Kind for form in ("subject.txt", "txt", "html")} | shared
    for language in LANGUAGES:
        assert {path.name for path in (letters.TEMPLATES / language).iterdir()} == expected


def test_a_booking_starts_on_the_day_the_place_says() -> None:
    late = datetime.fromisoformat("2026-11-22T23:30:00+00:00").isoformat()
    assert "23 novembre à 00:30" in write(Kind.BOOKING_CONFIRMED, starts_at=late).subject
