"""The HTTP server towards those who use it well, under load, and at its end."""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import eventlet
import pytest
from prometheus_client import REGISTRY

from chassis.config import ConfigError
from chassis.http import Limits, Listener
from tests.chassis.http_service import Client, ask, get, plain, service
from tests.waiting import until

ROOT = Path(__file__).parents[2]


@contextmanager
def program(limits: str = "{}", *descriptors: str) -> Iterator[tuple[subprocess.Popen[str], int, int]]:
    """The service in a process of its own, its port and the port beside it."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.chassis.http_server", limits, *descriptors]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            port, beside = process.stdout.readline().split()
            yield process, int(port), int(beside)
        finally:
            process.kill()


def test_the_trace_of_the_caller_is_continued() -> None:
    traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with service() as port:
        _, fields, body = get(port, "/", f"traceparent: {traceparent}")
        assert json.loads(body)["trace"] == traceparent
        assert fields["x-request-id"] == "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.parametrize("given", ["00-zz-b7ad6b7169203331-01", "00-" + "0" * 32 + "-b7ad6b7169203331-01", "x" * 500])
def test_a_malformed_trace_is_replaced_by_a_new_one(given: str) -> None:
    with service() as port:
        _, fields, body = get(port, "/", f"traceparent: {given}")
        assert json.loads(body)["trace"].split("-")[1] == fields["x-request-id"]
        assert fields["x-request-id"] not in given


def test_each_response_carries_the_security_fields() -> None:
    with service() as port:
        for request in (
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n",
        ):
            fields = ask(port, request)[1]
            assert "frame-ancestors 'none'" in fields["content-security-policy"]
            assert fields["x-content-type-options"] == "nosniff"
            assert fields["referrer-policy"] == "same-origin"
            assert "permissions-policy" in fields
            assert "strict-transport-security" not in fields


def test_browsers_are_told_to_stay_on_https_only_where_it_is_https() -> None:
    with service(public_url="https://champlibre.example.org") as port:
        assert get(port)[1]["strict-transport-security"] == "max-age=31536000"


def test_the_words_of_an_exception_stay_inside(caplog: pytest.LogCaptureFixture) -> None:
    with service() as port:
        status, fields, body = get(port, "/broken")
        assert (status, json.loads(body)["code"]) == (500, "internal_error")
        assert json.loads(body)["trace_id"] == fields["x-request-id"]
        assert b"Ada" not in body
        assert get(port)[0] == 200


def test_the_access_log_holds_neither_path_nor_query_nor_body(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "champlibre.http")
    with service() as port:
        ask(port, "POST /secret?token=hidden HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nprivat")
    [line] = [record for record in caplog.records if record.getMessage() == "request"]
    facts = line.facts  # type: ignore[attr-defined]
    assert {name: facts[name] for name in ("service", "method", "route", "status")} == {
        "service": "gateway",
        "method": "POST",
        "route": "none",
        "status": 200,
    }
    assert not any(word in str(facts) for word in ("secret", "hidden", "privat"))


def test_requests_are_counted_by_route_and_status_with_bounded_labels() -> None:
    def counted(method: str) -> float:
        labels = {"service": "gateway", "method": method, "route": "none", "status": "200"}
        return REGISTRY.get_sample_value("champlibre_http_requests_total", labels) or 0

    before = counted("GET"), counted("other")
    with service() as port:
        get(port, "/anything/at/all")
        ask(port, "BREW / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (counted("GET"), counted("other")) == (before[0] + 1, before[1] + 1)


def test_a_request_has_a_deadline_and_its_worker_is_given_back() -> None:
    with service(Limits(request_seconds=0.2), workers=1) as port:
        for _ in range(3):
            status, fields, body = get(port, "/never")
            assert (status, json.loads(body)["code"], fields["retry-after"]) == (503, "too_slow", "1")
        assert get(port)[0] == 200


def test_who_comes_when_too_many_wait_is_told_to_come_back() -> None:
    with service(Limits(queued=2), workers=1) as port:
        asking = [eventlet.spawn(get, port, "/slow") for _ in range(6)]
        answers = [thread.wait() for thread in asking]
        busy = [answer for answer in answers if answer[0] == 503]
        assert len(busy) == 3
        assert {(json.loads(body)["code"], fields["retry-after"]) for _, fields, body in busy} == {("busy", "1")}


def test_more_connections_than_allowed_wait_their_turn() -> None:
    with service(Limits(connections=2, idle_seconds=0.5)) as port:
        idle = [Client(port) for _ in range(2)]
        assert get(port)[0] == 200  # as soon as the idle ones are closed
        for client in idle:
            client.socket.close()


def test_a_hundred_continue_is_given_before_the_body() -> None:
    with service() as port, Client(port) as client:
        client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        assert client.socket.recv(100).startswith(b"HTTP/1.1 100 ")
        status, _, body = client.send("hi").answer()
        assert (status, json.loads(body)["body"]) == (200, "hi")


def test_no_descriptors_left_does_not_end_the_process() -> None:
    with program('{"idle_seconds": 1, "connections": 2000}', "40") as (process, port, _):
        crowd = [Client(port) for _ in range(60)]
        for client in crowd:
            client.socket.close()
        assert until(lambda: get(port)[0] == 200, "answer after the crowd has gone")
        assert process.poll() is None


def test_a_crowd_at_one_port_leaves_descriptors_for_the_others() -> None:
    with program("{}", "256") as (_, port, beside):
        crowd = [Client(port).send("GET / HTTP/1.1\r\n") for _ in range(300)]
        for _ in range(20):
            assert get(beside)[2] == b"here"
        for client in crowd:
            client.socket.close()


def test_a_stop_loses_nothing_that_was_asked() -> None:
    with program() as (process, port, _), Client(port) as idle:
        idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer()
        asked = [Client(port).send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(30)]
        process.send_signal(signal.SIGTERM)
        answers = [client.answer() for client in asked]
        assert {(status, fields["connection"]) for status, fields, _ in answers} == {(200, "close")}
        assert idle.rest() == b""
        until(lambda: process.poll() is not None, "end of the process")
        assert process.returncode == 0
        for client in asked:
            client.socket.close()
        with pytest.raises(ConnectionRefusedError):
            Client(port)


def test_a_taken_address_is_a_clear_error_that_names_the_setting() -> None:
    first = Listener("127.0.0.1:0", plain, "admin")
    first.start()
    try:
        with pytest.raises(ConfigError, match=f"admin.listen: 127.0.0.1:{first.port} is taken by another program"):
            Listener(f"127.0.0.1:{first.port}", plain, "admin").start()
    finally:
        first.stop()


@pytest.mark.parametrize("address", ["203.0.113.7:80", "127.0.0.1:99999", "nonsense"])
def test_an_address_that_cannot_be_had_is_a_clear_error(address: str) -> None:
    with pytest.raises(ConfigError, match=f"admin.listen: {address} cannot be listened on"):
        Listener(address, plain, "admin").start()


def test_a_plain_application_is_served_and_an_unread_body_holds_nothing() -> None:
    listener = Listener("127.0.0.1:0", plain, "admin", Limits(linger_seconds=0.2))
    listener.start()
    try:
        assert get(listener.port)[2] == b"here"
        with Client(listener.port) as client:
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
            assert b"here" in client.rest()
    finally:
        listener.stop()
