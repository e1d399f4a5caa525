"""What a member says of themselves: name, language, telephone, initials; topics; the directory."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from chassis.errors import Conflict, Forbidden, Invalid
from gateway.web import forms, words
from gateway.web.pages import account
from gateway.web.visit import Visit
from gateway.web.words import N_

PATH = "/account/profile"
ABOUT = {"too_many_topics": "others", "minors_not_listed": "consent", "consent_missing": "consent"}


def profile(visit: Visit) -> Response:
    """`GET /account/profile?done=`, and the addresses of its forms: nothing changes by looking at an address."""
    return _page(visit, forms.Form())


def rectify(visit: Visit) -> Response:
    """`POST /account/profile`"""
    form = forms.read(visit.request.form, ("name", "language", "phone", "handle"))
    form.require("name", N_("Écrivez votre nom."))
    said = {**form.values, "phone": form["phone"] or None, "handle": form["handle"] or None}
    return _page(visit, form) if form.errors else _send(visit, form, "rectify", "you", **said)


def choose_interests(visit: Visit) -> Response:
    """`POST /account/profile/interests`"""
    form = forms.read(visit.request.form, ("others", "newsletter"))
    others = [topic for topic in form["others"].split(",") if topic.strip()]
    topics = [*visit.request.form.getlist("topic"), *others]
    return _send(visit, form, "choose_interests", "interests", topics=topics, newsletter=bool(form["newsletter"]))


def enter_directory(visit: Visit) -> Response:
    """`POST /account/profile/directory`"""
    form = forms.read(visit.request.form, ("shown_name", "presentation", "consent"))
    form.require("shown_name", N_("Écrivez le nom à montrer."))
    form.require("consent", N_("Sans votre accord, nous ne vous montrons pas dans l’annuaire."))
    if form.errors:
        return _page(visit, form)
    said = {"shown_name": form["shown_name"], "presentation": form["presentation"], "consent": True}
    return _send(visit, form, "enter_directory", "listed", **said)


def leave_directory(visit: Visit) -> Response:
    """`POST /account/profile/directory/leave`"""
    account.ask(visit, "leave_directory")
    return visit.go(f"{PATH}?done=left")


def _send(visit: Visit, form: forms.Form, method: str, done: str, **said: Any) -> Response:
    try:
        account.ask(visit, method, **said)
    except (Invalid, Conflict, Forbidden) as refusal:
        if any(str(error.get("pointer", "")).startswith("/topics") for error in refusal.detail.get("errors", [])):
            form.errors["others"] = words.REFUSALS["invalid_topic"]
        else:
            form.refuse(refusal, ABOUT, words.REFUSALS)
        return _page(visit, form)
    return visit.go(f"{PATH}?done={done}")


def _page(visit: Visit, form: forms.Form) -> Response:
    """The page, with what was typed where that has to be corrected, and else with what the city knows."""
    known = account.ask(visit, "profile")
    entry = known["directory_entry"] or {"shown_name": known["name"], "presentation": ""}
    others = [topic for topic in known["interests"] if topic not in words.TOPICS]
    consents = {given["purpose"] for given in known["consents"] if given["withdrawn_at"] is None}
    kept = {
        **{name: known[name] or "" for name in ("name", "language", "phone", "handle")},
        **{name: entry[name] for name in ("shown_name", "presentation")},
        "others": ", ".join(others),
        "newsletter": "yes" if "newsletter" in consents else "",
    }
    form.values = {**kept, **form.values}
    return account.page(
        visit,
        "account_profile.html",
        400 if form.errors else 200,
        form=form,
        known=known,
        topics=list(words.TOPICS),
        done=visit.request.args.get("done"),
    )
