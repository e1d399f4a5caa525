"""A body that is written whole before it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import eventlet
import pytest
from werkzeug.wrappers import Response

from chassis.http.spool import MEMORY_BYTES, spool

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
