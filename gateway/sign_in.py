"""Signing in without saying where: the city that knows the address is found. Shared by the API and the pages.

Whoever does not know the password learns nothing of whom the network knows: an address that no city knows takes the
same way as a wrong password, and as long. Keeps nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from hashlib import sha256
from typing import Any

import eventlet

from chassis import addresses, ids, logs, trace
from chassis.errors import Forbidden, Invalid, ServiceError, TooMany, Unauthenticated, Unavailable
from gateway.context import Asks

_log = logs.get("sign_in")
WAITS_SECONDS = 2.0  # for a city to say whether it knows an address
_LEAST_TELLING = (Unavailable, Unauthenticated)


def sign_in(
    rpc: Asks, cities: Collection[str], email: str, password: str, code: str | None = None, *, device: str, client: str
) -> dict[str, Any]:
    """What the city that knows the address and the password says.

    The city that is named is asked at once. When none is, all are asked whether they know the address, by its digest,
    and all are waited for; only one that says so is sent the password, normally the member's own. When none does, one
    that the digest chooses is asked all the same, with a password that nobody typed, and refuses it as it would a
    member's wrong one: after a hash. How often that may be tried is counted alike wherever it is; and while a city does
    not answer, every failure says so.

    Args:
        rpc: the services.
        cities: the codes of those it may be; one when it was named.
        email: as typed.
        password: as typed.
        code: of a second factor, as typed; None: none was.
        device: as `Context` has it.
        client: likewise.

    Raises:
        Invalid: `invalid`: no address.
        Unauthenticated: `wrong_credentials`.
        Unavailable: the member's city may be one that does not answer.
        TooMany: `too_many_tries`, `too_many_at_once`.
        Forbidden: `second_factor_missing`, with the `setup_token` to set it up by, its `city` and `expires_in`.
        ServiceError: what else a city says to who knows the password, e.g. Forbidden `member_not_active`.
    """
    email_digest = _digest(email)
    asked: dict[str, Any] = {"email_digest": email_digest, "client": client}
    typed: dict[str, Any] = {**asked, "password": password, "device": device}

    if code:
        typed["code"] = code

    def sign_in_at(city: str, **more: Any) -> Any:
        return rpc.call(f"members_{city}", "sign_in", sealed=True, **typed, **more)

    def is_known_at(city: str) -> Any:
        return rpc.call(f"members_{city}", "knows", sealed=True, deadline=WAITS_SECONDS, **asked)["known"]

    if len(cities) == 1:
        [named] = cities
        return _session(sign_in_at(named, city_named=True))
    knows = _of_each(cities, is_known_at)
    refusals = [answer for answer in knows.values() if isinstance(answer, Exception)]
    if held_up := [refusal for refusal in refusals if isinstance(refusal, TooMany)]:
        raise max(held_up, key=_wait)
    answering = [city for city, answer in knows.items() if not isinstance(answer, Exception)]
    if not answering:
        raise min(refusals, key=_telling, default=Unauthenticated("wrong_credentials"))
    known_at = [city for city in answering if knows[city]]
    if not known_at:
        known_at = [_chosen(answering, email_digest)]
        typed["password"] = ids.secret()  # of no use to the city, and of the same cost
    for answer in _of_each(known_at, sign_in_at).values():
        if not isinstance(answer, Exception):
            return _session(answer)
        refusals.append(answer)
    raise min(refusals, key=_telling)


def refresh(rpc: Asks, cities: Collection[str], refresh_token: str) -> dict[str, Any]:
    """Go on being signed in: what the city that a refresh token names says.

    Raises:
        Unauthenticated: `login_ended`: also of a token that names no city.
        Unavailable: that city does not answer.
        ServiceError: what else it says.
    """
    city = refresh_token.partition(".")[0]
    if city not in cities:
        raise Unauthenticated("login_ended", "no city gave this refresh token")
    return dict(rpc.call(f"members_{city}", "refresh", sealed=True, refresh_token=refresh_token))


def ask_reset(rpc: Asks, cities: Collection[str], email: str, client: str) -> None:
    """Have a link for a new password written to whoever has this address, in whichever of these cities.

    Each is asked, at once, by the digest of the address. Whether one knows it, does not answer or was asked too often
    is not told.

    Args:
        rpc: the services.
        cities: the codes of those it may be.
        email: as typed.
        client: as `Context` has it.

    Raises:
        Invalid: `invalid`: no address.
    """
    asked: dict[str, Any] = {"email_digest": _digest(email), "client": client}

    def ask_at(city: str) -> Any:
        return rpc.call(f"members_{city}", "ask_reset", sealed=True, **asked)

    for city, answer in _of_each(cities, ask_at).items():
        if isinstance(answer, Exception):
            _log.warning("a link for a new password was not asked for", city=city, exception=type(answer).__name__)


def _session(answer: dict[str, Any]) -> dict[str, Any]:
    """The session; a city answers staff without a second factor, rather than refuse, so that the token is sealed."""
    if "setup_token" in answer:
        raise Forbidden("second_factor_missing", "who works for the city signs in with a second factor", dict(answer))
    return dict(answer)


def _of_each(cities: Collection[str], ask: Callable[[str], Any]) -> dict[str, Any]:
    """What each city answers, or the exception that it raises; asked all at once, and all waited for."""
    here = trace.current()

    def answer(city: str) -> Any:
        trace.begin(here)  # a green thread has a trace of its own
        try:
            return ask(city)
        except Exception as exc:  # told to whoever waits
            return exc

    asked = {city: eventlet.spawn(answer, city) for city in cities}
    return {city: thread.wait() for city, thread in asked.items()}


def _chosen(cities: Collection[str], email_digest: str) -> str:
    """The city that an address is tried at which none knows: the same each time, of those that answer."""
    return min(cities, key=lambda city: sha256(f"{email_digest} {city}".encode()).digest())


def _digest(email: str) -> str:
    try:
        return addresses.digest(addresses.normalise(email))
    except Invalid as refusal:
        errors = [{"pointer": "/email", "detail": refusal.message}]
        raise Invalid("invalid", refusal.message, {"errors": errors}) from None


def _wait(refusal: TooMany) -> float:
    return float(refusal.detail.get("retry_after_seconds", 0))


def _telling(refusal: Exception) -> int:
    """What a city that knows the member says comes first, then that one did not answer, then that none knows."""
    if not isinstance(refusal, ServiceError):
        return 1
    return next((n for n, kind in enumerate(_LEAST_TELLING, 2) if isinstance(refusal, kind)), 0)
