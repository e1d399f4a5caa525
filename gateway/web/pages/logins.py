"""Where the member is signed in: the devices, ending one, ending all others."""

from __future__ import annotations

from werkzeug import Response

from gateway.web.pages import account
from gateway.web.visit import Visit

PATH = "/account/sessions"


def logins(visit: Visit, **_: str) -> Response:
    """`GET /account/sessions?done=`, and the addresses of its forms: nothing is ended by looking at an address."""
    found = account.ask(visit, "logins")["items"]
    zone = visit.settings.cities[visit.member()["city"]].zone
    here = [login for login in found if login["is_current"]]
    others = [login for login in found if not login["is_current"]]
    done = visit.request.args.get("done")
    return account.page(visit, "account_sessions.html", here=here, others=others, zone=zone, done=done)


def end(visit: Visit, login_id: str) -> Response:
    """`POST /account/sessions/{id}/end`"""
    account.ask(visit, "end_login", login_id=login_id)
    return visit.go(f"{PATH}?done=one")


def end_others(visit: Visit) -> Response:
    """`POST /account/sessions/end`: all but the one here."""
    account.ask(visit, "end_every_login")
    return visit.go(f"{PATH}?done=others")
