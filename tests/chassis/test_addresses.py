"""Addresses: one normal form, one digest, for whoever asks by it and whoever answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import addresses
from chassis.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Camille@Example.ORG ", "Camille@example.org"),
        ("c+lab@lab.example.org", "c+lab@lab.example.org"),
        ("contact@Été.example.org", "contact@xn--t-9fab.example.org"),
    ],
)
def test_an_address_is_kept_as_it_is_written_to(typed: str, kept: str) -> None:
    assert addresses.normalise(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "camille",
        "@example.org",
        "c@",
        "c@localhost",
        "c@exa mple.org",
        "c@-x.org",
        "c@x..org",
        ".c@example.org",
        "a@b@example.org",
        "c@10.0.0.1",
        "c\r\nBcc: x@example.org",
        "é@example.org",
        '"c d"@example.org',
        f"{'c' * 65}@example.org",
        f"c@{'x' * 64}.org",
        "c@" + "x." * 130 + "org",
        f"c@{'é' * 100000}.org",
    ],
)
def test_what_cannot_be_an_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        addresses.normalise(typed)
    assert caught.value.code == "invalid"


@given(st.text(max_size=60))
def test_no_text_breaks_the_rule_of_addresses(text: str) -> None:
    try:
        kept = addresses.normalise(text)
    except Invalid:
        return
    assert kept.isascii()
    assert addresses.normalise(kept) == kept


def test_letter_case_makes_no_other_person() -> None:
    assert addresses.digest("Camille@example.org") == addresses.digest("camille@example.org")


def test_an_address_cannot_be_read_off_its_digest() -> None:
    digest = addresses.digest("camille@example.org")
    assert len(digest) == 64 and set(digest) <= set("0123456789abcdef")
    assert digest != addresses.digest("camille@example.com")
