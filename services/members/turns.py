"""Hash in turns: each takes a core and 19 MiB for tens of milliseconds, and whoever asks to sign in can ask for it.

A turn is on a thread of the operating system, never on a green one: meanwhile the process would do nothing else.
Never knows what is done in a turn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eventlet import tpool
from eventlet.semaphore import Semaphore

from chassis.errors import TooMany

AT_ONCE = 2
WAITING_MOST = 20


class Turns:
    """So many at a time, so many who wait; whoever comes then is sent away at once."""

    def __init__(self, at_once: int, waiting_most: int) -> None:
        self._free = Semaphore(at_once)
        self._waiting_most = waiting_most
        self._waiting = 0

    def take(self, action: Callable[..., Any], *args: Any) -> Any:
        """What the action gives, once it is its turn.

        Raises:
            TooMany: `too_many_at_once`.
        """
        if self._waiting >= self._waiting_most:
            raise TooMany("too_many_at_once", "too many passwords are being checked", {"retry_after_seconds": 1})
        self._waiting += 1
        try:
            self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            return tpool.execute(action, *args)
        finally:
            self._free.release()


tpool.set_num_threads(AT_ONCE)  # each thread keeps the memory that it once needed; nobody else here uses them
take = Turns(AT_ONCE, WAITING_MOST).take  # of the process, whichever cities live in it
