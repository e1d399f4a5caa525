"""One connection: reads the head of each request in time and refuses what two parsers could read in two ways.

Never reads a body (`body` does) and never logs what a client sent.

Source: RFC 9112 (HTTP/1.1), sections 2.2, 3, 5.1, 5.2, 6.1 and 6.3.
"""

from __future__ import annotations

import re
from contextlib import suppress
from email import errors
from typing import Any

import eventlet
from eventlet import wsgi
from eventlet.green import socket

from chassis import logs, trace
from chassis.clock import monotonic
from chassis.http.limits import Limits
from chassis.http.problems import CONTENT_TYPE, code_of, document, title_of

CUT = "champlibre.cut"  # in the WSGI environment: to call when the rest of the body shall not be read

_SINGLE = ("content-length", "transfer-encoding", "host", "content-type", "authorization")
_METHOD = re.compile(r"[A-Z]{1,20}")
_TARGET = re.compile(r"/[!-~]*")
_ORIGIN = re.compile(r"https?://[^/?#]*(?=[/?#]|$)", re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]{1,255}")
_LENGTH = re.compile(r"[0-9]{1,15}")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")  # a line end in a value is a folded header
_DEFECTS = (  # of the head; the parser looks for those of a multipart body too, which it is not given
    errors.FirstHeaderLineIsContinuationDefect,
    errors.MalformedHeaderDefect,
    errors.MisplacedEnvelopeHeaderDefect,
    errors.MissingHeaderBodySeparatorDefect,
)
_log = logs.get("http")


class _Late(Exception):
    """The head did not arrive in time."""


class _Head:
    """The lines of a head; knows whether the empty one that ends it was there."""

    def __init__(self, lines: Any) -> None:
        self._lines, self.is_whole = lines, False

    def readline(self, size: int = -1) -> bytes:
        line = bytes(self._lines.readline(size))
        self.is_whole = line in (b"\r\n", b"\n")
        return line


class Protocol(wsgi.HttpProtocol):
    """eventlet's, with deadlines and without its leniency. `limits` is set by the listener's subclass."""

    limits = Limits()
    path: str
    rfile: Any
    _cut = False

    def _read_request_line(self) -> bytes:
        """Wait for a request, then for its first line; nothing when the client is late or gone."""
        try:
            self.connection.settimeout(self.server.keepalive or self.limits.idle_seconds)
            if self.rfile.closed or not self.rfile.peek(1):
                return b""
            self.conn_state[2] = wsgi.STATE_REQUEST
            self.connection.settimeout(self.limits.socket_seconds)
            self._head_until = monotonic() + self.limits.head_seconds
            with eventlet.Timeout(self.limits.head_seconds, _Late()):
                line = bytes(self.rfile.readline(self.server.url_length_limit))
        except (_Late, OSError):
            return b""
        if len(line) < self.server.url_length_limit:
            return line
        self.send_error(414)
        return b""

    def parse_request(self) -> bool:
        """Read the header fields; False when the request is refused, which is then answered."""
        head = self.rfile = _Head(self.rfile)  # eventlet puts its own back after us
        try:
            with eventlet.Timeout(max(self._head_until - monotonic(), 0), _Late()):
                if not super().parse_request():
                    return False
        except (_Late, OSError):
            self.close_connection = True
            return False
        except (wsgi.HeaderLineTooLong, wsgi.HeadersTooLarge):
            self.send_error(431)
            return False
        if not head.is_whole:  # the client has ended it early: what it meant to say is not known
            self.send_error(400)
            return False
        origin = _ORIGIN.match(self.path)
        if origin:  # as to a proxy; a server must take it too
            rest = self.path[origin.end() :]
            self.path = rest if rest.startswith("/") else f"/{rest}"
        status = self._fault()
        if status:
            self.send_error(status)
        return not status

    def _fault(self) -> int | None:
        """The status that refuses this head, or None."""
        fields = self.headers
        if any(isinstance(defect, _DEFECTS) for defect in fields.defects) or not _TARGET.fullmatch(self.path):
            return 400
        if any(len(fields.get_all(name, ())) > 1 for name in _SINGLE):
            return 400
        if any(_CONTROL.search(value) for value in fields.values()):
            return 400
        length, coding = fields.get("content-length"), fields.get("transfer-encoding")
        host = fields.get("host", "" if self.request_version == "HTTP/1.1" else "unnamed")
        if not _HOST.fullmatch(host) or not _LENGTH.fullmatch(length or "0"):
            return 400
        if coding and (coding.lower() != "chunked" or length or self.request_version != "HTTP/1.1"):
            return 400
        return None if _METHOD.fullmatch(self.command) else 501

    def send_error(self, code: int, *_: Any) -> None:
        """Refuse and close. Nothing of what the client sent is repeated, nor what we are made of."""
        trace.begin()
        body = document(code, code_of(code))
        head = (
            f"HTTP/1.1 {int(code)} {title_of(code)}\r\nContent-Type: {CONTENT_TYPE}\r\n"
            f"Content-Length: {len(body)}\r\nX-Request-Id: {trace.trace_id()}\r\nConnection: close\r\n\r\n"
        )
        self.wfile.write(head.encode() + body)
        self.close_connection = True
        _log.info("a head was refused", status=int(code))

    def get_environ(self) -> dict[str, Any]:
        """The WSGI environment. A body nobody reads ends the connection: eventlet would wait for it all."""
        environ: dict[str, Any] = super().get_environ()
        environ[CUT] = environ["wsgi.input"].discard = self._cut_off
        return environ

    def _cut_off(self) -> None:
        self._cut = self.close_connection = True

    def finish(self) -> None:
        """Close both files, whatever the last write says: eventlet would leave one open, with its descriptor."""
        with suppress(OSError):
            if self._cut:
                self._linger()
            super().finish()
        for file in (self.wfile, self.rfile):
            with suppress(OSError):
                file.close()

    def _linger(self) -> None:
        """Let a client that is still sending see why it was refused.

        A socket that is closed with unread bytes is reset, and the response is lost on the way.
        """
        with eventlet.Timeout(self.limits.linger_seconds, exception=False):
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_WR)
            while self.connection.recv(1 << 16):
                pass

    def log_message(self, *args: Any) -> None:
        """The standard library would print what the client sent."""
