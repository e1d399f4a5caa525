"""Refusals: they say no with a code and cross a wire as themselves."""

from __future__ import annotations

import pytest

from chassis import errors


@pytest.mark.parametrize("kind", errors.ServiceError.registry.values(), ids=lambda kind: kind.__name__)
def test_every_refusal_arrives_as_itself(kind: type[errors.ServiceError]) -> None:
    sent = kind("unit_taken", "No unit is free.", {"next_free": []})
    arrived = errors.from_wire(sent.to_wire())
    assert type(arrived) is kind
    assert (arrived.code, arrived.message, arrived.detail) == (sent.code, sent.message, sent.detail)


def test_what_is_unavailable_says_when_to_come_back() -> None:
    assert errors.Unavailable("service_unavailable").detail["retry_after_seconds"] > 0


UNKNOWN = [{}, {"class": "SystemExit"}, {"class": 5, "message": None}, {"class": "ServiceError"}]


@pytest.mark.parametrize("wire", UNKNOWN)
def test_an_unknown_class_never_becomes_a_refusal(wire: dict[str, object]) -> None:
    assert isinstance(errors.from_wire(wire), errors.RemoteFailure)


def test_a_code_alone_reads_as_a_sentence() -> None:
    assert str(errors.Conflict("unit_taken")) == "unit_taken: unit taken"
