"""What a reminder says: what, where, when, how to give the place back, and that the reader chooses to be reminded."""

from __future__ import annotations

import pytest

from services.notifications import letters
from services.notifications.domain import LANGUAGES, Kind
from services.notifications.letters import Letter
from tests.notifications import given
from tests.notifications.test_letters import Page, write

SITE = given.LETTERHEAD.public_url
CHOICE = f"{SITE}/account/notices/preferences"
REMINDING = [kind for kind in Kind if kind.reminds]


def told(kind: Kind, language: str, **contact: object) -> Letter:
    """A reminder to somebody of whom more is known."""
    return letters.write(kind, given.contact(kind, language=language, **contact), given.LETTERHEAD, given.about(kind))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "page", "what"),
    [
        (Kind.BOOKING_REMINDER, f"{SITE}/bookings/b-1", "Salle du canal (Table 2)"),
        (Kind.REGISTRATION_REMINDER, f"{SITE}/registrations/g-1", "lamp"),
    ],
)
def test_a_reminder_says_what_where_and_when_and_links_to_where_it_is_given_back(
    kind: Kind, page: str, what: str, language: str
) -> None:
    letter = write(kind, language)
    for fact in (what, "L'Union, 1 rue de l'Exemple, 59200 Tourcoing", "10:00", "12:00"):
        assert fact in letter.text
    assert Page(letter.html).links == [page, CHOICE, given.leave_url(kind)]


@pytest.mark.parametrize(
    ("language", "hour"), [("fr", "avant 10:15"), ("nl", "vóór 10:15 uur"), ("en", "before 10:15")]
)
def test_who_is_to_check_in_is_told_until_when(language: str, hour: str) -> None:
    assert hour in write(Kind.BOOKING_REMINDER, language, lapses_at="2026-11-23T09:15:00+00:00").text
    assert hour not in write(Kind.BOOKING_REMINDER, language).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_comes_by_the_network_is_told_of_no_code_for_the_door(language: str) -> None:
    assert "code" in write(Kind.REGISTRATION_REMINDER, language).text
    online = {"attendance": "online", "online_url": "https://meet.example.org/lamp"}
    letter = write(Kind.REGISTRATION_REMINDER, language, **online)
    assert "code" not in letter.text
    assert "https://meet.example.org/lamp" in letter.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_form_still_asks_is_reminded_of(language: str) -> None:
    questions = f"{SITE}/registrations/g-1#questions"
    assert questions in Page(write(Kind.REGISTRATION_REMINDER, language, answers_due=True).html).links


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", REMINDING)
def test_who_has_no_account_or_reads_in_another_s_place_has_nothing_to_choose_there(kind: Kind, language: str) -> None:
    assert CHOICE in told(kind, language).text
    without_account = told(kind, language, **{"pass": "s3cret"})
    for_another = told(kind, language, for_name="Lina", because="guardian")
    for letter in (without_account, for_another):
        assert CHOICE not in letter.text
        assert CHOICE not in letter.html
        assert not letter.text.endswith("\n\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_required])
def test_what_nobody_can_switch_off_does_not_say_that_they_can(kind: Kind, language: str) -> None:
    assert CHOICE not in write(kind, language).text
