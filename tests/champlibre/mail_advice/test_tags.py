"""Lists of tags are read as RFC 6376 writes them, and what is none is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champlibre.mail_advice import tags


@pytest.mark.parametrize(
    ("record", "read"),
    [
        ("v=DKIM1; k=rsa; p=abc=", {"v": "DKIM1", "k": "rsa", "p": "abc="}),
        (" v = DKIM1 ;p=; ", {"v": "DKIM1", "p": ""}),
        ("v=DKIM1; v=DKIM1", None),
        ("hello", None),
        ("", None),
        (";;", None),
    ],
)
def test_a_list_of_tags_is_read_or_is_none(record: str, read: dict[str, str] | None) -> None:
    assert tags.read(record) == read


@given(st.text())
def test_what_is_shown_of_somebody_elses_words_cannot_reach_the_terminal(text: str) -> None:
    shown = tags.shown(text)
    assert len(shown) <= 61
    assert all(letter.isprintable() for letter in shown)
