"""Signing in and out: the tokens of the member's city, kept in cookies that no script can read."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from werkzeug import Response

from chassis.errors import Forbidden, Invalid, RemoteFailure, ServiceError, Unauthenticated, Unavailable
from gateway.refusals import headers_of
from gateway.sign_in import sign_in as city_signs_in
from gateway.web import cookies, forms, words
from gateway.web.pages import second_steps
from gateway.web.visit import NEXT, Visit
from gateway.web.words import N_

FIELDS = ("email", "password", "code", "city", "next")
ABOUT = {"wrong_credentials": "email"}


def ask_to_sign_in(visit: Visit) -> Response:
    """`GET /sessions/new?next=&city=&why=`: who is signed in already goes on. `why` the provider of the city did not
    let somebody in, who is told so.
    """
    form = forms.read(visit.request.args, ("next", "city", "why"))
    if visit.caller:
        return visit.go(form["next"] or "/bookings")
    if form["why"] in words.OF_PROVIDERS:
        form.errors["provider"] = words.REFUSALS[form["why"]]
    return _form(visit, form)


def sign_in(visit: Visit) -> Response:
    """`POST /sessions/new`: then on to where the member wanted to go, now or when registering."""
    form = forms.read(visit.request.form, FIELDS)
    form.values |= second_steps.kept(visit)
    form.require("email", N_("Écrivez votre adresse e-mail."))
    form.require("password", N_("Écrivez votre mot de passe."))
    if form.errors:
        return _form(visit, form, 400)
    city = form["city"] if form["city"] in visit.settings.cities else ""
    try:
        cities = [city] if city else visit.settings.cities
        typed = (form["email"], form["password"], form["code"] or None)
        tokens = city_signs_in(visit.context.rpc, cities, *typed, **visit.context.where)
    except (Unauthenticated, Forbidden, Invalid) as refusal:
        if refusal.code in second_steps.STEPS:
            return second_steps.go_on(visit, form, refusal)
        form.refuse(refusal, ABOUT, words.REFUSALS)
        return _form(visit, form, 400)
    except Unavailable as absent:
        if not city:  # perhaps the password is wrong, perhaps it is the member's city: every failure says so
            form.errors["city"] = N_(
                "Une ville du réseau ne répond pas. Choisissez la vôtre pour savoir si c’est elle."
            )
            response = _form(visit, form, 503)
            response.headers.update(headers_of(absent))
            return response
        absent.detail["service"] = f"members_{city}"
        raise
    return come_in(visit, tokens, form["next"])


def come_in(visit: Visit, tokens: dict[str, Any], path: str = "") -> Response:
    """Keep the tokens of who has shown who they are, and send them where they wanted to go, now or earlier."""
    response = visit.go(path or visit.request.cookies.get(NEXT) or "/bookings")
    visit.forget(response, NEXT)
    cookies.keep_tokens(response, visit.settings, tokens)
    return response


def sign_out(visit: Visit) -> Response:
    """`POST /sessions/end`: here, and at home when that answers; when it does not, nobody has the tokens any more."""
    if visit.caller:
        with suppress(ServiceError, RemoteFailure):
            visit.ask(f"members_{visit.caller.city}", "sign_out", sealed=True, token=visit.caller.token)
    response = visit.go("/")
    cookies.forget_tokens(response, visit.settings)
    return response


def _form(visit: Visit, form: forms.Form, status: int = 200) -> Response:
    return visit.page("sign_in.html", status, form=form)
