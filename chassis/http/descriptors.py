"""How many files and sockets the process may have open, and what a port may take of them. Never opens one."""

from __future__ import annotations

import resource
from contextlib import suppress

_MOST_CONNECTIONS = 2000
_FEWEST_CONNECTIONS = 10  # where there are hardly any descriptors, serve a few rather than nobody
_RESERVED = 200  # databases, broker, mail, logs
_SHARES = 4  # gateway, open data with a file behind each connection, the operator's port
_UNLIMITED = 1 << 30


def connections_of_a_port(descriptors: int) -> int:
    """The greatest number of connections to one port, so that no crowd takes the descriptors of the others.

    Args:
        descriptors: the greatest number that the process may have open.
    """
    return max(_FEWEST_CONNECTIONS, min(_MOST_CONNECTIONS, (descriptors - _RESERVED) // _SHARES))


def descriptor_limit() -> int:
    """The greatest number of descriptors that this process may have open now."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _UNLIMITED if soft == resource.RLIM_INFINITY else soft


def raise_descriptor_limit() -> None:
    """Take all that the system grants this process: the soft limit is low for the sake of select(2) alone.

    To be called before the first `Limits` is made. Where the system refuses, the limit stays as it was.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
