"""Signing in and out: the tokens of the member's city, kept in cookies that no script can read."""

from __future__ import annotations

from contextlib import suppress

from werkzeug import Response

from chassis.errors import Forbidden, Invalid, RemoteFailure, ServiceError, Unauthenticated, Unavailable
from gateway.sign_in import sign_in as city_signs_in
from gateway.web import cookies, forms, words
from gateway.web.visit import NEXT, Visit
from gateway.web.words import N_

FIELDS = ("email", "password", "city", "next")
ABOUT = {"wrong_credentials": "email", "email_unconfirmed": "email"}


def ask_to_sign_in(visit: Visit) -> Response:
    """`GET /sessions/new?next=&city=`: who is signed in already goes on."""
    form = forms.read(visit.request.args, ("next", "city"))
    if visit.caller:
        return visit.go(form["next"] or "/bookings")
    return _form(visit, form)


def sign_in(visit: Visit) -> Response:
    """`POST /sessions/new`: then on to where the member wanted to go, now or when registering."""
    form = forms.read(visit.request.form, FIELDS)
    form.require("email", N_("Écrivez votre adresse e-mail."))
    form.require("password", N_("Écrivez votre mot de passe."))
    if form.errors:
        return _form(visit, form, 400)
    city = form["city"] if form["city"] in visit.settings.cities else ""
    try:
        cities = [city] if city else visit.settings.cities
        tokens = city_signs_in(visit.context.rpc, cities, form["email"], form["password"], **visit.context.where)
    except (Unauthenticated, Forbidden, Invalid) as refusal:
        form.refuse(refusal, ABOUT, words.REFUSALS)
        return _form(visit, form, 400)
    except Unavailable as absent:
        absent.detail["service"] = f"members_{city}"
        raise
    response = visit.go(form["next"] or visit.request.cookies.get(NEXT) or "/bookings")
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
