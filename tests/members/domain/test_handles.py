from __future__ import annotations

import pytest

from chassis.errors import Invalid
from services.members.domain import normalise_handle


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("A.", "A."),
        ("a.b.", "A. B."),
        (" A.  B. ", "A. B."),
        ("J.-P. D.", "J.-P. D."),
        ("j. - p. d.", "J.-P. D."),
        ("É. Ø.", "É. Ø."),
        ("е. ж.", "Е. Ж."),
        ("א. ב.", "א. ב."),
    ],
)
def test_a_handle_is_one_to_three_initials_of_any_alphabet(typed: str, kept: str) -> None:
    assert normalise_handle(typed) == kept
    assert normalise_handle(kept) == kept
    assert len(kept) <= 12


@pytest.mark.parametrize(
    "typed",
    ["", "A", "Al.", "A. B", "Amina", "A. Benali", "A. B. C. D.", "-A.", "1.", "_.", "A.!", "A.@b.fr", "A.\nB. x"],
)
def test_what_could_be_a_name_is_no_handle(typed: str) -> None:
    with pytest.raises(Invalid):
        normalise_handle(typed)


@pytest.mark.parametrize("typed", ["王.", "김.", "ﷲ.", "ß.", "㎏."])
def test_a_character_that_is_a_name_or_a_word_of_its_own_is_no_initial(typed: str) -> None:
    with pytest.raises(Invalid):
        normalise_handle(typed)
