"""A body that is written whole before it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import eventlet
import pytest
from werkzeug.wrappers import Response

from chassis.http import Listener
from chassis.http.spool import MEMORY_BYTES, spool
from tests.chassis.http_service import Client
from tests.waiting import until

PIECE = b"x" * 1024
MANY = 2 * MEMORY_BYTES // len(PIECE)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_body_has_its_length_and_arrives_whole() -> None:
    for pieces in ([], [b"a", b"b"], [PIECE] * MANY):
        response = Response()
        spool(response, pieces)
        assert response.content_length == sum(map(len, pieces))
        assert b"".join(response.response) == b"".join(pieces)  # type: ignore[arg-type]
        response.close()


def test_a_large_body_is_a_file_and_ends_with_the_response_even_when_nobody_reads_it() -> None:
    before = open_files()
    response = Response()
    spool(response, [PIECE] * MANY)
    assert open_files() == before + 1
    response.close()
    assert open_files() == before


def test_a_client_that_goes_away_leaves_no_file_behind() -> None:
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        response = Response()
        spool(response, [PIECE] * 20_000)  # more than the sockets hold
        return response(environ, start_response)

    listener = Listener("127.0.0.1:0", application, "admin")
    listener.start()
    try:
        before = open_files()
        clients = [Client(listener.port).send("GET / HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(10)]
        for client in clients:
            assert client.socket.recv(100).startswith(b"HTTP/1.1 200 ")
        assert open_files() == before + 30  # both ends of a connection, and its file
        for client in clients:
            client.socket.close()
        until(lambda: open_files() == before, "end of every file")
    finally:
        listener.stop()


def test_what_breaks_while_it_is_written_breaks_before_the_status_is_sent() -> None:
    def broken() -> Iterator[bytes]:
        yield from [PIECE] * MANY
        raise RuntimeError

    before = open_files()
    with pytest.raises(RuntimeError):
        spool(Response(), broken())
    assert open_files() == before


def test_a_long_body_lets_others_work_while_it_is_written() -> None:
    turns: list[int] = []
    other = eventlet.spawn(turns.append, 1)

    def pieces() -> Iterator[bytes]:
        yield PIECE
        assert turns == [1]

    response = Response()
    spool(response, pieces())
    other.wait()
    response.close()
