"""The envelope: CloudEvents 1.0, checked when it comes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chassis.envelope import Envelope, parse
from chassis.errors import Invalid

SENT = Envelope(
    id="7d5c",
    source="/hub/bookings",
    name="booking.confirmed",
    subject="b-1",
    sequence=3,
    time=datetime(2026, 11, 23, 9, tzinfo=UTC),
    data={"space": "Cinéma"},
    city="roubaix",
    traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
)


def test_what_is_sent_is_what_is_heard() -> None:
    assert parse(SENT.to_json()) == SENT
    assert parse(SENT.to_json().encode()) == SENT


def test_the_required_attributes_of_cloudevents_are_there() -> None:
    wire = json.loads(SENT.to_json())
    assert wire["specversion"] == "1.0"
    assert wire["type"] == "fr.champlibre.booking.confirmed.v1"
    assert wire["source"] == "/hub/bookings" and wire["id"] == "7d5c"
    assert wire["time"] == "2026-11-23T09:00:00+00:00"


def test_attributes_that_have_no_value_are_left_out() -> None:
    wire = json.loads(replace(SENT, city=None, traceparent=None).to_json())
    assert "city" not in wire and "traceparent" not in wire


def test_names_of_extension_attributes_are_lower_case_letters_and_digits() -> None:
    assert all(name.isalnum() and name.islower() and len(name) <= 20 for name in json.loads(SENT.to_json()))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("specversion", "0.3"),
        ("type", "booking.confirmed"),
        ("type", "fr.champlibre.booking.confirmed.v0"),
        ("time", "2026-11-23T09:00:00"),
        ("time", "soon"),
        ("data", []),
        ("id", ""),
        ("source", None),
        ("subject", 5),
        ("sequence", "first"),
    ],
)
def test_what_is_no_envelope_is_refused(name: str, value: object) -> None:
    wire = json.loads(SENT.to_json()) | {name: value}
    with pytest.raises(Invalid, match="envelope_invalid"):
        parse(json.dumps(wire))


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"[]", b"null", b"[" * 100_000, b'"' + b"x" * 300_000 + b'"'])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid, match="envelope_invalid"):
        parse(body)


def test_the_same_message_has_the_same_key() -> None:
    assert SENT.key == parse(SENT.to_json()).key == "/hub/bookings#7d5c"
