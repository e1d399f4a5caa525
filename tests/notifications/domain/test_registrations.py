"""A registration, as a letter needs to know it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chassis.errors import Invalid
from services.notifications import schemas
from tests.notifications import given


def test_a_title_is_in_the_reader_s_language_or_in_french() -> None:
    for titled in (given.registration(), schemas.occurrence(given.OCCURRENCE)):
        assert (titled.title_in("nl"), titled.title_in("en")) == ("Maak je lamp", "Fabriquer sa lampe")


@pytest.mark.parametrize(("by", "is_by_another"), [("helper-1", True), ("m-1", False), (None, False)])
def test_who_registered_is_another_only_if_the_event_says_so(by: str | None, is_by_another: bool) -> None:
    assert given.registration(registered_by_id=by).is_by_another is is_by_another


def test_where_nobody_comes_there_is_no_point_on_a_map() -> None:
    assert given.registration().coordinates == (50.7, 3.17)
    assert given.registration(longitude=None).coordinates is None
    for online in ({"attendance": "online"}, {"occurrence_status": "moved_online"}):
        assert given.registration(**online).is_online_only
        assert given.registration(**online).coordinates is None
    assert not given.registration(attendance="both").is_online_only


@pytest.mark.parametrize(
    ("facts", "has_moved"),
    [
        ({}, False),
        ({"seats": 3}, False),
        ({"starts_at": "2026-11-24T09:00:00Z", "ends_at": "2026-11-24T11:00:00Z"}, True),
        ({"place_name": "La Tour"}, True),
        ({"occurrence_status": "moved_online"}, True),
        ({"occurrence_status": "postponed"}, False),
    ],
)
def test_what_is_at_another_time_or_elsewhere_has_moved(facts: dict[str, Any], has_moved: bool) -> None:
    told = given.registration()
    now = replace(given.registration(**facts), before=told)
    assert now.moved_from == (told if has_moved else None)
    assert given.registration(**facts).moved_from is None, "nobody was told anything yet"


def test_what_had_no_date_has_not_moved_from_one() -> None:
    undated = given.registration(occurrence_status="postponed")
    assert replace(given.registration(starts_at="2026-11-22T09:00:00Z"), before=undated).moved_from is None


@pytest.mark.parametrize(
    "wrong", [{"title": {"nl": "Maak je lamp"}}, {"online_url": "javascript:alert(1)"}, {"seats": 0}, {"zone": "Mars"}]
)
def test_what_cannot_be_told_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        given.registration(**wrong)
