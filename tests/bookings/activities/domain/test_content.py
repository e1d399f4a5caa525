"""What an activity says is whole, contradicts itself nowhere, and is found by its words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chassis.errors import Conflict, Invalid
from services.bookings.domain.activities import Field, Terms, Venue, content
from tests.bookings.activities.programme import activity

HOME = Venue("Les Glycines", "care_home", "2 rue des Lilas", "59100", "Roubaix")
YES = Field("yes", {"fr": "Oui ?"}, "yes_no")


def pointers(refused: pytest.ExceptionInfo[Any]) -> list[str]:
    return [error["pointer"] for error in refused.value.detail["errors"]]


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"title": {"nl": "Een lamp"}}, "/title/fr"),
        ({"summary": {}}, "/summary/fr"),
        ({"description": {"en": "A lamp"}}, "/description/fr"),
        ({"easy_to_read": {"en": "A lamp"}}, "/easy_to_read/fr"),
        ({"publics": ("adults", "adults")}, "/publics"),
        ({"languages": ()}, "/languages"),
        ({"min_age": 12, "max_age": 11}, "/max_age"),
        ({"venue": HOME}, "/venue"),
        ({"organiser_id": "organisation-1"}, "/organiser_name"),
        ({"online_url": "https://visio.example.org/lampe"}, "/online_url"),
        ({"terms": Terms(external_url="https://example.org")}, "/terms/external_url"),
        ({"terms": Terms(alert_hours=23, decide_hours=24)}, "/terms/alert_hours"),
        ({"terms": Terms(opens_at=datetime.max.replace(tzinfo=UTC))}, "/terms/opens_at"),
        ({"terms": Terms(opens_at=datetime.min.replace(tzinfo=UTC))}, "/terms/opens_at"),
        ({"terms": Terms(mode="none", form=(YES,))}, "/terms/form"),
        ({"terms": Terms(form=(YES, YES))}, "/terms/form/1/name"),
        ({"terms": Terms(form=(Field("a", {"nl": "A"}),))}, "/terms/form/0/label/fr"),
        ({"terms": Terms(form=(Field("a", {"fr": "A"}, "choice", choices=("b",)),))}, "/terms/form/0/choices"),
        ({"terms": Terms(form=(Field("a", {"fr": "A"}, choices=("b", "c")),))}, "/terms/form/0/choices"),
        ({"terms": Terms(form=(Field("a", {"fr": "A"}, "choices", choices=("b", "b")),))}, "/terms/form/0/choices"),
    ],
)
def test_what_contradicts_itself_is_refused_with_where(facts: dict[str, Any], pointer: str) -> None:
    content.check(activity())
    with pytest.raises(Invalid, match="activity_invalid") as refused:
        content.check(activity(**facts))
    assert pointers(refused) == [pointer]


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"place_id": None}, "/place_id"),
        ({"attendance": "both"}, "/online_url"),
        ({"attendance": "online", "place_id": None}, "/online_url"),
        ({"terms": Terms(mode="external")}, "/terms/external_url"),
        ({"summary": {"fr": ""}}, "/summary/fr"),
    ],
)
def test_what_is_missing_is_said_before_it_is_announced(facts: dict[str, Any], pointer: str) -> None:
    content.check_complete(activity())
    with pytest.raises(Conflict, match="activity_incomplete") as refused:
        content.check_complete(activity(**facts))
    assert pointers(refused) == [pointer]


def test_it_may_be_at_a_venue_or_online_alone() -> None:
    content.check_complete(activity(place_id=None, venue=HOME))
    content.check_complete(activity(place_id=None, attendance="online", online_url="https://visio.example.org/x"))


def test_it_is_found_by_its_words_without_accents_and_capitals() -> None:
    found = content.words(
        activity(title={"fr": "Épater la GALERIE"}, place_id=None, venue=HOME, theme="Œuvre", cycle="Été")
    )
    for word in ("epater", "galerie", "glycines", "roubaix", "ete"):
        assert word in found.split()
    assert content.folded("  Là-bas ") == "la-bas"
