"""What the member is to their city and until when, asking to be something else or to stay it, and the city's answer."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from chassis import ids
from chassis.errors import Conflict, Forbidden, Invalid
from gateway.web import forms, words
from gateway.web.formats import instant
from gateway.web.pages import account
from gateway.web.visit import Visit
from gateway.web.words import N_

PATH = "/account/membership"
FIELDS = ("category", "organisation_id", "motivation")
ABOUT = {
    "motivation_missing": "motivation",
    "member_already": "category",
    "application_open": "category",
    "not_of_organisation": "organisation_id",
    "organisation_kind_differs": "organisation_id",
}


def membership(visit: Visit, **_: str) -> Response:
    """`GET /account/membership?done=`, and the addresses of its forms: nothing is withdrawn by looking at one."""
    return _page(visit, forms.Form())


def apply(visit: Visit) -> Response:
    """`POST /account/membership`"""
    form = forms.read(visit.request.form, FIELDS)
    if form["category"] not in words.APPLIED_FOR:
        form.errors["category"] = N_("Choisissez ce que vous voulez être.")
        return _page(visit, form)
    acts_for = {found["id"]: found["kind"] for found in account.ask(visit, "profile")["organisations"]}
    organisation_id = form["organisation_id"] or None
    try:
        account.ask(
            visit,
            "apply_for_membership",
            category=form["category"],
            organisation_id=organisation_id,
            organisation_kind=acts_for.get(organisation_id, "individual"),
            motivation=form["motivation"].replace("\r\n", "\n"),
            idempotency_key=visit.request.form.get("idempotency_key") or None,
        )
    except (Invalid, Conflict, Forbidden) as refusal:
        form.refuse(refusal, ABOUT, words.REFUSALS)
        return _page(visit, form)
    return visit.go(f"{PATH}?done=applied")


def withdraw(visit: Visit, application_id: str) -> Response:
    """`POST /account/membership/{id}/withdraw`"""
    account.ask(visit, "withdraw_application", application_id=application_id)
    return visit.go(f"{PATH}?done=withdrawn")


def _page(visit: Visit, form: forms.Form) -> Response:
    found = account.ask(visit, "own_applications")
    waiting = [one for one in found["items"] if one["status"] == "open"]
    return account.page(
        visit,
        "account_membership.html",
        400 if form.errors else 200,
        known=found,
        waiting=waiting,
        answered=[one for one in found["items"] if one not in waiting],
        organisations=account.ask(visit, "profile")["organisations"],
        form=form if form.values else forms.Form({"category": _suggested(found)}),
        renewable=_is_renewable(visit, found),
        categories=words.APPLIED_FOR,
        zone=visit.settings.cities[visit.member()["city"]].zone,
        done=visit.request.args.get("done"),
        idempotency_key=ids.new(),
    )


def _suggested(found: dict[str, Any]) -> str:
    """What a member asks for first: to stay what they are, or to be a resident."""
    category = str(found["category"])
    return category if category in words.APPLIED_FOR else words.APPLIED_FOR[0]


def _is_renewable(visit: Visit, found: dict[str, Any]) -> bool:
    return found["renewable_from"] is not None and instant(found["renewable_from"]) <= visit.now
