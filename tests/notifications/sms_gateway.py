"""A gateway for short messages on the loopback, which does as the number says.

A number that ends in three digits of a status is answered that; `…302` leads elsewhere on the same gateway. `…901` gets
no answer in time, `…902` one that never ends; `…903` is taken and the line cut before the answer, `…904` too, but once.
What it took it took once for each Idempotency-Key.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

import eventlet
from eventlet.event import Event

SILENT, ENDLESS, CUT, CUT_ONCE = "901", "902", "903", "904"


@dataclass
class Gateway:
    """Where it listens, and what came.

    Attributes:
        asked: the path, the headers and the body of each request.
        taken: the messages by their key; each is one SMS on a telephone.
    """

    port: int = 0
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_over: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/messages"

    def texts(self, number: str) -> list[str]:
        """What came to a telephone."""
        return [str(said["text"]) for said in self.taken.values() if said["to"] == number]


class _Handler(BaseHTTPRequestHandler):
    """Answers one line."""

    gateway: Gateway
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.gateway.asked.append((self.path, dict(self.headers), said))
        whim, key = str(next(iter(said.values())))[-3:], self.headers["Idempotency-Key"]
        if whim == SILENT:
            self.gateway.is_over.wait()
        elif whim in (CUT, CUT_ONCE) and (whim == CUT or key not in self.gateway.taken):
            self.gateway.taken[key] = said
            self.close_connection = True
        elif whim == ENDLESS:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            with suppress(OSError):
                while not self.gateway.is_over.ready():
                    self.wfile.write(b"X-More: of it\r\n")
                    with eventlet.Timeout(0.1, False):
                        self.gateway.is_over.wait()
        elif whim[0] in "2345" and whim != "200":
            if whim[0] == "2":
                self.gateway.taken[key] = said
            self._answer(int(whim))
        else:
            self.gateway.taken[key] = said
            self._answer(200)

    do_GET = do_POST  # noqa: N815

    def _answer(self, status: int) -> None:
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        body = json.dumps({"message": f"status {status}"}).encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """It says nothing on the tests' own screen."""


@contextmanager
def sms_gateway() -> Iterator[Gateway]:
    """One that listens, until the end of the block."""
    gateway = Gateway()
    handler = type("Handler", (_Handler,), {"gateway": gateway})
    listening = eventlet.listen(("127.0.0.1", 0))
    gateway.port = listening.getsockname()[1]

    def serve() -> None:
        while True:
            line, address = listening.accept()
            eventlet.spawn_n(_serve, handler, line, address)

    server = eventlet.spawn(serve)
    try:
        yield gateway
    finally:
        server.kill()
        gateway.is_over.send()
        listening.close()


def _serve(handler: type[_Handler], line: Any, address: Any) -> None:
    with suppress(OSError):
        handler(line, address, None)  # type: ignore[arg-type]
    line.close()
