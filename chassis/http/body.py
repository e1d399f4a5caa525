"""Reads the whole body of a request in the connection's own thread, so that a slow client holds no worker.

Never decodes what is in it.

Source: RFC 9112, section 7.1 (chunked transfer coding).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import eventlet

from chassis.http.limits import Limits
from chassis.http.problems import Refused
from chassis.http.protocol import CUT

_CODING = "HTTP_TRANSFER_ENCODING"  # when it is there it says "chunked": the protocol lets in nothing else
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_LINE_BYTES = 1024  # of a chunk's size with its extensions, and of a trailer field
_PIECE_BYTES = 1 << 14
_TRAILERS = 32


@contextmanager
def received(environ: dict[str, Any], limits: Limits) -> Iterator[None]:
    """Have `wsgi.input` be the complete body, in memory, until the end of the block.

    Raises:
        Refused: 413 `body_too_large`, 408 `body_too_slow`, 400 `body_broken` (cut short, or bad chunks),
            503 `busy` (all bodies of the process together would be too large).
    """
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if not (length or _CODING in environ):
        yield
        return
    body = _Body(limits)
    try:
        _read(environ, length, body, limits)
        environ.pop(_CODING, None)
        environ["CONTENT_LENGTH"] = str(body.tell())
        body.seek(0)
        environ["wsgi.input"] = body
        yield
    finally:
        body.close()


class _Body(io.BytesIO):
    """A body as it arrives: takes memory for what is there, never for what is announced."""

    held_bytes: ClassVar[int] = 0  # by all bodies of this process

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits

    def demand_room(self, size: int) -> None:
        """Refuse `size` bytes more where they would be too many."""
        if self.tell() + size > self._limits.body_bytes:
            raise Refused(413, "body_too_large")
        if _Body.held_bytes + size > self._limits.bodies_bytes:
            raise Refused(503, "busy")

    def take(self, rfile: Any, size: int) -> None:
        """Read exactly `size` bytes."""
        self.demand_room(size)
        while size:
            piece = rfile.read1(min(size, _PIECE_BYTES))
            if not piece:
                raise Refused(400, "body_broken")
            self.demand_room(len(piece))  # others have grown meanwhile
            self.write(piece)
            _Body.held_bytes += len(piece)
            size -= len(piece)

    def close(self) -> None:
        """Give the memory back."""
        if not self.closed:
            _Body.held_bytes -= self.getbuffer().nbytes
        super().close()


def _read(environ: dict[str, Any], length: int, body: _Body, limits: Limits) -> None:
    source = environ["wsgi.input"]
    try:
        body.demand_room(length)
        with eventlet.Timeout(limits.body_seconds, Refused(408, "body_too_slow")):
            _invite(source)
            if _CODING in environ:
                _take_chunks(source.rfile, body)
            else:
                body.take(source.rfile, length)
    except OSError:
        environ[CUT]()
        raise Refused(400, "body_broken") from None
    except Refused:
        environ[CUT]()
        raise
    # eventlet now knows that nothing is left
    source.chunked_input, source.content_length, source.position = False, 0, 0


def _invite(source: Any) -> None:
    """Tell who asked first that the body may come."""
    if source.should_send_hundred_continue:
        source.send_hundred_continue_response()
        source.is_hundred_continue_response_sent = True


def _take_chunks(rfile: Any, body: _Body) -> None:
    """The reader of eventlet takes a size line of any length, and signs, underscores and `0x` in it."""
    while size := _size(rfile.readline(_LINE_BYTES)):
        body.take(rfile, size)
        if rfile.readline(2) not in (b"\r\n", b"\n"):
            raise Refused(400, "body_broken")
    for _ in range(_TRAILERS):
        if rfile.readline(_LINE_BYTES) in (b"\r\n", b"\n"):
            return
    raise Refused(400, "body_broken")


def _size(line: bytes) -> int:
    match = _SIZE.fullmatch(line)
    if match is None:
        raise Refused(400, "body_broken")
    return int(match[1], 16)
