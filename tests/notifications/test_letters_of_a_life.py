"""What the letters say along the life of a booking, and of a series, in every language."""

from __future__ import annotations

import re

import pytest

from services.notifications import letters
from services.notifications.domain import LANGUAGES, Kind
from tests.notifications import given
from tests.notifications.test_letters import Page, every_letter, write


@every_letter
def test_who_acts_on_a_member_s_behalf_is_said_where_something_was_booked(kind: Kind, language: str) -> None:
    says = {"fr": "une personne qui vous aide", "nl": "iemand die u helpt", "en": "somebody who helps you"}[language]
    booked = {Kind.BOOKING_REQUESTED, Kind.BOOKING_CONFIRMED, Kind.SERIES_BOOKED}
    booked |= {Kind.REGISTRATION_REQUESTED, Kind.REGISTRATION_CONFIRMED, Kind.REGISTRATION_QUEUED}
    booked |= {Kind.BOOKING_REMINDER, Kind.REGISTRATION_REMINDER}
    by_helper, by_member = ({"booked_by_id": who, "registered_by_id": who} for who in ("helper-1", "m-1"))
    assert (says in write(kind, language, **by_helper).text) is (kind in booked)
    assert says not in write(kind, language, **by_member).text


@pytest.mark.parametrize("kind", [Kind.BOOKING_OFFERED, Kind.BOOKING_PROPOSED, Kind.BOOKING_REQUESTED])
@pytest.mark.parametrize(
    ("language", "until"),
    [
        ("fr", "samedi 21 novembre 2026 à 09:30 (heure de Paris)"),
        ("nl", "zaterdag 21 november 2026 om 09:30 uur (tijd in Parijs)"),
        ("en", "Saturday, 21 November 2026 at 09:30 (Paris time)"),
    ],
)
def test_what_ends_by_itself_says_when(kind: Kind, language: str, until: str) -> None:
    assert until in write(kind, language).text


def test_what_waits_for_a_confirmation_says_where_to_confirm() -> None:
    page = "https://champlibre.example.org/bookings/b-1"
    assert page in Page(write(Kind.BOOKING_OFFERED).html).links
    assert Page(write(Kind.BOOKING_PROPOSED).html).main_links == [page, "https://champlibre.example.org/bookings/b-0"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_must_be_checked_in_says_by_when(language: str) -> None:
    for kind in (Kind.BOOKING_CONFIRMED, Kind.BOOKING_MOVED):
        assert "10:15" in write(kind, language, lapses_at="2026-11-23T09:15:00Z").text
        assert "10:15" not in write(kind, language).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_moved_says_what_it_was_and_where_if_that_changed(language: str) -> None:
    elsewhere, same_place = write(Kind.BOOKING_MOVED, language), {"previous_space_name": "Salle du canal"}
    for kept in (elsewhere, write(Kind.BOOKING_MOVED, language, **same_place)):
        assert re.search(r" 22 [Nn]ov\w+ 2026.* 10:00 .* 12:00", kept.text)
    assert "Salle du parc" in elsewhere.text
    assert "Salle du parc" not in write(Kind.BOOKING_MOVED, language, **same_place).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_has_its_words_and_one_we_do_not_know_has_neutral_ones(language: str) -> None:
    codes = ("member", "staff", "closure", "series", "replaced", "weather", "duplicate", "made_up")
    said = [write(Kind.BOOKING_CANCELLED, language, reason=code).text.split("\n\n")[2] for code in codes]
    assert len(set(said)) == len(codes)
    assert said[-1] == write(Kind.BOOKING_CANCELLED, language, reason=None).text.split("\n\n")[2]
    answers = ("needed_by_city", "other_use", "staff")
    denied = [write(Kind.BOOKING_DENIED, language, reason=code).text.split("\n\n")[2] for code in answers]
    assert len({*said, *denied}) == len(said) + len(denied), "staff that says no has cancelled nothing"
    assert not any("made_up" in text for text in (*said, *denied))


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_let_a_place_lapse_is_said_rightly(language: str) -> None:
    of_city, of_member = (write(Kind.BOOKING_LAPSED, language, reason=reason).text for reason in ("requested", "held"))
    city = {"fr": "La ville n’a pas répondu", "nl": "De stad heeft niet", "en": "The city did not answer"}[language]
    assert city in of_city
    assert city not in of_member


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.withdraws])
@pytest.mark.parametrize(("language", "word"), [("fr", "votre agenda"), ("nl", "uw agenda"), ("en", "your calendar")])
def test_the_calendar_is_spoken_of_only_when_the_letter_changes_it(kind: Kind, language: str, word: str) -> None:
    contact, about = given.contact(kind, language=language), given.about(kind)
    assert word in letters.write(kind, contact, given.LETTERHEAD, about, changes_calendar=True).text
    assert word not in letters.write(kind, contact, given.LETTERHEAD, about).text


@pytest.mark.parametrize(
    ("language", "dates"),
    [
        ("fr", "du lundi 23 novembre 2026 au lundi 14 décembre 2026"),
        ("nl", "van maandag 23 november 2026 tot maandag 14 december 2026"),
        ("en", "from Monday, 23 November 2026 to Monday, 14 December 2026"),
    ],
)
def test_a_series_is_told_with_its_dates_and_how_many(language: str, dates: str) -> None:
    booked, changed = write(Kind.SERIES_BOOKED, language).text, write(Kind.SERIES_CHANGED, language).text
    for letter, counts in ((booked, {"3", "1"}), (changed, {"2", "4"})):
        assert dates in letter
        assert set(re.findall(r": (\d+)$", letter, re.MULTILINE)) == counts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_series_that_others_cancelled_says_why_if_we_know(language: str) -> None:
    said = [write(Kind.SERIES_CHANGED, language, reason=code).text for code in ("staff", "closure", "weather")]
    plain = [write(Kind.SERIES_CHANGED, language, reason=code).text for code in ("member", "made_up", None)]
    assert len({*said, *plain}) == len(said) + 1
    assert all(re.search(r": 4( \(.+\))?\n\n\S", text) for text in (*said, *plain))
