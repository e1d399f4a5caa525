"""Every bound of the HTTP server in one place, each with its unit. Never reads the settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from chassis.http.descriptors import connections_of_a_port, descriptor_limit


@dataclass(frozen=True)
class Limits:
    """What a client may take of us.

    Attributes:
        idle_seconds: a connection without a request is closed after this.
        head_seconds: from the first byte of a request to the end of its header fields.
        body_seconds: from there to the end of its body.
        request_seconds: from there to the response, the wait for a worker included.
        socket_seconds: one read or write on the socket.
        drain_seconds: what a stop waits for requests in progress.
        linger_seconds: how long a refused body is read and thrown away, so that the refusal is seen.
        body_bytes: greatest body.
        bodies_bytes: what the bodies of all ports of the process take together; more are told to come back.
        connections: greatest number of open connections; more wait in the kernel's backlog.
        queued: greatest number of requests that wait for a worker; more are told to come back.
        backlog: connections that the kernel keeps until we accept them.
    """

    idle_seconds: float = 15
    head_seconds: float = 10
    body_seconds: float = 30
    request_seconds: float = 30
    socket_seconds: float = 30
    drain_seconds: float = 30
    linger_seconds: float = 5
    body_bytes: int = 1 << 20
    bodies_bytes: int = 64 << 20
    connections: int = field(default_factory=lambda: connections_of_a_port(descriptor_limit()))
    queued: int = 50
    backlog: int = 1024
