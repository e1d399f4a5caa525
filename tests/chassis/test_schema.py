"""Schemas: what does not fit becomes a refusal that points at each fault."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from marshmallow import fields

from chassis.errors import Invalid
from chassis.schema import Heard, Instant, Schema, Text, read


class Asked(Schema):
    at = Instant(required=True)
    name = Text(most=10, least=1)
    many = fields.List(fields.Integer())


class Told(Heard):
    at = Instant(required=True)


def faults(payload: Any) -> list[str]:
    with pytest.raises(Invalid) as refused:
        read(Asked, payload)
    return [error["pointer"] for error in refused.value.detail["errors"]]


def test_an_instant_is_utc_inside() -> None:
    assert read(Asked, {"at": "2026-11-23T10:00:00+01:00"})["at"] == datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_an_instant_is_rfc_3339_outside() -> None:
    assert Asked().dump({"at": datetime(2026, 11, 23, 9, tzinfo=UTC)}) == {"at": "2026-11-23T09:00:00+00:00"}


@pytest.mark.parametrize(
    "value", ["2026-11-23T10:00:00", "2026-11-23", "2026-11-23+01:00", "soon", 5, None, "9999-12-31T23:59:59-14:00", ""]
)
def test_what_is_no_instant_is_refused(value: object) -> None:
    assert faults({"at": value}) == ["/at"]


@pytest.mark.parametrize(
    "value",
    ["2026-W48-1T09:00:00Z", "20261123T090000Z", "2026-11-23 09:00:00Z", "2026-11-23T09:00Z", "2026-11-23T09:00:00,5Z",
     "2026-11-23T09:00:00+01", "2026-11-23T09:00:00+01:00:30", "٢٠٢٦-11-23T09:00:00Z", "2026-11-23T09:00:00Z\n"],
)  # fmt: skip
def test_an_iso_8601_that_rfc_3339_does_not_know_is_refused(value: str) -> None:
    assert faults({"at": value}) == ["/at"]


@pytest.mark.parametrize(
    "value", ["2026-11-23t09:00:00z", "2026-11-23T09:00:00.123456789Z", "2026-11-23T09:00:00-00:00"]
)
def test_every_rfc_3339_instant_is_understood(value: str) -> None:
    assert read(Asked, {"at": value})["at"].replace(microsecond=0) == datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_of_thousands_of_faults_some_are_told() -> None:
    assert len(faults({str(n): n for n in range(10_000)})) == 50


def test_every_fault_is_told_at_once() -> None:
    assert set(faults({"name": "far too long a name", "many": [1, "x"], "other": 1})) == {
        "/at",
        "/name",
        "/many/1",
        "/other",
    }


def test_a_pointer_escapes_what_json_pointer_reserves() -> None:
    assert faults({"at": "2026-11-23T10:00:00Z", "a/b~c": 1}) == ["/a~1b~0c"]


@pytest.mark.parametrize("payload", [None, 5, "text", [], [{"at": "x"}]])
def test_what_is_no_object_is_refused(payload: object) -> None:
    faults(payload)


def test_text_is_composed_and_trimmed() -> None:
    assert read(Asked, {"at": "2026-11-23T10:00:00Z", "name": " Me\u0301lie "})["name"] == "M\u00e9lie"


@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "\ud800", "   "])
def test_text_holds_no_control_character_and_is_not_blank(text: str) -> None:
    assert faults({"at": "2026-11-23T10:00:00Z", "name": text}) == ["/name"]


def test_an_event_may_say_more_than_its_hearer_knows() -> None:
    assert "more" not in read(Told, {"at": "2026-11-23T10:00:00Z", "more": 1})
