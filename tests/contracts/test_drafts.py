"""What bookings lets a city publish, the open data can publish: no event of theirs is one that nobody can read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chassis.errors import Invalid
from chassis.schema import read
from services.bookings import schemas as bookings
from services.opendata import schemas as opendata

ADMINISTRATOR = {
    "member_id": "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a09",
    "city": "tourcoing",
    "category": "partner",
    "organisation_kind": "public_body",
    "roles": ["city_administrator"],
}
PLACE, SPACE = (
    json.loads((Path(__file__).parent / "samples" / f"{name}.published.json").read_text())["data"]
    for name in ("place", "space")
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(),
    st.text(max_size=400),
    st.from_regex(r"[0-9AB٣]{4,6}", fullmatch=True),
    st.lists(st.text(max_size=120), max_size=3),
)


def is_read(schema: Any, said: dict[str, Any]) -> bool:
    try:
        read(schema, said)
    except Invalid:
        return False
    return True


def draft(schema: Any, told: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What was asked for so that this is told, but for some changes."""
    asked = {name: value for name, value in told.items() if name in schema().fields}
    return {**asked, "actor": ADMINISTRATOR, **changes}


@pytest.mark.parametrize(
    ("drafts", "heard", "told"),
    [(bookings.PlaceDraft, opendata.PlacePublished, PLACE), (bookings.SpaceDraft, opendata.SpacePublished, SPACE)],
    ids=["place", "space"],
)
def test_what_is_told_is_what_could_be_asked_for(drafts: Any, heard: Any, told: dict[str, Any]) -> None:
    assert is_read(drafts, draft(drafts, told))
    assert is_read(heard, told)


@example("postcode", "7500")
@example("insee", "20001")
@example("insee", "2C001")
@settings(max_examples=200)
@given(st.sampled_from(sorted(set(bookings.PlaceDraft().fields) & set(PLACE))), VALUES)
def test_a_place_that_may_be_published_is_one_that_the_open_data_can_publish(name: str, value: Any) -> None:
    may_be = is_read(bookings.PlaceDraft, draft(bookings.PlaceDraft, PLACE, **{name: value}))
    assert is_read(opendata.PlacePublished, {**PLACE, name: value}) or not may_be


@settings(max_examples=200)
@given(st.sampled_from(sorted(set(bookings.SpaceDraft().fields) & set(SPACE))), VALUES)
def test_a_space_that_may_be_published_is_one_that_the_open_data_can_publish(name: str, value: Any) -> None:
    may_be = is_read(bookings.SpaceDraft, draft(bookings.SpaceDraft, SPACE, **{name: value}))
    assert is_read(opendata.SpacePublished, {**SPACE, name: value}) or not may_be
