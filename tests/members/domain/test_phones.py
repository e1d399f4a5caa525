from __future__ import annotations

import pytest

from chassis.errors import Invalid
from services.members.domain import normalise_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01 99 00 12 34", "+33199001234"),
        ("01.99.00.12.34", "+33199001234"),
        ("0033 1 99 00 12 34", "+33199001234"),
        ("+33 (0)1 99 00 12 34", "+33199001234"),
        ("+32 2 555 12 12", "+3225551212"),
    ],
)
def test_a_number_is_kept_as_it_is_dialled_from_anywhere_and_is_french_unless_it_says_otherwise(
    typed: str, kept: str
) -> None:
    assert normalise_phone(typed) == kept
    assert normalise_phone(kept) == kept


NO_NUMBERS = ("", "12", "00 00 00 00 00", "+33 1", "01 99 00 12 34 ext. 5", "appelez-moi", "+999 1 2 3")


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_nobody_can_dial_is_no_number(typed: str) -> None:
    with pytest.raises(Invalid):
        normalise_phone(typed)
