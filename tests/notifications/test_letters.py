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
        self.main_links: list[str] = []
        self.blocks: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "a":
            self.links.append(str(dict(attrs)["href"]))
            if "main" in self.open:
                self.main_links.append(self.links[-1])
        if tag in ("h1", "p", "ul"):
            self.blocks.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"title", "style", "a"} & set(self.open):
            self.words.extend(data.split())


def write(kind: Kind, language: str = "fr", **facts: object) -> Letter:
    contact, about = given.contact(kind, language=language), given.about(kind, **facts)
    return letters.write(kind, contact, given.LETTERHEAD, about, changes_calendar=kind.invites or kind.withdraws)


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
    longest: dict[str, object] = {"space_name": "Salle de réunion « Émile-Zola » " * 9}
    if kind is Kind.REGISTRATION_WISH or not (kind.is_of_booking or kind.is_of_series or kind.is_of_account):
        longest = {"title": {"fr": "Atelier « bois, métal, textile » " * 9}, "seats": 12}
    for letter in (write(kind, language), write(kind, language, **longest)):
        assert len(letter.subject) <= 78
        assert "\n" not in letter.subject
    if kind is Kind.REGISTRATION_WISH or not (kind.is_of_series or kind.is_of_account or kind is Kind.DIGEST):
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
def test_a_paragraph_of_the_html_is_one_of_the_text(kind: Kind, language: str) -> None:
    letter = write(kind, language)
    paragraphs = [part for part in re.split(r"\n{2,}", letter.text) if part]
    assert len(paragraphs) == len(Page(letter.html).blocks), paragraphs


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
@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (Kind.CONFIRMATION, "/members/confirm"),
        (Kind.RESET, "/password/new"),
        (Kind.ADDRESS_CHANGE, "/account/address"),
        (Kind.REGISTRATION_WISH, "/guest-registrations/confirm"),
    ],
)
def test_a_letter_holds_the_link_that_it_asks_to_open(kind: Kind, path: str, language: str) -> None:
    contact = given.contact(kind, language=language, link_token="a+b&c=d")
    letter = letters.write(kind, contact, given.LETTERHEAD, given.about(kind))
    link = f"https://champlibre.example.org{path}?city=roubaix&token=a%2Bb%26c%3Dd"
    link += "&occurrence=o-1" if kind is Kind.REGISTRATION_WISH else ""
    assert f"\n{link}\n" in letter.text
    assert Page(letter.html).links == [link]


@pytest.mark.parametrize(
    ("language", "when"),
    [
        ("fr", "le vendredi 20 novembre 2026 à 09:30 (heure de Paris)"),
        ("nl", "vrijdag 20 november 2026 om 09:30 (tijd in Parijs)"),
        ("en", "on Friday, 20 November 2026 at 09:30 (Paris time)"),
    ],
)
def test_a_letter_about_an_account_says_when_it_happened_by_the_city_s_clock(language: str, when: str) -> None:
    for kind in (Kind.NEW_SIGN_IN, Kind.PASSWORD_CHANGED, Kind.RIGHTS_ENDING):
        assert when in write(kind, language).text


@pytest.mark.parametrize(
    ("language", "when"),
    [("fr", "mardi 1er décembre"), ("nl", "dinsdag 1 december"), ("en", "1 December")],
)
def test_the_first_of_a_month_is_an_ordinal_in_french_only(language: str, when: str) -> None:
    times = {"starts_at": "2026-12-01T09:00:00+00:00", "ends_at": "2026-12-01T11:00:00+00:00"}
    letter = write(Kind.BOOKING_CONFIRMED, language, **times)
    assert when in letter.text
    assert ("1er décembre" in letter.subject) == (language == "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_second_factor_each_change_is_told_in_other_words(language: str) -> None:
    changes = ("set_up", "replaced", "removed", "codes_renewed", "code_used")
    assert len({write(Kind.SECOND_FACTOR_CHANGED, language, change=change).text for change in changes}) == len(changes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_signed_in_from_elsewhere_is_told_how_to_end_it(language: str) -> None:
    site = "https://champlibre.example.org"
    assert Page(write(Kind.NEW_SIGN_IN, language).html).links == [
        f"{site}/account/sessions",
        f"{site}/password/forgotten",
    ]


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


def test_a_name_is_text_in_the_html() -> None:
    contact = given.contact(name='<script>alert("x")</script> & fils')
    letter = letters.write(Kind.KNOWN_ADDRESS, contact, given.LETTERHEAD)
    assert "<script>" not in letter.html
    assert "&amp; fils" in letter.html
    assert "& fils" in letter.text


def test_no_letter_is_without_a_template_and_no_template_without_a_letter() -> None:
    parts = ("booking", "series", "registration", "before_coming", "optional", "digest_days")
    both = {f"{name}.{form}" for name in parts for form in ("txt", "html")}
    phrases = {"when", "until", "reason", "why", "price", "footer", "moment", "change", "for_whom"}
    phrases |= {"undated", "where", "how_many", "news", "end", "sms", "linked", "leave", "leave_link"}
    shared = both | {f"{phrase}.txt" for phrase in phrases}
    expected = {f"{kind}.{form}" for kind in Kind for form in ("subject.txt", "txt", "html")} | shared
    for language in LANGUAGES:
        assert {path.name for path in (letters.TEMPLATES / language).iterdir()} == expected


def test_a_booking_starts_on_the_day_the_place_says() -> None:
    late = datetime.fromisoformat("2026-11-22T23:30:00+00:00").isoformat()
    assert "23 novembre à 00:30" in write(Kind.BOOKING_CONFIRMED, starts_at=late).subject


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [Kind.BOOKING_CONFIRMED, Kind.BOOKING_REQUESTED, Kind.SERIES_BOOKED])
def test_who_is_written_to_in_anothers_place_is_greeted_and_told_for_whom(kind: Kind, language: str) -> None:
    of_another = {"booked_by_id": "somebody else"}

    def told(**facts: object) -> Letter:
        return letters.write(
            kind, given.contact(kind, language=language, **facts), given.LETTERHEAD, given.about(kind, **of_another)
        )

    own = told()
    for because in ("guardian", "helper"):
        letter = told(for_name="Lina\r\nVandamme", because=because)
        for part in (letter.text, letter.html):
            assert "Lina Vandamme" in part and given.NAME in part
        assert " ".join(Page(letter.html).words).count("Lina Vandamme") == 1
    assert "Lina" not in own.text
    guardians, helpers = (told(for_name="Lina", because=because).text for because in ("guardian", "helper"))
    assert guardians != helpers


@pytest.mark.parametrize("kind", given.TOLD_WHY)
def test_why_is_told_in_the_words_of_the_city_which_are_no_markup(kind: Kind) -> None:
    letter = write(kind)
    assert given.WHY in letter.text
    assert "Plus de place &lt;avant&gt; l’été.\nRevenez nous voir !</blockquote>" in letter.html
    without = letters.write(kind, given.contact(kind, reason=None), given.LETTERHEAD, given.about(kind))
    assert "<blockquote" not in without.html


@pytest.mark.parametrize(
    ("until", "said"), [("2026-12-20T08:30:00+00:00", "dimanche 20 décembre 2026, à 09:30"), (None, "reste suspendu")]
)
def test_a_suspension_says_until_when(until: str | None, said: str) -> None:
    contact = given.contact(Kind.SUSPENDED, until=until)
    letter = letters.write(Kind.SUSPENDED, contact, given.LETTERHEAD, given.about(Kind.SUSPENDED))
    assert said in letter.text
    assert said in letter.html


def test_an_end_is_told_by_the_city_s_own_clock() -> None:
    letter = write(Kind.MEMBERSHIP_ENDING, ends_at="2026-12-20T23:30:00Z")
    assert "Votre adhésion finit le 21 décembre" in letter.subject
