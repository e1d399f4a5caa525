"""A server of the tests' own that says what it is told to, however odd, on a line of this machine."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import eventlet
from eventlet import greenthread

CRLF = b"\r\n"
_HANDSHAKE = b"\x16"  # how TLS begins


@dataclass(frozen=True)
class Asked:
    """What was asked."""

    path: str
    query: str
    headers: dict[str, str]


Says = Callable[[Asked], Iterable[bytes]]


@dataclass
class OddServer:
    """Says at each path what `routes` has for it; keeps what it was asked."""

    routes: dict[str, Says] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = eventlet.listen(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = eventlet.spawn(self._accept)
        self._speaking: list[greenthread.GreenThread] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def serve(self, path: str, body: bytes | str | Any, **headers: str) -> str:
        """Have a path answer 200 with a body; anything but text or bytes goes as JSON. Gives its address."""
        self.routes[path] = lambda _: answer(body, **headers)
        return self.url(path)

    def close(self) -> None:
        for each in (self._acceptor, *self._speaking):
            each.kill()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            line, _ = self._listener.accept()
            self._speaking.append(eventlet.spawn(self._speak, line))

    def _speak(self, line: Any) -> None:
        try:
            head = b""
            while CRLF * 2 not in head:
                if not (piece := line.recv(4096)):
                    return
                head += piece
                if head[:1] == _HANDSHAKE:
                    line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    return
            first, *rest = head.decode("latin-1").split("\r\n")
            path, _, query = first.split(" ")[1].partition("?")
            headers = dict(each.split(": ", 1) for each in rest if ": " in each)
            asked = Asked(path, query, {name.lower(): value for name, value in headers.items()})
            self.asked.append(asked)
            for piece in self.routes.get(path, nothing)(asked):
                line.sendall(piece)
        except OSError:  # who asked had enough
            pass
        finally:
            line.close()


def answer(body: bytes | str | Any, status: str = "200 OK", **headers: str) -> Iterator[bytes]:
    """An answer as it should be."""
    if not isinstance(body, bytes):
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
    told = {"Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    yield head(status, **told) + body


def head(status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items() if value)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def nothing(_: Asked) -> Iterator[bytes]:
    return answer(b"", "404 Not Found")


def redirect(to: str, status: str = "302 Found") -> Says:
    return lambda _: answer(b"", status, Location=to)


def packed(body: bytes) -> bytes:
    return gzip.compress(body)


def forever(piece: bytes, pause_seconds: float) -> Iterator[bytes]:
    """The same again and again, as slowly as told."""
    while True:
        eventlet.sleep(pause_seconds)
        yield piece
