"""A pass in a browser: out of the address into a cookie that goes to the pages of one registration alone.

So it is in no history, no referrer and no log of a proxy. Verified where it is used (`Context.holder_of`); kept by the
browser alone.

Source: decision 0019; RFC 6265, 5.1.4 (paths of cookies).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from werkzeug import Response

from chassis.errors import Forbidden, ServiceError, Unauthenticated
from chassis.passes import LASTS_AT_MOST, is_pass
from gateway.context import Caller
from gateway.web import cookies
from gateway.web.visit import Visit

COOKIE = "pass"


def path(registration_id: str) -> str:
    """Where the pages of a registration are."""
    return f"/registrations/{registration_id}"


def keep(visit: Visit, response: Response, registration_id: str, token: str) -> None:
    """Let the browser keep a pass."""
    seconds = int(LASTS_AT_MOST.total_seconds())
    cookies.keep(response, visit.settings, COOKIE, token, seconds, path(registration_id))


def out_of_address(visit: Visit, registration_id: str) -> Response | None:
    """The way on for who comes with a pass in the address; None: there is none in it.

    One that opens nothing takes the place of no other.
    """
    token = visit.request.args.get("pass")
    if not token:
        return None
    response = visit.go(path(registration_id))
    if visit.request.cookies.get(COOKIE) is None or _opens(visit, registration_id, token):
        keep(visit, response, registration_id, token)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def holder(visit: Visit, registration_id: str) -> Caller:
    """Who asks about a registration: who holds its pass, else the member who is signed in. The page is private.

    Raises:
        Unauthenticated: nobody is signed in, and there is no pass.
        Forbidden: `pass_invalid`, `pass_expired`, `pass_for_another`: the last letter has a better one.
        Unavailable: nobody can be recognised yet.
    """
    visit.private = True
    token = visit.request.cookies.get(COOKIE)
    if not token:
        return visit.context.require_caller()
    try:
        return _by(visit, registration_id, token)
    except (Unauthenticated, Forbidden) as refusal:
        if visit.caller is None:
            raise Forbidden(refusal.code, "the pass opens nothing here") from None
        return visit.caller


def _by(visit: Visit, registration_id: str, token: str) -> Caller:
    if not is_pass(token):
        raise Unauthenticated("pass_invalid")
    return replace(visit.context, token=token, unrecognised=None).holder_of(registration_id)


def _opens(visit: Visit, registration_id: str, token: str) -> bool:
    try:
        return bool(_by(visit, registration_id, token))
    except ServiceError:
        return False


def actor(visit: Visit, registration_id: str) -> dict[str, Any]:
    """The same, as bookings wants it."""
    return holder(visit, registration_id).actor()
