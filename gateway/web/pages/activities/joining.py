"""Registering for one date: a member by a button, who has no account by a name, an address and a city."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from chassis import ids
from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from gateway.refusals import status_of
from gateway.web import activity_words, forms, words
from gateway.web.pages import account
from gateway.web.pages.activities import guests
from gateway.web.visit import Visit
from gateway.web.words import N_

FIELDS = ("name", "email", "city", "consent", "seats", "whom", "helped_id", "organisation_id", "accept_waiting")
IN_ORDER = ("name", "email", "city", "whom", "helped_id", "organisation_id", "seats", "consent")
ABOUT = {
    "too_many_seats": "seats",
    "not_of_organisation": "organisation_id",
    "member_not_found": "helped_id",
    "consent_missing": "consent",
    "already_registered": "whom",
}
MYSELF, HELPED = "", "helped"


def look(visit: Visit, occurrence_id: str) -> Response:
    """`GET /occurrences/{id}/register`: says what will happen before anything does."""
    found = _found(visit, occurrence_id)
    return _page(visit, found, forms.Form({"seats": "1", "city": found["activity"]["city"]}))


def register(visit: Visit, occurrence_id: str) -> Response:
    """`POST` to the same address: a member is registered, who has no account is written to."""
    found, form = _found(visit, occurrence_id), forms.read(visit.request.form, FIELDS)
    if (seats := forms.persons(form["seats"] or "1")) is None:
        form.errors["seats"] = N_("Écrivez un nombre de places.")
    elif seats > found["activity"]["terms"]["most_seats"]:
        form.errors["seats"] = words.REFUSALS["too_many_seats"]
    if visit.caller is None:
        return _of_guest(visit, found, form, seats or 1)
    return _page(visit, found, form) if form.errors else _of_member(visit, found, form, seats or 1)


def _of_member(visit: Visit, found: dict[str, Any], form: forms.Form, seats: int) -> Response:
    actor = visit.member()
    asked: dict[str, Any] = {"seats": seats, "organisation_id": form["organisation_id"] or None}
    if form["whom"] != MYSELF:
        member_id = form["helped_id"] if form["whom"] == HELPED else form["whom"]
        asked["beneficiary"] = {"member_id": member_id, "city": actor["city"]}
        form.require("helped_id" if form["whom"] == HELPED else "whom", N_("Écrivez le numéro de la personne."))
    if form.errors:
        return _page(visit, found, form)
    try:
        registration = visit.ask(
            "bookings",
            "register",
            occurrence_id=found["occurrence"]["id"],
            actor=actor,
            **asked,
            accept_waiting=bool(form["accept_waiting"]),
            idempotency_key=visit.request.form.get("idempotency_key") or None,
        )
    except (Conflict, Forbidden, Invalid, NotFound) as refusal:
        return _refused(visit, found, form, refusal)
    return visit.go(f"/registrations/{registration['id']}?done=registered")


def _refused(visit: Visit, found: dict[str, Any], form: forms.Form, refusal: Any) -> Response:
    """The same page with what stands against it; when it became full meanwhile, with the question whether to wait."""
    if refusal.code == "occurrence_full":
        now = _found(visit, found["occurrence"]["id"])
        return _page(visit, now, form, refusal=refusal.code, status=409, left=refusal.detail)
    if refusal.code in ABOUT and not (refusal.code == "already_registered" and form["whom"] == MYSELF):
        form.refuse(refusal, ABOUT, words.REFUSALS)
        return _page(visit, found, form)
    if refusal.code not in words.REFUSALS:
        raise refusal
    return _page(visit, found, form, refusal=refusal.code, status=status_of(refusal))


def _of_guest(visit: Visit, found: dict[str, Any], form: forms.Form, seats: int) -> Response:
    """Who has no account is written to, whether or not their address is known: only then is anything theirs."""
    form.require("name", N_("Écrivez votre nom."))
    form.require("email", N_("Écrivez votre adresse e-mail."))
    if form["email"] and not guests.ADDRESS.fullmatch(form["email"]):
        form.errors["email"] = words.REFUSALS["invalid_email"]
    if form["city"] not in visit.settings.cities:
        form.errors["city"] = N_("Choisissez votre ville dans la liste.")
    form.require("consent", words.REFUSALS["consent_missing"])
    if form.errors:
        return _page(visit, found, form)
    try:
        guests.ask(visit, found, form, seats)
    except Invalid as refusal:
        form.refuse(refusal, {**ABOUT, "invalid": "email"}, words.REFUSALS)
        return _page(visit, found, form)
    return visit.go(f"/occurrences/{found['occurrence']['id']}/register/sent")


def sent(visit: Visit, occurrence_id: str) -> Response:
    """`GET /occurrences/{id}/register/sent`: what to do with the letter."""
    return visit.page("activity_sent.html", **_found(visit, occurrence_id), words=activity_words)


def _found(visit: Visit, occurrence_id: str) -> dict[str, Any]:
    return dict(visit.ask("bookings", "occurrence", occurrence_id=occurrence_id, actor=visit.actor))


def _page(
    visit: Visit,
    found: dict[str, Any],
    form: forms.Form,
    *,
    refusal: str = "",
    status: int = 200,
    left: dict[str, Any] | None = None,
) -> Response:
    form.errors = {name: form.errors[name] for name in IN_ORDER if name in form.errors}
    attestation = found["activity"]["terms"]["attestation"]
    return visit.page(
        "activity_register.html",
        400 if form.errors else status,
        **found,
        form=form,
        refusal=refusal,
        left=left,
        words=activity_words,
        needed=activity_words.attestation(attestation, visit.language) if attestation else "",
        idempotency_key=ids.new(),
        **_whom(visit),
    )


def _whom(visit: Visit) -> dict[str, Any]:
    """For whom the member may register; nobody for a visitor."""
    if visit.caller is None:
        return {"wards": [], "organisations": [], "is_staff": False}
    visit.private = True
    home, token = f"members_{visit.caller.city}", visit.caller.token
    wards = visit.ask_or({"items": []}, home, "wards", sealed=True, token=token)
    profile = visit.ask_or({"organisations": []}, home, "profile", sealed=True, token=token)
    return {
        "wards": [ward for ward in wards["items"] if ward["status"] == "guarded"],
        "organisations": profile["organisations"],
        "is_staff": account.is_staff(visit),
    }
