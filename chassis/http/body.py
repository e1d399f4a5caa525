"""Reads the whole body of a request in the connection's own thread, so that a slow client holds no worker.

Never decodes what is in it.

Source: RFC 9112, section 7.1 (chunked transfer coding).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import eventlet

from chassis.http.limits import Limits
from chassis.http.problems import Refused
from chassis.http.protocol import CUT

_CODING = "HTTP_TRANSFER_ENCODING"  # when it is there it says "chunked": the protocol lets in nothing else
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_LINE_BYTES = 1024  # of a chunk's size with its extensions, and of a trailer field
_TRAILERS = 32


def receive(environ: dict[str, Any], limits: Limits) -> None:
    """Replace `wsgi.input` by the complete body in memory.

    Raises:
        Refused: 413 `body_too_large`, 408 `body_too_slow`, 400 `body_broken` (cut short, or bad chunks).
    """
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if not (length or _CODING in environ):
        return
    try:
        body = _read(environ, length, limits)
    except Refused:
        environ[CUT]()
        raise
    environ.pop(_CODING, None)
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))


def _read(environ: dict[str, Any], length: int, limits: Limits) -> bytes:
    if length > limits.body_bytes:
        raise Refused(413, "body_too_large")
    try:
        with eventlet.Timeout(limits.body_seconds, Refused(408, "body_too_slow")):
            if _CODING in environ:
                return _chunked(environ["wsgi.input"], limits.body_bytes)
            return _plain(environ["wsgi.input"], length)
    except OSError:
        raise Refused(400, "body_broken") from None


def _plain(source: Any, length: int) -> bytes:
    body = bytes(source.read(length))
    if len(body) < length:
        raise Refused(400, "body_broken")
    return body


def _chunked(source: Any, limit: int) -> bytes:
    """The reader of eventlet takes a size line of any length, and signs, underscores and `0x` in it."""
    if source.should_send_hundred_continue:
        source.send_hundred_continue_response()
        source.is_hundred_continue_response_sent = True
    body = b"".join(_chunks(source.rfile, limit))
    source.chunked_input, source.content_length = False, 0  # eventlet now knows that nothing is left
    return body


def _chunks(rfile: BinaryIO, limit: int) -> Iterator[bytes]:
    total = 0
    while size := _size(rfile.readline(_LINE_BYTES)):
        total += size
        if total > limit:
            raise Refused(413, "body_too_large")
        chunk = rfile.read(size)
        if len(chunk) < size or rfile.readline(2) not in (b"\r\n", b"\n"):
            raise Refused(400, "body_broken")
        yield chunk
    for _ in range(_TRAILERS):
        if rfile.readline(_LINE_BYTES) in (b"\r\n", b"\n"):
            return
    raise Refused(400, "body_broken")


def _size(line: bytes) -> int:
    match = _SIZE.fullmatch(line)
    if match is None:
        raise Refused(400, "body_broken")
    return int(match[1], 16)
