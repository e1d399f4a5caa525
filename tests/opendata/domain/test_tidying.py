from __future__ import annotations

import pytest

from services.opendata.domain import tidying


def test_a_line_has_no_breaks_and_nothing_that_cannot_be_seen() -> None:
    assert tidying.line("\ufeff Con\u00adcert\u202e\x00du\nsoir\u00a0! \ud800", 300) == "Concert du soir !"
    assert tidying.line("e\u0301te\u0301", 300) == "été"
    assert tidying.line(" \u200b\x07 ", 300) is tidying.line(None, 300) is None


def test_prose_keeps_its_lines_and_at_most_one_empty_one_between() -> None:
    assert tidying.prose("Un\r\ndeux  \rtrois\n\n\n\nquatre\x07", 300) == "Un\ndeux\ntrois\n\nquatre"
    assert tidying.prose("\n \n", 300) is None


def test_what_is_too_long_ends_with_an_ellipsis_within_its_bound() -> None:
    assert tidying.line("mot " * 100, 9) == "mot mot…"
    assert tidying.prose("x" * 20, 10) == "x" * 9 + "…"


def test_words_are_told_once_and_not_without_end() -> None:
    assert tidying.words(["Familles", "", " Familles ", "Ados"]) == ("Familles", "Ados")
    assert len(tidying.words(str(number) for number in range(1000))) == 50


@pytest.mark.parametrize(
    "text",
    [
        *("javascript:alert(1)", "/affiche.jpg", "//example.org/", "https://", "https://[example.org/"),
        *(
            "https://user:secret@example.org/",
            "https://example.org/a b",
            "https://example.org/\u202e",
            "ftp://example.org",
        ),
        "https://example.org/" + "x" * 2000,
    ],
)
def test_what_is_no_address_of_the_web_is_no_link(text: str) -> None:
    assert tidying.web_address(text) is None


def test_an_address_of_the_web_is_kept_as_it_is() -> None:
    assert tidying.web_address(" https://example.org/é?a=1#b ") == "https://example.org/é?a=1#b"
