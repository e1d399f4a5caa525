"""A response's body, written whole before its first byte is sent: a slow client keeps nothing else waiting.

A small one stays in memory; a larger one goes to a file without a name, which ends with the response or the process.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from tempfile import SpooledTemporaryFile

import eventlet
from werkzeug.wrappers import Response

MEMORY_BYTES = 1 << 16  # times the greatest number of connections: 128 MB at most
_PIECE_BYTES = 1 << 16


def spool(response: Response, pieces: Iterable[bytes]) -> None:
    """Have a response send these pieces, all of which are taken now. What breaks in them breaks here."""
    body = SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115  a large one is closed with the response
    try:
        for piece in pieces:
            body.write(piece)
            eventlet.sleep(0)  # a long document lets others work meanwhile
        size = response.content_length = body.tell()
        body.seek(0)
        if size <= MEMORY_BYTES:
            response.set_data(body.read())
            body.close()
            return
    except BaseException:  # also when the worker is ended
        body.close()
        raise
    response.response = iter(partial(body.read, _PIECE_BYTES), b"")
    response.call_on_close(body.close)
