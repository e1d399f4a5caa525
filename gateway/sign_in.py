"""Signing in without saying where: the city that knows the address is found. Shared by the API and the pages.
Keeps nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import eventlet
from eventlet.queue import Queue

from chassis import addresses, trace
from chassis.errors import Invalid, ServiceError, Unauthenticated, Unavailable
from gateway.context import Asks

_LEAST_TELLING = (Unavailable, Unauthenticated)


def sign_in(
    rpc: Asks, cities: Collection[str], email: str, password: str, *, device: str, client: str
) -> dict[str, Any]:
    """The session of the first city that knows the address and the password.

    Of several cities each is asked first whether it knows the address, by its digest, and only one that says so is
    sent the password: normally the member's own. Where no city knows it the answer comes sooner than
    a wrong password's, which costs a hash. So it tells who is a member to whoever has patience; to send the password
    somewhere all the same, or to wait as if, would hide that from nobody who measures, and cost more.

    Args:
        rpc: the services.
        cities: the codes of those it may be.
        email: as typed.
        password: as typed.
        device: as `Context` has it.
        client: likewise.

    Raises:
        Invalid: `invalid`: no address.
        Unauthenticated: `wrong_credentials`: all cities say so.
        Unavailable: the member's city may be one that does not answer.
        ServiceError: what else a city that knows them says, e.g. Forbidden `email_unconfirmed`.
    """
    asks_first = len(cities) > 1
    email_digest = _digest(email)
    answers: Queue = Queue()
    here = trace.current()

    def ask(city: str) -> None:
        trace.begin(here)  # a green thread has a trace of its own
        members = f"members_{city}"
        try:
            if asks_first and not rpc.call(members, "knows", sealed=True, email_digest=email_digest)["known"]:
                raise Unauthenticated("wrong_credentials")
            said: dict[str, Any] = {"email_digest": email_digest, "password": password}
            answers.put(rpc.call(members, "sign_in", sealed=True, **said, device=device, client=client))
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


def _digest(email: str) -> str:
    try:
        return addresses.digest(addresses.normalise(email))
    except Invalid as refusal:
        errors = [{"pointer": "/email", "detail": refusal.message}]
        raise Invalid("invalid", refusal.message, {"errors": errors}) from None


def _telling(refusal: Exception) -> int:
    """What a city that knows the member says comes first, then that one did not answer, then that none knows."""
    if not isinstance(refusal, ServiceError):
        return 1
    return next((n for n, kind in enumerate(_LEAST_TELLING, 2) if isinstance(refusal, kind)), 0)
