"""The HTML of every letter is right, and can be read by everybody: with a screen reader, large, at night, offline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product
from xml.etree.ElementTree import Element

import pytest
from tinyhtml5.parser import HTMLParser

from services.notifications import previews
from services.notifications.domain import LANGUAGES, LEFT_BY_LINK, Kind, palette
from services.notifications.letters import Letter
from services.notifications.samples import sample
from tests.notifications import given

XHTML = "{http://www.w3.org/1999/xhtml}"
COLOUR = "#c8102e"
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "div", "header", "main", "footer", "h1", "h2", "h3", "p", "ul",
    "li", "a", "strong", "br", "blockquote",
}  # fmt: skip
SMALLEST_PX = 14
# Words of one language that the other two do not have.
ONLY_IN = {
    "fr": {"vous", "votre", "bonjour", "bientôt", "êtes", "pour", "une", "équipe"},
    "nl": {"u", "uw", "dag", "binnenkort", "voor", "een", "niet", "wordt"},
    "en": {"you", "your", "hello", "soon", "the", "and", "our", "this"},
}
every_letter = pytest.mark.parametrize(("kind", "language"), list(product(Kind, LANGUAGES)))


def shown(kind: Kind, language: str) -> Letter:
    """The letter of an example, in a colour of the city's own."""
    return previews.preview(kind, language, replace(given.LETTERHEAD, colour=COLOUR), given.NOW).letter


def parsed(html: str) -> Element:
    """The document, in which a strict reader finds nothing to complain of."""
    parser = HTMLParser()
    root: Element = parser.parse(html)
    assert parser.errors == []
    return root


def elements(root: Element, *tags: str) -> Iterator[Element]:
    """Those elements, in the order of the document; all without tags."""
    wanted = {XHTML + tag for tag in tags}
    return (one for one in root.iter() if isinstance(one.tag, str) and (not tags or one.tag in wanted))


def words(of: Element) -> str:
    return " ".join("".join(of.itertext()).split())


@every_letter
def test_the_html_is_right(kind: Kind, language: str) -> None:
    root = parsed(shown(kind, language).html)
    found = {one.tag.removeprefix(XHTML) for one in elements(root)}
    assert found <= ALLOWED, "no tables, no pictures, no scripts, nothing that is loaded"
    ids = [one.get("id") for one in elements(root) if one.get("id")]
    assert len(ids) == len(set(ids))


@every_letter
def test_it_says_its_language_its_title_and_its_parts(kind: Kind, language: str) -> None:
    letter = shown(kind, language)
    root = parsed(letter.html)
    assert root.get("lang") == language
    (title,) = elements(root, "title")
    assert words(title) == " ".join(letter.subject.split())
    for part in ("header", "main", "footer", "h1"):
        assert len(list(elements(root, part))) == 1, part
    (page,) = elements(root, "div")
    assert (page.get("lang"), page.get("dir")) == (language, "ltr"), "mail readers drop the html element"


@every_letter
def test_headings_go_down_by_one_and_none_is_empty(kind: Kind, language: str) -> None:
    headings = list(elements(parsed(shown(kind, language).html), "h1", "h2", "h3"))
    levels = [int(one.tag[-1]) for one in headings]
    assert levels[0] == 1
    assert all(later - former <= 1 for former, later in pairwise(levels))
    assert all(words(one) for one in headings)


@every_letter
def test_every_link_has_words_of_its_own_and_looks_like_one(kind: Kind, language: str) -> None:
    links = list(elements(parsed(shown(kind, language).html), "a"))
    for link in links:
        assert len(words(link)) > 5
        assert "://" not in words(link)
        assert str(link.get("href")).startswith(f"{given.LETTERHEAD.public_url}/")
        assert re.search(r"text-decoration: underline|background-color", str(link.get("style"))), "not by colour alone"
    by_words: dict[str, set[str]] = {}
    for link in links:
        by_words.setdefault(words(link), set()).add(str(link.get("href")))
    assert sum(link.get("class") == "button" for link in links) <= 1, "one main thing to do"
    assert all(len(each) == 1 for said, each in by_words.items()) or kind in REPEATS, by_words


REPEATS = {Kind.REGISTRATION_CANCELLED}  # each of its links follows the date that it is for, in the same list item


@every_letter
def test_every_colour_is_of_the_palette_in_which_all_can_be_read(kind: Kind, language: str) -> None:
    html = shown(kind, language).html
    made = palette(COLOUR)
    known = {made.band, made.ink, *vars(made.day).values(), *vars(made.night).values()}
    root = parsed(html)
    (sheet,) = elements(root, "style")
    for style in [words(sheet), *(one.get("style", "") for one in elements(root))]:
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}", style)) <= known


@every_letter
def test_no_text_is_small_and_no_width_is_fixed(kind: Kind, language: str) -> None:
    html = shown(kind, language).html
    sizes = [int(size) for size in re.findall(r"font(?:-size)?: (\d+)px", html)]
    assert sizes and min(sizes) >= SMALLEST_PX
    assert not re.search(r"[^-]width: \d", html)
    assert not re.search(r"\b(?:url\(|@import|src=|background=)", html)


@every_letter
def test_a_letter_is_in_one_language(kind: Kind, language: str) -> None:
    letter = shown(kind, language)
    said = set(re.findall(r"[a-zàâçéèêëîïôûœ]+", re.sub(r"https?://\S+", "", letter.text).lower()))
    assert len(said & ONLY_IN[language]) >= 2, said
    for other in set(LANGUAGES) - {language}:
        assert not said & (ONLY_IN[other] - ONLY_IN[language]), said & ONLY_IN[other]


@pytest.mark.parametrize("kind", Kind)
def test_no_part_of_a_letter_is_the_same_in_two_languages(kind: Kind) -> None:
    for part in ("subject", "text", "html"):
        assert len({getattr(shown(kind, language), part) for language in LANGUAGES}) == len(LANGUAGES), part


@every_letter
def test_who_may_choose_is_told_where_and_nobody_else_is(kind: Kind, language: str) -> None:
    letter = shown(kind, language)
    page = f"{given.LETTERHEAD.public_url}/account/notices/preferences"
    assert (page in letter.text) is (page in letter.html) is (not kind.is_required)


@every_letter
def test_what_is_left_by_a_link_says_so_and_nothing_else_does(kind: Kind, language: str) -> None:
    letter, link = shown(kind, language), sample(kind, language, given.NOW).contact.leave_url
    assert bool(link) is (kind.family in LEFT_BY_LINK)
    assert (f"\n{link}\n" in letter.text) is (f'href="{link}"' in letter.html) is bool(link)
    assert ("/unsubscribe" in letter.text) is bool(link)
