"""Every event is on the page, every event that is heard has a sample, and no sample names anybody."""

from __future__ import annotations

import json
import re

import pytest

from chassis.envelope import parse
from tests.contracts import document

PERSONAL = re.compile(r"\b(name|email|phone|birth)\w*\b", re.IGNORECASE)
OF_THINGS = {"name", "organiser_name", "space_name", "place_name", "unit_name", "previous_space_name"}


def test_the_page_says_what_the_samples_say() -> None:
    assert document.DOCUMENT.read_text("utf-8") == document.render() + "\n", "run: python -m tests.contracts.document"


def test_whatever_is_heard_has_a_sample() -> None:
    assert set(document.hearers()) <= set(document.names())


@pytest.mark.parametrize("name", document.names())
def test_a_sample_is_a_cloudevent_of_its_name(name: str) -> None:
    envelope = parse(json.dumps(document.sample(name)))
    assert envelope.name == name
    assert envelope.sequence >= 0 and envelope.subject


@pytest.mark.parametrize("name", document.names())
def test_no_event_has_a_field_for_a_person(name: str) -> None:
    data = document.sample(name)["data"]
    assert isinstance(data, dict)
    assert {field for field in data if PERSONAL.search(field.replace("_", " "))} <= OF_THINGS
    assert "@" not in json.dumps(data)
