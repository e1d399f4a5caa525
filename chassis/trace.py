"""The trace of the present work: W3C Trace Context, from the HTTP request to the last mail.

Kept in a context variable, which every green thread has for itself. Never sends anything anywhere.

Source: https://www.w3.org/TR/trace-context/
"""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar

_FORM = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
_present: ContextVar[str | None] = ContextVar("traceparent", default=None)


def begin(traceparent: str | None = None) -> str:
    """Continue the trace given, or start one when there is none or it is malformed; gives its `traceparent`."""
    known = _FORM.fullmatch(traceparent) if traceparent else None
    if known is None or set(known[1]) == {"0"} or set(known[2]) == {"0"}:
        traceparent = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
    _present.set(traceparent)
    return str(traceparent)


def current() -> str | None:
    """The present `traceparent`, or None outside of any work."""
    return _present.get()


def trace_id() -> str | None:
    """The 32 hexadecimal digits that name the present trace, or None."""
    present = _present.get()
    return present.split("-")[1] if present else None
