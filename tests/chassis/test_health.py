"""Alive is not ready, and who is not ready says why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from eventlet.event import Event as Signal

from chassis import health, metrics
from chassis.errors import Unavailable


@pytest.fixture(autouse=True)
def watching_nothing() -> Iterator[None]:
    health.forget()
    yield
    health.forget()


def well() -> None:
    """Nothing to complain of."""


def get(path: str, method: str = "GET") -> tuple[str, dict[str, str], bytes]:
    said: list[Any] = []
    body = health.app({"PATH_INFO": path, "REQUEST_METHOD": method}, lambda *args: said.extend(args))
    return said[0], dict(said[1]), b"".join(body)


def unavailable() -> None:
    raise Unavailable("database_unavailable")


def test_who_is_watched_and_well_is_ready() -> None:
    health.watch("bookings", "database", well)
    health.watch("bookings", "broker", well)
    status, headers, body = get("/ready")
    assert status == "200 OK"
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"status": "ready", "services": {"bookings": {"database": "ok", "broker": "ok"}}}


def test_a_process_in_which_nothing_runs_is_not_ready() -> None:
    assert get("/ready")[0] == "503 Service Unavailable"


def test_one_part_that_is_not_well_is_named() -> None:
    health.watch("bookings", "database", unavailable)
    health.watch("bookings", "broker", lambda: health.demand(False, "no line to the broker"))
    health.watch("gateway", "rpc", well)
    status, _, body = get("/ready")
    assert status == "503 Service Unavailable"
    parts = json.loads(body)["services"]
    assert parts["bookings"] == {"database": "database_unavailable", "broker": "no line to the broker"}
    assert get("/ready/gateway")[0] == "200 OK"
    assert get("/ready/bookings")[0] == get("/ready/nobody")[0] == "503 Service Unavailable"


def test_a_part_that_does_not_answer_does_not_hold_up_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "DEADLINE_SECONDS", 0.1)
    health.watch("bookings", "database", Signal().wait)
    assert health.report() == {"bookings": {"database": "no answer in time"}}


def test_alive_asks_nobody() -> None:
    health.watch("bookings", "database", unavailable)
    assert get("/live") == ("200 OK", get("/live")[1], b'{"status": "alive"}')


def test_the_metrics_are_for_prometheus() -> None:
    status, headers, body = get("/metrics")
    assert status == "200 OK"
    assert headers["Content-Type"].startswith("text/plain; version=")
    assert f"# HELP {metrics.broker_connected._name} ".encode() in body


def test_anything_else_is_not_found_and_a_head_has_no_body() -> None:
    assert get("/")[0] == "404 Not Found"
    status, headers, body = get("/live", "HEAD")
    assert (status, headers["Content-Length"], body) == ("200 OK", "19", b"")
