"""Signing in at a city's OpenID Connect provider: there, back, and the consent of who is new.

Whoever goes there takes a cookie along: an answer that comes back to another browser lets nobody in. What comes back
in an address is answered by sending the browser on, so that no page of ours stands under it.
"""

from __future__ import annotations

import hmac
from typing import Any
from urllib.parse import urlencode

from werkzeug import Response

from chassis.errors import Forbidden, Invalid, NotFound, ServiceError
from gateway.web import forms, words
from gateway.web.pages import sessions
from gateway.web.visit import DAY_SECONDS, NEXT, Visit, is_own_path
from gateway.web.words import N_

CONSENT = "/members/provider"
GONE = "provider"  # the cookie of who went there: {city}.{state}
TICKET = "ticket"  # the cookie of who is back and not a member yet: {city}.{ticket}
LASTS_SECONDS = 600
DEADLINE_SECONDS = 15.0  # the provider is spoken with meanwhile
ABOUT = {"consent_missing": "consent", "invalid": "name"}
FIELDS = ("name", "consent")


def begin(visit: Visit, city: str) -> Response:
    """`GET /sessions/provider/{city}?next=`: on to the provider. `HEAD` goes nowhere."""
    if not _has_provider(visit, city):
        raise NotFound("route_unknown", "the city has no provider")
    if visit.request.method == "HEAD":
        return _nothing()
    try:
        begun = _ask(visit, city, "provider_begin")
    except ServiceError as refusal:
        return _refused(visit, refusal)
    response = Response(status=303, headers={"Location": begun["url"], "Cache-Control": "no-store"})
    visit.keep(response, GONE, f"{city}.{begun['state']}", LASTS_SECONDS)
    path = visit.request.args.get("next", "")
    if is_own_path(path):
        visit.keep(response, NEXT, path, DAY_SECONDS)
    return response


def come_back(visit: Visit) -> Response:
    """`GET /sessions/provider/callback?state=&code=&error=&iss=`: in, or to the consent, or back to signing in."""
    if visit.request.method == "HEAD":
        return _nothing()
    answer = visit.request.args
    city, _, state = visit.request.cookies.get(GONE, "").partition(".")
    if not _has_provider(visit, city) or not hmac.compare_digest(state.encode(), answer.get("state", "").encode()):
        gave_up = "error" in answer  # some providers then leave the state out; nobody is let in anyway
        return _refused(visit, Forbidden("provider_refused") if gave_up else NotFound("provider_login_unknown"))
    try:
        said = {name: answer.get(name) for name in ("code", "error", "iss")}
        told = _ask(visit, city, "provider_finish", state=state, **said)
    except ServiceError as refusal:
        response = _refused(visit, refusal)
    else:
        response = visit.go(CONSENT) if "ticket" in told else sessions.come_in(visit, told)
        if "ticket" in told:
            visit.keep(response, TICKET, f"{city}.{told['ticket']}", LASTS_SECONDS)
    visit.forget(response, GONE)
    return response


def ask_to_join(visit: Visit) -> Response:
    """`GET /members/provider`: what the provider says of somebody, who is no member yet, and what becomes of it."""
    try:
        city, ticket = _ticket(visit)
        told = _ask(visit, city, "provider_ticket", ticket=ticket)
    except ServiceError as refusal:
        return _refused(visit, refusal)
    return _form(visit, city, told, forms.Form({"name": told["name"]}))


def join(visit: Visit) -> Response:
    """`POST /members/provider`"""
    form = forms.read(visit.request.form, FIELDS)
    form.require("name", N_("Écrivez votre nom."))
    form.require("consent", words.REFUSALS["consent_missing"])
    try:
        city, ticket = _ticket(visit)
        told = _ask(visit, city, "provider_ticket", ticket=ticket)
        if form.errors:
            return _form(visit, city, told, form)
        wish = {"name": form["name"], "consent": True, "language": visit.language.code}
        response = sessions.come_in(visit, _ask(visit, city, "provider_join", ticket=ticket, **wish))
    except Invalid as refusal:
        form.refuse(refusal, ABOUT, words.REFUSALS)
        return _form(visit, city, told, form)
    except ServiceError as refusal:
        response = _refused(visit, refusal)
    visit.forget(response, TICKET)
    return response


def _ask(visit: Visit, city: str, method: str, **said: Any) -> Any:
    where = visit.context.where if method != "provider_ticket" else {}
    return visit.ask(f"members_{city}", method, sealed=True, deadline=DEADLINE_SECONDS, **said, **where)


def _has_provider(visit: Visit, city: str) -> bool:
    return city in visit.settings.cities and visit.settings.cities[city].provider is not None


def _ticket(visit: Visit) -> tuple[str, str]:
    """The city and the ticket of who is back from there.

    Raises:
        NotFound: `provider_login_unknown`: nobody is, in this browser.
    """
    visit.private = True
    city, _, ticket = visit.request.cookies.get(TICKET, "").partition(".")
    if not _has_provider(visit, city):
        raise NotFound("provider_login_unknown")
    return city, ticket


def _refused(visit: Visit, refusal: ServiceError) -> Response:
    """Back to where one signs in, with the reason in plain words."""
    why = refusal.code if refusal.code in words.OF_PROVIDERS else "provider_unavailable"
    return visit.go(f"/sessions/new?{urlencode({'why': why})}")


def _form(visit: Visit, city: str, told: dict[str, Any], form: forms.Form) -> Response:
    status, at = 400 if form.errors else 200, visit.settings.cities[city]
    return visit.page("provider_join.html", status, form=form, email=told["email"], city=at)


def _nothing() -> Response:
    return Response(content_type="text/html; charset=utf-8", headers={"Cache-Control": "no-store"})
