"""The minors for whom a member answers: register one, say yes, ask another adult, leave."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from chassis import ids
from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from gateway.web import forms, words
from gateway.web.pages import account
from gateway.web.visit import Visit
from gateway.web.words import N_

PATH = "/account/wards"
FIELDS = ("name", "born_on", "handle", "consent", "adult")
ABOUT = {
    "not_a_minor": "born_on",
    "too_many_wards": "name",
    "not_an_adult": "adult",
    "adult_not_said": "adult",
    "consent_missing": "consent",
    "ward_not_found": "guardian_id",
    "member_not_found": "guardian_id",
    "too_many_guardians": "guardian_id",
    "last_guardian": "guardian_id",
}


def wards(visit: Visit, **_: str) -> Response:
    """`GET /account/wards?done=`, and the addresses of its forms: nothing changes by looking at an address."""
    return _page(visit, forms.Form())


def register(visit: Visit) -> Response:
    """`POST /account/wards`"""
    form = forms.read(visit.request.form, FIELDS)
    form.require("name", N_("Écrivez le nom de l’enfant."))
    form.require("born_on", N_("Écrivez la date de naissance."))
    form.require("consent", words.REFUSALS["consent_missing"])
    form.require("adult", words.REFUSALS["adult_not_said"])
    if form.errors:
        return _page(visit, form)
    said = {name: form[name] for name in ("name", "born_on")} | {"handle": form["handle"] or None}
    key = visit.request.form.get("idempotency_key") or None
    return _send(visit, form, "register_minor", "registered", **said, consent=True, adult=True, idempotency_key=key)


def accept(visit: Visit, minor_id: str) -> Response:
    """`POST /account/wards/{id}/accept`"""
    adult = bool(visit.request.form.get("adult"))
    return _send(visit, forms.Form(), "accept_ward", "accepted", minor_id=minor_id, adult=adult)


def leave(visit: Visit, minor_id: str) -> Response:
    """`POST /account/wards/{id}/leave`"""
    return _send(visit, forms.Form(), "leave_ward", "left", minor_id=minor_id)


def ask_guardian(visit: Visit) -> Response:
    """`POST /account/wards/guardians`"""
    form = forms.read(visit.request.form, ("minor_id", "guardian_id"))
    form.require("guardian_id", N_("Écrivez l’identifiant du second adulte."))
    return _page(visit, form) if form.errors else _send(visit, form, "ask_guardian", "asked", **form.values)


def _send(visit: Visit, form: forms.Form, method: str, done: str, **said: Any) -> Response:
    try:
        account.ask(visit, method, **said)
    except (Invalid, Conflict, Forbidden, NotFound) as refusal:
        form.refuse(refusal, ABOUT, words.REFUSALS)
        return _page(visit, form)
    return visit.go(f"{PATH}?done={done}")


def _page(visit: Visit, form: forms.Form) -> Response:
    found = account.ask(visit, "wards")["items"]
    done = visit.request.args.get("done")
    own_id, key = visit.member()["member_id"], ids.new()
    status = 400 if form.errors else 200
    return account.page(
        visit, "account_wards.html", status, form=form, wards=found, own_id=own_id, done=done, idempotency_key=key
    )
