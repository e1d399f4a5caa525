"""What two readers could understand in two ways is refused, and nothing that is sent breaks anything."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from chassis.errors import Invalid
from gateway.api import reading
from tests.gateway.fakes import Gateway, problem

WISH = {"space_id": "s1", "starts_at": "2026-11-23T09:00:00+01:00", "ends_at": "2026-11-23T10:00:00+01:00"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"a": 1',
        b"\xff\xfe{}",
        b'{"space_id": "\xff"}',
        b"\xef\xbb\xbf{}",
        b'{"space_id": NaN}',
        b'{"space_id": Infinity}',
        b'{"space_id": -Infinity}',
        b'{"space_id": 1e999}',
        b'{"space_id": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"space_id": 1, "space_id": 2}',
        b"[" * 100_000,
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b"9" * 10_000,
        b"{} {}",
        b"{'space_id': 1}",
    ],
)
def test_what_is_no_clean_json_is_refused(gateway: Gateway, body: bytes) -> None:
    assert problem(gateway.signed_in().post("/quotes", body)) == (400, "json_invalid")
    assert gateway.services.asked("bookings.quote") == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"space_id": 1}, "/space_id"),
        ({"space_id": None}, "/space_id"),
        ({"space_id": "x" * 1000}, "/space_id"),
        ({"space_id": "a\x00b"}, "/space_id"),
        ({"space_id": ["s1"]}, "/space_id"),
        ({"starts_at": 1}, "/starts_at"),
        ({"starts_at": "tomorrow"}, "/starts_at"),
        ({"starts_at": "2026-11-23T09:00:00"}, "/starts_at"),
        ({"starts_at": "0001-01-01T00:00:00+23:00"}, "/starts_at"),
        ({"unknown": 1}, "/unknown"),
        ({"a/b~c": 1}, "/a~1b~0c"),
    ],
)
def test_a_field_that_does_not_fit_is_pointed_at(gateway: Gateway, changes: dict[str, object], pointer: str) -> None:
    response = gateway.signed_in().post("/quotes", {**WISH, **changes})
    assert problem(response) == (400, "invalid")
    assert pointer in [error["pointer"] for error in (response.json or {})["errors"]]


@pytest.mark.parametrize("body", [[], "text", 1, None, True])
def test_a_body_that_is_no_object_is_refused(gateway: Gateway, body: object) -> None:
    assert problem(gateway.signed_in().post("/quotes", json.dumps(body).encode())) == (400, "invalid")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", ""]
)
def test_another_media_type_is_refused(gateway: Gateway, content_type: str) -> None:
    response = gateway.signed_in().post("/quotes", WISH, Content_Type=content_type)
    assert problem(response) == (415, "media_type_unsupported")


def test_a_compressed_body_is_refused(gateway: Gateway) -> None:
    response = gateway.signed_in().post("/quotes", WISH, Content_Encoding="gzip")
    assert problem(response) == (415, "media_type_unsupported")


def test_the_charset_may_be_said(gateway: Gateway) -> None:
    gateway.services.answers["bookings.quote"] = {}
    response = gateway.signed_in().post("/quotes", WISH, Content_Type="application/json; charset=UTF-8")
    assert response.status_code == 200


def key_of(value: str) -> str | None:
    environ = EnvironBuilder(headers=[("Idempotency-Key", value)]).get_environ()
    return reading.idempotency_key(Request(environ))


@pytest.mark.parametrize(
    ("given_key", "understood"),
    [
        ("8e03978e-40d5", "8e03978e-40d5"),
        ('"8e03978e-40d5"', "8e03978e-40d5"),
        (r'"a \"b\" \\"', r'a "b" \ '.strip()),
        ("x" * 255, "x" * 255),
        (f'"{"x" * 255}"', "x" * 255),
    ],
)
def test_a_key_is_a_quoted_string_or_a_token(given_key: str, understood: str) -> None:
    assert key_of(given_key) == understood


@pytest.mark.parametrize(
    "given_key",
    ["", '""', "x" * 256, f'"{"x" * 256}"', '"open', 'a"b', "two words", "é", '"a\\b"', "one,two", '"one","two"'],
)
def test_another_key_is_refused(given_key: str) -> None:
    with pytest.raises(Invalid) as refused:
        key_of(given_key)
    assert refused.value.code == "idempotency_key_invalid"


def test_no_key_is_no_key() -> None:
    assert reading.idempotency_key(Request(EnvironBuilder().get_environ())) is None


@given(st.binary(max_size=200))
def test_no_bytes_break_the_api(body: bytes) -> None:
    assert problem(Gateway().signed_in().post("/quotes", body))[0] == 400
