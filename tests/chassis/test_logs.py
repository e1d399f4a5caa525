"""Logs: one JSON object a line, and nobody in it."""

from __future__ import annotations

import io
import json
import logging

import pytest

from chassis import logs, trace


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_has_its_facts_and_its_trace(stream: io.StringIO) -> None:
    trace.begin("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
    logs.get("relay").info("relayed", count=3)
    (line,) = lines(stream)
    assert line["log"] == "relay" and line["event"] == "relayed" and line["count"] == 3
    assert line["trace_id"] == "0af7651916cd43dd8448eb211c80319c" and line["level"] == "info"


def test_an_exception_is_told_without_its_words(stream: io.StringIO) -> None:
    try:
        raise ValueError("Amina Delattre is not welcome")
    except ValueError as exc:
        logs.get("bus").error("worker failed", exc)
    assert "Amina" not in stream.getvalue()
    assert lines(stream)[0]["exception"] == "ValueError"
    assert "test_logs.py" in str(lines(stream)[0]["trace"])


def test_a_library_that_logs_an_exception_tells_no_words_either(stream: io.StringIO) -> None:
    try:
        raise ValueError("Amina Delattre is not welcome")
    except ValueError:
        logging.getLogger("some.library").exception("it broke")
    assert "Amina" not in stream.getvalue()


@pytest.mark.parametrize(
    "secret",
    [
        "amina@roubaix.example.org",
        "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2ln",
        "amqp://roubaix:hunter2@broker.example.org/vhost",
    ],
)
def test_what_looks_like_a_person_or_a_secret_is_scrubbed(stream: io.StringIO, secret: str) -> None:
    logs.get("bus").warning("seen", fact=f"it was <{secret}>")
    assert secret not in stream.getvalue() and "hunter2" not in stream.getvalue()
