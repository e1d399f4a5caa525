"""A listening socket and its connections: accepts within bounds, survives sockets, stops without loss.

Serves any WSGI application, with or without nameko. Knows nothing of requests (`protocol`) or bodies.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import Any

import eventlet
from eventlet import wsgi
from eventlet.green import socket
from eventlet.semaphore import Semaphore

from chassis import logs, metrics
from chassis.config import ConfigError
from chassis.http.limits import Limits
from chassis.http.protocol import Protocol

_ACCEPT_PAUSE_SECONDS = 0.05  # when there are no descriptors left: time for a connection to end
_log = logs.get("http")


class Listener:
    """Serves a WSGI application on an address.

    Args:
        address: `host:port`; port 0 takes any free one.
        service: whose it is, in metrics and logs; its setting `<service>.listen` gave the address.
    """

    def __init__(self, address: str, wsgi_app: Callable[..., Any], service: str, limits: Limits | None = None) -> None:
        self._address, self._service = address, service
        self._limits = limits or Limits()
        self._app = wsgi_app
        self._connections: dict[Any, list[Any]] = {}  # its green thread -> [peer, socket, state]
        self._room = Semaphore(self._limits.connections)
        self._socket: Any = None
        self._accepting: Any = None

    @property
    def port(self) -> int:
        """The port that is listened on; known once `open` has been called."""
        return int(self._socket.getsockname()[1])

    def open(self) -> None:
        """Take the address. Nothing is accepted yet.

        Raises:
            ConfigError: the address is taken, not ours, or no address at all.
        """
        try:
            self._socket = _listen(self._address, self._limits.backlog)
        except (OSError, ValueError, OverflowError) as exc:
            taken = isinstance(exc, OSError) and exc.errno == errno.EADDRINUSE
            reason = "is taken by another program" if taken else f"cannot be listened on ({exc})"
            where = f"{self._service}.listen: {self._address}"
            raise ConfigError([f"{where} {reason}; give another address"]) from None
        protocol = type("Protocol", (Protocol,), {"limits": self._limits})
        self._server = wsgi.Server(
            self._socket,
            self._socket.getsockname(),
            self._app,
            protocol=protocol,
            debug=False,
            log_output=False,
            socket_timeout=self._limits.socket_seconds,
            keepalive=self._limits.idle_seconds,
        )

    def start(self) -> None:
        """Take the address, unless `open` did, and accept connections."""
        if self._socket is None:
            self.open()
        self._accepting = eventlet.spawn(self._accept)

    def stop(self) -> None:
        """Stop accepting at once, answer what has been asked, close; gives up after `drain_seconds`."""
        self._close_door()
        with eventlet.Timeout(self._limits.drain_seconds, exception=False):
            for thread in list(self._connections):
                thread.wait()
        self.kill()

    def kill(self) -> None:
        """Stop without waiting for anything."""
        self._close_door()
        for thread, connection in list(self._connections.items()):
            thread.kill()
            connection[1].close()

    def _close_door(self) -> None:
        if self._accepting is None:
            return
        accepting, self._accepting = self._accepting, None
        accepting.kill()
        self._server.keepalive = False  # each response now says "Connection: close"
        self._socket.settimeout(0)
        try:
            while True:  # who is in the kernel's queue already was told that we are here
                self._welcome(*self._socket.accept())
        except OSError:
            self._socket.close()
        for _, sock, state in self._connections.values():
            if state == wsgi.STATE_IDLE:
                _end_reading(sock)

    def _accept(self) -> None:
        while True:
            self._room.acquire()
            try:
                self._welcome(*self._socket.accept())
            except OSError as exc:  # no descriptors left, a client gone before it was accepted, ...
                self._room.release()
                _log.warning("accept failed", service=self._service, reason=os.strerror(exc.errno or 0))
                eventlet.sleep(_ACCEPT_PAUSE_SECONDS)

    def _welcome(self, sock: Any, peer: Any) -> None:
        sock.settimeout(self._limits.socket_seconds)
        connection = [peer, sock, wsgi.STATE_IDLE]
        thread = eventlet.spawn(self._serve, connection)
        self._connections[thread] = connection
        thread.link(self._ended)
        metrics.http_connections.labels(self._service).inc()

    def _serve(self, connection: list[Any]) -> None:
        try:
            self._server.process_request(connection)
        except Exception as exc:  # whatever a peer does to its connection is its own affair
            _log.info("a connection ended badly", service=self._service, reason=type(exc).__name__)
        finally:
            connection[1].close()

    def _ended(self, thread: Any) -> None:
        self._connections.pop(thread, None)
        metrics.http_connections.labels(self._service).dec()
        self._room.release()


def _listen(address: str, backlog: int) -> Any:
    """A listening socket, without SO_REUSEPORT: that would share the port with any program that sets it too."""
    host, _, port = address.rpartition(":")
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host.strip("[]"), int(port)))
        sock.listen(backlog)
    except BaseException:
        sock.close()
        raise
    return sock


def _end_reading(sock: Any) -> None:
    """Read no more than has arrived already: an idle connection ends, a request that is there is served."""
    try:
        sock.shutdown(socket.SHUT_RD)
    except OSError:
        sock.close()
