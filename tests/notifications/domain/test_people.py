"""In whose name a letter is written."""

from __future__ import annotations

from tests.notifications import given


def test_a_letter_is_written_in_the_name_of_the_city() -> None:
    assert given.LETTERHEAD.display_name == "Champ Libre – Roubaix"
