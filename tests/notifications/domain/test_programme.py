"""A topic is found in what an activity says, as whole words, in whatever letters it is written; or in its kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.notifications import domain
from services.notifications.domain import Showing
from services.notifications.domain.programme import MOST_WORDS, is_about, of_interest

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
BIKES = Showing(
    "o-1", "a-1", "roubaix", {"fr": "Réparer son vélo"}, AT, "Europe/Paris", "L'Union", is_full=False,
    kind="workshop", words="reparer-son-velo-place-de-l-electronique",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Réparer son vélo", "reparer-son-velo"),
        ("  L’électronique & l’œuvre, 3D !", "l-electronique-l-uvre-3d"),
        ("STRASSE Straße", "strasse-strasse"),
        ("–", ""),
    ],
)
def test_a_text_is_written_as_topics_are(text: str, written: str) -> None:
    assert domain.slug(text) == written


def test_the_words_are_those_of_all_that_it_says_and_end_at_a_whole_one() -> None:
    said = domain.words("Vélo", None, {"fr": "Réparer", "nl": "Herstellen"}, {"fr": "Un soir"})
    assert said == "velo-reparer-herstellen-un-soir"
    long = domain.words("mot", None, {"fr": "abcdefg " * 400}, {})
    assert MOST_WORDS - 8 < len(long) <= MOST_WORDS
    assert long.endswith("-abcdefg")


@pytest.mark.parametrize(
    ("topic", "is_found"),
    [
        ("velo", True),
        ("son-velo", True),
        ("electronique", True),
        ("reparer", True),
        ("elo", False),
        ("repar", False),
        ("velo-place-du", False),
        ("atelier", True),
        ("cinema", False),
    ],
)
def test_a_topic_is_found_as_whole_words_or_as_the_kind(topic: str, is_found: bool) -> None:
    assert is_about(BIKES, [topic]) is is_found


@pytest.mark.parametrize(
    ("words", "topic", "is_found"),
    [
        ("reparer-des-velos-le-soir", "velo", True),
        ("velos", "velo", True),
        ("nos-jeux-video", "jeu", True),
        ("des-jeux-video", "jeux-video", True),
        ("un-velo", "velos", False),
        ("velossimo", "velo", False),
        ("velosx", "velo", False),
        ("chevaux", "cheval", False),
        ("velo-s", "velos", False),
    ],
)
def test_a_topic_is_found_in_its_plural_too(words: str, topic: str, is_found: bool) -> None:
    assert is_about(replace(BIKES, words=words), [topic]) is is_found


@pytest.mark.parametrize(("kind", "topic"), [("screening", "cinema"), ("concert", "musique")])
def test_the_networks_own_topics_find_the_kinds_that_are_theirs(kind: str, topic: str) -> None:
    assert is_about(replace(BIKES, kind=kind), [topic])
    assert not is_about(BIKES, [topic])


def test_a_member_is_told_of_their_own_city_first_then_by_date() -> None:
    elsewhere = replace(BIKES, occurrence_id="o-0", city="tourcoing", starts_at=AT - timedelta(days=1))
    later, other = replace(BIKES, occurrence_id="o-2", starts_at=AT + timedelta(days=1)), replace(BIKES, words="jardin")
    assert of_interest([later, elsewhere, other, BIKES], ["velo"], "roubaix") == [BIKES, later, elsewhere]


def test_who_chose_no_topic_is_told_all_of_their_own_city() -> None:
    elsewhere, other = replace(BIKES, city="tourcoing"), replace(BIKES, occurrence_id="o-2", words="jardin")
    assert of_interest([elsewhere, BIKES, other], [], "roubaix") == [BIKES, other]


@pytest.mark.parametrize(
    ("status", "is_over", "is_shown"),
    [
        ("scheduled", False, True),
        ("rescheduled", False, True),
        ("moved_online", False, True),
        ("postponed", False, False),
        ("cancelled", False, False),
        ("scheduled", True, False),
    ],
)
def test_what_is_not_to_come_is_not_told(status: str, is_over: bool, is_shown: bool) -> None:
    assert domain.is_date_shown(status, is_over=is_over) is is_shown


def test_a_title_is_told_in_french_where_it_has_none_in_the_readers_language() -> None:
    assert BIKES.title_in("nl") == "Réparer son vélo"
    assert replace(BIKES, title={"fr": "Vélo", "nl": "Fiets"}).title_in("nl") == "Fiets"
