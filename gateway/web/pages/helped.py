"""Somebody without an e-mail, whom staff registers: the form, and the slip that they take home."""

from __future__ import annotations

from werkzeug import Response

from chassis import ids
from chassis.errors import Conflict, Forbidden, Invalid
from gateway.web import forms, words
from gateway.web.pages import account
from gateway.web.visit import Visit
from gateway.web.words import N_

FIELDS = ("name", "phone", "language", "account", "newsletter")


def ask_to_register(visit: Visit) -> Response:
    """`GET /members/helped/new`

    Raises:
        Forbidden: `permission_missing`: the visitor works for no city.
    """
    if not account.is_staff(visit):
        raise Forbidden("permission_missing", "Only staff registers somebody else.")
    return _form(visit, forms.Form({"language": visit.language.code}))


def register(visit: Visit) -> Response:
    """`POST /members/helped/new`: then to the slip."""
    form = forms.read(visit.request.form, FIELDS)
    form.require("name", N_("Écrivez le nom de la personne."))
    form.require("account", N_("Sans avoir entendu son accord, on n’inscrit personne."))
    if form.errors:
        return _form(visit, form)
    said = {"name": form["name"], "phone": form["phone"] or None, "language": form["language"]}
    heard = [purpose for purpose in ("account", "newsletter") if form[purpose]]
    key = visit.request.form.get("idempotency_key") or None
    try:
        found = account.ask(visit, "register_helped", **said, heard=heard, idempotency_key=key)
    except Invalid as refusal:
        form.refuse(refusal, {"consent_missing": "account"}, words.REFUSALS)
        return _form(visit, form)
    return visit.go(f"/members/helped/{found['id']}")


def slip(visit: Visit, member_id: str) -> Response:
    """`GET /members/helped/{id}?done=`, and the address of its form: to be printed."""
    return _slip(visit, member_id, forms.Form())


def give_address(visit: Visit, member_id: str) -> Response:
    """`POST /members/helped/{id}/address`: a link is written there."""
    form = forms.read(visit.request.form, ("email",))
    form.require("email", N_("Écrivez l’adresse e-mail de la personne."))
    if form.errors:
        return _slip(visit, member_id, form)
    try:
        account.ask(visit, "give_address", member_id=member_id, email=form["email"])
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal, {"has_address": "email", "address_changed_lately": "email"}, words.REFUSALS)
        return _slip(visit, member_id, form)
    return visit.go(f"/members/helped/{member_id}?done=sent")


def _slip(visit: Visit, member_id: str, form: forms.Form) -> Response:
    found, done = account.ask(visit, "show_helped", member_id=member_id), visit.request.args.get("done")
    return visit.page("helped_slip.html", 400 if form.errors else 200, found=found, form=form, done=done)


def _form(visit: Visit, form: forms.Form) -> Response:
    status = 400 if form.errors else 200
    return visit.page("helped_new.html", status, form=form, idempotency_key=ids.new())
