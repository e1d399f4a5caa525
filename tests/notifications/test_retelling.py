"""A letter is told again on the page of the member's notices, without what opens something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.notifications import letters
from services.notifications.domain import LANGUAGES, LINKED, Kind
from tests.notifications import given

EVERY = [(kind, language) for kind in Kind for language in LANGUAGES]


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_letter_can_be_told_again_in_every_language(kind: Kind, language: str) -> None:
    about = given.about(kind)
    contact = replace(given.contact(kind, language=language), leave_url=None)  # a secret of the letter
    letter = letters.write(kind, contact, given.LETTERHEAD, about)
    assert letters.subject_of(kind, language, given.LETTERHEAD, about) == letter.subject
    text = letters.retell(kind, language, given.NAME, given.LETTERHEAD, about)
    assert text.strip()
    for secret in ("s3cret", "token=", "pass=", "/unsubscribe/", given.EMAIL):
        assert secret not in text
    if kind not in (*LINKED, *given.TOLD_WHY):
        assert set(text.splitlines()) <= set(letter.text.splitlines())


@pytest.mark.parametrize("kind", list(LINKED))
def test_of_a_letter_with_a_link_is_said_where_the_link_went(kind: Kind) -> None:
    text = letters.retell(kind, "fr", given.NAME, given.LETTERHEAD, given.about(kind))
    assert (
        text
        == "Le lien qu’il faut ouvrir vous a été envoyé par courriel. Il n’est pas répété ici : c’est comme une clé.\n"
    )


def test_what_the_staff_wrote_is_in_the_letter_alone() -> None:
    for kind in given.TOLD_WHY:
        text = letters.retell(kind, "fr", given.NAME, given.LETTERHEAD, given.about(kind))
        assert given.WHY.splitlines()[0] not in text
        assert "None" not in text


@pytest.mark.parametrize(("language", "attached"), [("fr", "joint"), ("nl", "bijlage"), ("en", "attached")])
def test_nothing_is_attached_to_what_is_told_again(language: str, attached: str) -> None:
    for kind in Kind:
        about = given.about(kind)
        letter = letters.write(kind, given.contact(kind, language=language), given.LETTERHEAD, about, True)
        assert (attached in letter.text) == kind.is_for_calendar
        assert attached not in letters.retell(kind, language, given.NAME, given.LETTERHEAD, about)


def test_a_pass_to_a_registration_is_in_the_letter_alone() -> None:
    about = given.registration()
    text = letters.retell(Kind.REGISTRATION_CONFIRMED, "fr", given.NAME, given.LETTERHEAD, about)
    assert "/registrations/g-1\n" in text
