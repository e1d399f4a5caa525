"""Wait for a condition, with an end. The only place of the tests that sleeps, and only between two looks."""
from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
PAUSE_SECONDS = 0.02


def until(look: Callable[[], Found | None], what: str, seconds: float = 10.0, pause: float = PAUSE_SECONDS) -> Found:
    """Return the first true answer of `look`.

    Args:
        look: asked again and again; what it raises passes through.
        what: completes "no ... after 10 s" in the error.
        seconds: how long at most.
        pause: seconds between two looks.

    Raises:
        TimeoutError: the answer was still false at the end.
    """
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"no {what} after {seconds:g} s (last seen: {found!r})")
        time.sleep(pause)
