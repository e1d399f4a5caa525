"""A service that answers HTTP, and a client that speaks to it byte by byte."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import eventlet
from nameko.containers import ServiceContainer
from werkzeug.wrappers import Request, Response

from chassis import trace
from chassis.http import Limits, serves
from chassis.service import Service


def settings(listen: str, public_url: str = "http://127.0.0.1") -> Any:
    """As much of the settings as the entrypoint reads."""
    return SimpleNamespace(gateway=SimpleNamespace(listen=listen, public_url=public_url), max_body_bytes=1 << 20)


def plain(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """A WSGI application without a service."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"here"]


def answering(limits: Limits) -> type:
    """A service that tells what it was asked."""

    class Answering(Service):
        name = "gateway"

        @serves("gateway", limits)
        def handle(self, request: Request) -> Response:
            if request.path == "/slow":
                eventlet.sleep(0.5)
            if request.path == "/never":
                eventlet.sleep(60)
            if request.path == "/broken":
                raise ValueError("Ada Lovelace <ada@example.org>")
            told = {"path": request.path, "body": request.get_data(as_text=True), "trace": trace.current()}
            return Response(json.dumps(told), content_type="application/json")

    return Answering


@contextmanager
def service(limits: Limits | None = None, workers: int = 10, public_url: str = "http://127.0.0.1") -> Iterator[int]:
    """The service, running in this process; gives its port."""
    config = {"settings": settings("127.0.0.1:0", public_url), "max_workers": workers}
    container = ServiceContainer(answering(limits or Limits()), config)
    container.start()
    try:
        yield next(iter(container.entrypoints)).listener.port
    finally:
        container.stop()


class Client:
    """One connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, text: str | bytes) -> Client:
        """Send as it is."""
        self.socket.sendall(text if isinstance(text, bytes) else text.encode("latin-1"))
        return self

    def rest(self) -> bytes:
        """Everything until the server closes."""
        return b"".join(iter(lambda: self.socket.recv(65536), b""))

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        """One response: status, header fields in lower case, body."""
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        fields = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        while len(body) < int(fields.get("content-length", 0)):
            body += self._more()
        return int(first.split()[1]), fields, body

    def _more(self) -> bytes:
        more = self.socket.recv(65536)
        if not more:
            raise EOFError("the server closed")
        return more


def ask(port: int, request: str | bytes) -> tuple[int, dict[str, str], bytes]:
    """The answer to one request on a connection of its own."""
    with Client(port) as client:
        return client.send(request).answer()


def get(port: int, path: str = "/", *fields: str) -> tuple[int, dict[str, str], bytes]:
    """The answer to a plain GET."""
    return ask(port, "\r\n".join([f"GET {path} HTTP/1.1", "Host: x", *fields, "", ""]))
