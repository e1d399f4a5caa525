"""What the bodies of all clients together may take of the memory."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from chassis.http import Limits
from chassis.http.body import _Body
from tests.chassis.http_service import Client, ask, get, service
from tests.waiting import until

NARROW = Limits(bodies_bytes=1000, body_seconds=5)
HEAD = "POST {path} HTTP/1.1\r\nHost: x\r\n{how}\r\n\r\n"
PLAIN = "Content-Length: {}"
CHUNKED = "Transfer-Encoding: chunked"


@pytest.fixture(autouse=True)
def _nothing_is_held_at_the_end() -> Iterator[None]:
    assert _Body.held_bytes == 0
    yield
    until(lambda: _Body.held_bytes == 0, "memory given back")


def post(port: int, size: int, path: str = "/") -> tuple[int, dict[str, str], bytes]:
    return ask(port, HEAD.format(path=path, how=PLAIN.format(size)) + "x" * size)


@pytest.mark.parametrize(
    "unfinished",
    [
        HEAD.format(path="/", how=PLAIN.format(700)) + "x" * 600,
        HEAD.format(path="/", how=CHUNKED) + "2bc\r\n" + "x" * 600,
    ],
    ids=["plain", "chunked"],
)
def test_unfinished_bodies_are_bounded_together(unfinished: str) -> None:
    with service(NARROW) as port:
        with Client(port) as slow:
            slow.send(unfinished)
            until(lambda: _Body.held_bytes == 600, "body on its way")
            status, fields, body = post(port, 500)
            assert (status, json.loads(body)["code"], fields["retry-after"]) == (503, "busy", "1")
            assert fields["connection"] == "close"
            assert post(port, 300)[0] == 200
            assert get(port)[0] == 200
        until(lambda: _Body.held_bytes == 0, "memory given back")
        assert post(port, 1000)[0] == 200


def test_who_is_over_the_bound_is_told_before_the_body_is_sent() -> None:
    with service(NARROW) as port:
        status, _, body = ask(port, HEAD.format(path="/", how=PLAIN.format(1001) + "\r\nExpect: 100-continue"))
        assert (status, json.loads(body)["code"]) == (503, "busy")


def test_what_is_announced_and_not_sent_takes_nothing() -> None:
    with service(NARROW) as port:
        announced = [Client(port).send(HEAD.format(path="/", how=PLAIN.format(900))) for _ in range(20)]
        assert post(port, 900)[0] == 200
        for client in announced:
            client.socket.close()


def test_two_bodies_that_grow_beyond_the_bound_end_one_of_them() -> None:
    with service(NARROW) as port, Client(port) as first, Client(port) as second:
        for client in (first, second):
            client.send(HEAD.format(path="/", how=PLAIN.format(900)) + "x")
        until(lambda: _Body.held_bytes == 2, "both on their way")
        first.send("x" * 500)
        until(lambda: _Body.held_bytes == 502, "one ahead")
        assert second.send("x" * 899).answer()[0] == 503
        assert first.send("x" * 399).answer()[0] == 200


def test_a_body_counts_until_it_has_been_worked_on() -> None:
    with service(NARROW) as port, Client(port) as slow:
        slow.send(HEAD.format(path="/slow", how=PLAIN.format(800)) + "x" * 800)
        until(lambda: _Body.held_bytes == 800, "body at work")
        assert post(port, 300)[0] == 503
        assert slow.answer()[0] == 200
        assert post(port, 300)[0] == 200


@pytest.mark.parametrize("path", ["/broken", "/never"])
def test_a_body_whose_work_fails_gives_its_memory_back(path: str) -> None:
    with service(Limits(bodies_bytes=1000, request_seconds=0.2)) as port:
        for _ in range(3):
            assert post(port, 800, path)[0] in (500, 503)
        assert post(port, 800)[0] == 200


def test_a_connection_goes_on_after_a_body_of_either_kind() -> None:
    with service() as port, Client(port) as client:
        for _ in range(2):
            for message in (
                HEAD.format(path="/", how=PLAIN.format(5)) + "hello",
                HEAD.format(path="/", how=CHUNKED) + "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
            ):
                assert json.loads(client.send(message).answer()[2])["body"] == "hello"
