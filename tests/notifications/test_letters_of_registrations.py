"""What the letters about registrations say, in every language."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.notifications import letters
from services.notifications.domain import LANGUAGES, Kind, Registration
from tests.notifications import given
from tests.notifications.test_letters import Page, write

SITE = "https://champlibre.example.org"
PAGE = f"{SITE}/registrations/g-1"
SEATED = (Kind.REGISTRATION_CONFIRMED, Kind.REGISTRATION_CHANGED)
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@in_every_language
def test_a_confirmation_says_when_where_for_how_many_and_where_to_cancel(language: str) -> None:
    letter = write(Kind.REGISTRATION_CONFIRMED, language)
    for fact in ("10:00", "12:00", "L'Union, 1 rue de l'Exemple, 59200 Tourcoing", ": 2\n"):
        assert fact in letter.text
    assert Page(letter.html).main_links == [PAGE]


@in_every_language
def test_who_waits_is_told_that_nothing_is_held_and_gets_no_other_letter_s_words(language: str) -> None:
    """contao-event-registration 44: who is on the waiting list got the ordinary confirmation."""
    held = {"fr": "aucune place n’est gardée", "nl": "geen plaats voor u vrijgehouden", "en": "no place is held"}
    letter, confirmation = (write(kind, language) for kind in (Kind.REGISTRATION_QUEUED, Kind.REGISTRATION_CONFIRMED))
    assert held[language] in letter.text
    assert letter.subject != confirmation.subject
    assert " 3." in letter.text, "its position"
    assert Page(letter.html).main_links == [PAGE]
    without = write(Kind.REGISTRATION_QUEUED, language, position=None)
    assert " 3." not in without.text


@in_every_language
@pytest.mark.parametrize("seats", [1, 2])
def test_an_offer_says_until_when_and_leads_to_where_it_is_accepted_and_refused(language: str, seats: int) -> None:
    letter = write(Kind.REGISTRATION_OFFERED, language, seats=seats)
    assert Page(letter.html).main_links == [f"{PAGE}#accept", f"{PAGE}#refuse"]
    assert "21 nov" in letter.text.lower()
    assert "09:30" in letter.text


@in_every_language
@pytest.mark.parametrize("kind", SEATED)
def test_what_is_still_to_be_answered_is_asked_for_with_a_link(kind: Kind, language: str) -> None:
    assert Page(write(kind, language, answers_due=True).html).main_links == [f"{PAGE}#questions", PAGE]


@in_every_language
@pytest.mark.parametrize("kind", SEATED)
def test_who_takes_part_from_afar_is_told_where_and_no_address(kind: Kind, language: str) -> None:
    link = "https://meet.example.org/lampe"
    for facts in ({"attendance": "online"}, {"occurrence_status": "moved_online", "what": "moved_online"}):
        letter = write(kind, language, online_url=link, **facts)
        assert f"\n{link}\n" in letter.text
        assert link in Page(letter.html).links
        assert "rue de l'Exemple" not in letter.text
        assert write(kind, language, online_url=None, **facts).text != letter.text
    both = write(kind, language, online_url=link, attendance="both")
    assert "rue de l'Exemple" in both.text and link in both.text


@in_every_language
def test_what_is_postponed_says_when_it_is_not_and_no_other_date(language: str) -> None:
    letter = write(Kind.REGISTRATION_POSTPONED, language)
    assert "10:00" in letter.text
    assert "12:00" not in letter.text
    waiting = write(Kind.REGISTRATION_QUEUED, language, occurrence_status="postponed", what="postponed")
    assert "10:00" not in waiting.text + waiting.subject


@in_every_language
def test_each_change_has_its_words(language: str) -> None:
    changes = ("rescheduled", "moved_online", "postponed", "seats", "made_up")
    said = {write(Kind.REGISTRATION_CHANGED, language, what=what).text for what in changes}
    assert len(said) == len(changes)
    for kind in (Kind.REGISTRATION_QUEUED, Kind.REGISTRATION_OFFERED, Kind.REGISTRATION_REQUESTED):
        assert len({write(kind, language, what=what).text for what in (*changes, None)}) == len(changes) + 1


@in_every_language
def test_what_moved_says_what_it_was(language: str) -> None:
    before = given.registration(starts_at="2026-11-22T09:00:00Z", ends_at="2026-11-22T11:00:00Z", place_name="La Tour")
    now = given.about(Kind.REGISTRATION_CHANGED)
    assert isinstance(now, Registration)
    contact = given.contact(language=language)
    letter = letters.write(Kind.REGISTRATION_CHANGED, contact, given.LETTERHEAD, replace(now, before=before))
    assert "La Tour" in letter.text and "22" in letter.text
    assert "La Tour" not in write(Kind.REGISTRATION_CHANGED, language).text


def ended(language: str, **facts: Any) -> str:
    return write(Kind.REGISTRATION_CANCELLED, language, **facts).text.split("\n\n")[2]


@in_every_language
def test_each_reason_of_an_end_has_its_words_and_one_we_do_not_know_has_neutral_ones(language: str) -> None:
    of_seats = (
        "member",
        "staff",
        "offer_refused",
        "closed",
        "below_minimum",
        "activity_cancelled",
        "weather",
        "duplicate",
        "made_up",
    )
    said = [ended(language, reason=reason) for reason in of_seats]
    said += [ended(language, reason=reason, was="waiting") for reason in ("member", "staff", "made_up")]
    said.append(ended(language, reason="made_up", occurrence_status="cancelled"))
    assert len(set(said)) == len(said)
    assert not any("made_up" in text for text in said)
    assert ended(language, reason="over", was="waiting") == ended(language, reason="closed", was="waiting")


@in_every_language
def test_an_end_leads_to_the_other_dates_or_to_the_other_activities(language: str) -> None:
    dates = [{"occurrence_id": f"o-{day}", "starts_at": f"2026-12-{day}T17:00:00Z"} for day in (10, 17)]
    letter = write(Kind.REGISTRATION_CANCELLED, language, reason="below_minimum", other_dates=dates)
    assert Page(letter.html).main_links == [f"{SITE}/occurrences/o-{day}/register" for day in (10, 17)]
    assert letter.text.count("18:00") == 2
    assert Page(write(Kind.REGISTRATION_CANCELLED, language).html).main_links == [f"{SITE}/agenda"]


@in_every_language
def test_who_let_seats_lapse_is_said_rightly(language: str) -> None:
    said = {write(Kind.REGISTRATION_LAPSED, language, was=was).text for was in ("offered", "requested")}
    assert len(said) == 2
    assert Page(write(Kind.REGISTRATION_LAPSED, language).html).main_links == [f"{SITE}/activities/a-1"]


@in_every_language
def test_who_planned_it_is_told_how_many_come_how_many_are_needed_and_what_happens_when(language: str) -> None:
    letter = write(Kind.OCCURRENCE_SHORT, language)
    assert ": 2." in letter.text and ": 5." in letter.text
    assert "22 nov" in letter.text.lower()
    assert Page(letter.html).main_links == [f"{SITE}/desk/occurrences/o-1"]


@in_every_language
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_of_registration])
def test_who_has_no_account_finds_a_pass_in_each_link_to_the_registration(kind: Kind, language: str) -> None:
    contact = given.contact(kind, language=language, **{"pass": "a.b-c_d"})
    letter = letters.write(kind, contact, given.LETTERHEAD, given.about(kind, answers_due=True))
    to_it = [link for link in Page(letter.html).links if link.startswith(PAGE)]
    assert all(link.startswith(f"{PAGE}?pass=a.b-c_d") for link in to_it)
    assert bool(to_it) is not kind.is_last
    assert letter.text.count("a.b-c_d") == len(to_it)


@in_every_language
def test_a_wish_says_what_for_and_that_nothing_is_held(language: str) -> None:
    held = {"fr": "Rien n’est encore gardé", "nl": "nog niets voor u vrijgehouden", "en": "Nothing is held"}
    letter = write(Kind.REGISTRATION_WISH, language)
    for fact in (held[language], "10:00", "L'Union", {"nl": "Maak je lamp"}.get(language, "Fabriquer sa lampe")):
        assert fact in letter.text
    online = write(Kind.REGISTRATION_WISH, language, place_name="").text
    assert {"fr": "en ligne", "nl": "online", "en": "online"}[language] in online
