"""What the operator's port says of a process."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.test import Client

from chassis import health


@pytest.fixture
def client() -> Iterator[Client]:
    """The operator's port of a process that watches nothing yet."""
    watched = dict(health._watched)
    health.forget()
    yield Client(health.app)
    health.forget()
    health._watched.update(watched)


def test_a_process_that_can_answer_is_alive_whatever_its_parts_say(client: Client) -> None:
    health.watch("bookings", "database", lambda: health.demand(False, "no database"))
    assert client.get("/live").status_code == 200


def test_a_process_that_watches_nothing_is_not_ready(client: Client) -> None:
    assert client.get("/ready").status_code == 503


def test_ready_names_the_part_that_is_missing(client: Client) -> None:
    health.watch("bookings", "broker", lambda: None)
    assert client.get("/ready").status_code == 200
    health.watch("bookings", "database", lambda: health.demand(False, "no database"))
    reply = client.get("/ready")
    assert reply.status_code == 503
    assert reply.json == {
        "status": "not ready", "services": {"bookings": {"broker": "ok", "database": "no database"}},
    }


def test_one_service_is_asked_for_alone(client: Client) -> None:
    health.watch("bookings", "broker", lambda: None)
    health.watch("opendata", "broker", lambda: health.demand(False, "no line"))
    assert client.get("/ready/bookings").status_code == 200
    assert client.get("/ready/opendata").status_code == 503
    assert client.get("/ready/nobody").status_code == 503


def test_metrics_are_for_prometheus_and_other_paths_say_where_to_look(client: Client) -> None:
    assert "# HELP" in client.get("/metrics").text
    assert client.get("/elsewhere").status_code == 404
