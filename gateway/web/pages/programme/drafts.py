"""The pages of an activity's form, new or known. A button beside its rows has it come back with one more, unsaved."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from chassis import ids
from chassis.errors import Conflict, Invalid
from gateway.web import activity_words, forms
from gateway.web.pages.programme import desk, facts, questions, reasons
from gateway.web.pages.programme.questions import PRICES, QUESTIONS
from gateway.web.rows import MORE
from gateway.web.visit import Visit
from gateway.web.words import N_

MODES = {
    "open": N_("Inscription ouverte"),
    "moderated": N_("Inscription sur demande, l’équipe répond"),
    "external": N_("Inscription ailleurs, par un lien"),
    "none": N_("Entrée libre, sans inscription"),
}
PROMOTIONS = {"automatic": N_("Automatiquement, dans l’ordre"), "manual": N_("À la main")}
NEW = {
    "kind": "workshop",
    "attendance": "on_site",
    "mode": "open",
    "promotion": "automatic",
    "most_seats": "5",
    "closes_minutes": "0",
    "offer_hours": "48",
    "alert_hours": "72",
    "decide_hours": "24",
}


def ask(visit: Visit) -> Response:
    """`GET /desk/activities/new`"""
    actor = visit.member()
    chosen = {"languages": ["fr"], "publics": ["everyone"], "accessibility": []}
    return _page(visit, forms.Form(dict(NEW)), chosen, actor["city"])


def draft(visit: Visit) -> Response:
    """`POST /desk/activities/new`: then to its page."""
    actor, sent = visit.member(), visit.request.form
    form, chosen = facts.read(sent)
    if MORE not in sent:
        said = facts.of(form, chosen, sent, {})
        key = sent.get("idempotency_key") or None
        if not form.errors:
            try:
                made = visit.ask(
                    "bookings", "draft_activity", actor=actor, city=actor["city"], idempotency_key=key, **said
                )
            except Invalid as refusal:
                _refuse(form, refusal)
            else:
                return visit.go(f"/desk/activities/{made['id']}?done=drafted")
    return _page(visit, form, chosen, actor["city"])


def look(visit: Visit, activity_id: str) -> Response:
    """`GET /desk/activities/{id}/edit`"""
    found = desk.look(visit, activity_id)["activity"]
    form, chosen = facts.filled(found)
    return _page(visit, form, chosen, found["city"], found)


def edit(visit: Visit, activity_id: str) -> Response:
    """`POST /desk/activities/{id}/edit`: then to its page."""
    actor, sent = visit.member(), visit.request.form
    found = desk.look(visit, activity_id)["activity"]
    form, chosen = facts.read(sent)
    if MORE not in sent:
        said = facts.of(form, chosen, sent, found)
        seen = sent.get("sequence", "")
        sequence = int(seen) if seen.isdecimal() and len(seen) < 10 else None
        if not form.errors:
            try:
                visit.ask("bookings", "edit_activity", activity_id=activity_id, actor=actor, sequence=sequence, **said)
            except (Invalid, Conflict) as refusal:
                _refuse(form, refusal)
            else:
                return visit.go(f"/desk/activities/{activity_id}?done=edited")
    return _page(visit, form, chosen, found["city"], found)


def _page(
    visit: Visit, form: forms.Form, chosen: facts.Chosen, city: str, of: dict[str, Any] | None = None
) -> Response:
    """The form. It keeps the edition and the key that it was opened with, however often it comes back."""
    sent = visit.request.form if visit.request.method == "POST" else None
    places = visit.ask_or({"items": []}, "bookings", "places")["items"]
    names = {place["id"]: place["name"] for place in places if place["city"] == city}
    return visit.page(
        "desk_draft.html",
        400 if form.errors else 200,
        form=form,
        chosen=chosen,
        places=names,
        activity=of,
        counts={rows.group: rows.shown(rows.count(form), sent) for rows in (PRICES, QUESTIONS)},
        most={rows.group: rows.most for rows in (PRICES, QUESTIONS)},
        labels=facts.LABELS,
        modes=MODES,
        promotions=PROMOTIONS,
        answers=questions.KINDS,
        keep_days=questions.KEEP_DAYS,
        words=activity_words,
        sequence=(sent.get("sequence") if sent else None) or (of["sequence"] if of else ""),
        idempotency_key=(sent.get("idempotency_key") if sent else None) or ids.new(),
    )


def _refuse(form: forms.Form, refusal: Invalid | Conflict) -> None:
    """Put what is wrong beside the field that it is about."""
    pointed = [str(error.get("pointer", "")) for error in refusal.detail.get("errors", [])]
    form.errors = dict.fromkeys((facts.field_of(one) for one in pointed or ["title_fr"]), reasons.of(refusal.code))
