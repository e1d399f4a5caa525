"""Signing in without saying where: every city is asked at once. Shared by the API and the pages. Keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import eventlet
from eventlet.queue import Queue

from chassis import trace
from chassis.errors import ServiceError, Unauthenticated, Unavailable
from gateway.context import Asks

_LEAST_TELLING = (Unavailable, Unauthenticated)


def sign_in(rpc: Asks, cities: Iterable[str], email: str, password: str) -> dict[str, Any]:
    """The session of the first city that knows the address and the password.

    Raises:
        Unauthenticated: `wrong_credentials`: all cities say so.
        Unavailable: the member's city may be one that does not answer.
        ServiceError: what else a city that knows them says, e.g. Forbidden `email_unconfirmed`.
    """
    answers: Queue = Queue()
    here = trace.current()

    def ask(city: str) -> None:
        trace.begin(here)  # a green thread has a trace of its own
        try:
            answers.put(rpc.call(f"members_{city}", "sign_in", sealed=True, email=email, password=password))
        except Exception as exc:  # told to whoever waits, below
            answers.put(exc)

    asked = [eventlet.spawn_n(ask, city) for city in cities]
    refusals: list[Exception] = []
    for _ in asked:
        answer = answers.get()
        if not isinstance(answer, Exception):
            return dict(answer)
        refusals.append(answer)
    raise min(refusals, key=_telling, default=Unauthenticated("wrong_credentials"))


def _telling(refusal: Exception) -> int:
    """What a city that knows the member says comes first, then that one did not answer, then that none knows."""
    if not isinstance(refusal, ServiceError):
        return 1
    return next((n for n, kind in enumerate(_LEAST_TELLING, 2) if isinstance(refusal, kind)), 0)
