"""The form of an activity, new or known: read into what bookings takes, and filled from what it tells."""

from __future__ import annotations

from typing import Any

from werkzeug import Response
from werkzeug.datastructures import MultiDict

from chassis import ids
from chassis.errors import Conflict, Invalid
from gateway.web import activity_words, forms
from gateway.web.pages.programme import desk, reasons
from gateway.web.visit import Visit
from gateway.web.words import N_

TEXTS = ("title", "summary", "description", "easy_to_read")
LANGUAGES = ("fr", "nl", "en")
SEVERAL = ("publics", "accessibility", "languages")
PLAIN = ("kind", "theme", "cycle", "organiser_name", "attendance", "online_url", "place_id", "recipe")
NUMBERS = ("min_age", "max_age")
VENUE = ("name", "kind", "address", "postcode", "commune")
TERMS = ("mode", "external_url", "promotion")
TERMS_NUMBERS = ("most_seats", "closes_minutes", "offer_hours", "alert_hours", "decide_hours")
MODES = {
    "open": N_("Inscription ouverte"),
    "moderated": N_("Inscription sur demande, l’équipe répond"),
    "external": N_("Inscription ailleurs, par un lien"),
    "none": N_("Entrée libre, sans inscription"),
}
PROMOTIONS = {"automatic": N_("Automatiquement, dans l’ordre"), "manual": N_("À la main")}
LABELS = {
    "title_fr": N_("Titre (français)"),
    "summary_fr": N_("Résumé (français)"),
    "kind": N_("Genre"),
    "min_age": N_("Âge minimal"),
    "max_age": N_("Âge maximal"),
    "online_url": N_("Adresse en ligne"),
    "external_url": N_("Adresse où l’on s’inscrit"),
    "venue_name": N_("Nom du lieu"),
    "most_seats": N_("Places par inscription, au plus"),
    "alert_hours": N_("Alerte sous le minimum (heures avant)"),
    "decide_hours": N_("Annulation sous le minimum (heures avant)"),
}


def ask(visit: Visit) -> Response:
    """`GET /desk/activities/new`"""
    actor = visit.member()
    values = {"kind": "workshop", "attendance": "on_site", "mode": "open", "promotion": "automatic", "most_seats": "5"}
    more = {"closes_minutes": "0", "offer_hours": "48", "alert_hours": "72", "decide_hours": "24"}
    return _page(visit, forms.Form({**values, **more}), {"languages": ["fr"], "publics": ["everyone"]}, actor["city"])


def draft(visit: Visit) -> Response:
    """`POST /desk/activities/new`: then to its page."""
    actor = visit.member()
    form, chosen = _read(visit.request.form)
    key = visit.request.form.get("idempotency_key") or None
    if not form.errors:
        try:
            facts = _facts(form, chosen)
            made = visit.ask(
                "bookings", "draft_activity", actor=actor, city=actor["city"], idempotency_key=key, **facts
            )
        except Invalid as refusal:
            _refuse(form, refusal)
        else:
            return visit.go(f"/desk/activities/{made['id']}?done=drafted")
    return _page(visit, form, chosen, actor["city"])


def look(visit: Visit, activity_id: str) -> Response:
    """`GET /desk/activities/{id}/edit`"""
    found = desk.look(visit, activity_id)["activity"]
    form, chosen = _filled(found)
    return _page(visit, form, chosen, found["city"], found)


def edit(visit: Visit, activity_id: str) -> Response:
    """`POST /desk/activities/{id}/edit`: then to its page."""
    actor = visit.member()
    form, chosen = _read(visit.request.form)
    found = desk.look(visit, activity_id)["activity"]
    if not form.errors:
        seen = visit.request.form.get("sequence", "")
        sequence = int(seen) if seen.isdecimal() and len(seen) < 10 else None
        try:
            facts = _facts(form, chosen)
            visit.ask("bookings", "edit_activity", activity_id=activity_id, actor=actor, sequence=sequence, **facts)
        except (Invalid, Conflict) as refusal:
            _refuse(form, refusal)
        else:
            return visit.go(f"/desk/activities/{activity_id}?done=edited")
    return _page(visit, form, chosen, found["city"], found)


def _page(
    visit: Visit, form: forms.Form, chosen: dict[str, list[str]], city: str, of: dict[str, Any] | None = None
) -> Response:
    places = visit.ask_or({"items": []}, "bookings", "places")["items"]
    return visit.page(
        "desk_draft.html",
        400 if form.errors else 200,
        form=form,
        chosen=chosen,
        places=[place for place in places if place["city"] == city],
        activity=of,
        labels=LABELS,
        modes=MODES,
        promotions=PROMOTIONS,
        words=activity_words,
        idempotency_key=ids.new(),
    )


def _read(sent: MultiDict[str, str]) -> tuple[forms.Form, dict[str, list[str]]]:
    names = [f"{text}_{language}" for text in TEXTS for language in LANGUAGES]
    names += [*PLAIN, *NUMBERS, *TERMS, *TERMS_NUMBERS, *(f"venue_{name}" for name in VENUE), "price_euros"]
    form = forms.read(sent, names)
    form.require("title_fr", N_("Écrivez un titre en français."))
    form.require("summary_fr", N_("Écrivez un résumé en français."))
    for name in (*NUMBERS, *TERMS_NUMBERS):
        if form[name] and not (form[name].isdecimal() and len(form[name]) < 7):
            form.errors[name] = N_("Écrivez un nombre entier.")
    return form, {name: sent.getlist(name)[:20] for name in SEVERAL}


def _facts(form: forms.Form, chosen: dict[str, list[str]]) -> dict[str, Any]:
    """What bookings takes."""
    facts: dict[str, Any] = {name: form[name] or None for name in PLAIN}
    for text in TEXTS:
        said = {language: form[f"{text}_{language}"] for language in LANGUAGES if form[f"{text}_{language}"]}
        facts[text] = said or None
    facts |= {name: int(form[name]) if form[name] else None for name in NUMBERS}
    facts |= {name: values for name, values in chosen.items() if values or name == "accessibility"}
    venue = {name: form[f"venue_{name}"] for name in VENUE}
    facts["venue"] = venue if venue["name"] else None
    terms: dict[str, Any] = {name: form[name] for name in TERMS if form[name]}
    facts["terms"] = terms | {name: int(form[name]) for name in TERMS_NUMBERS if form[name]}
    return facts


def _filled(found: dict[str, Any]) -> tuple[forms.Form, dict[str, list[str]]]:
    values = {name: str(found.get(name) or "") for name in PLAIN}
    for text in TEXTS:
        values |= {f"{text}_{language}": said for language, said in (found.get(text) or {}).items()}
    values |= {name: "" if found.get(name) is None else str(found[name]) for name in NUMBERS}
    values |= {f"venue_{name}": str((found.get("venue") or {}).get(name) or "") for name in VENUE}
    values |= {name: str(found["terms"].get(name) or "") for name in TERMS}
    values |= {name: str(found["terms"].get(name, "")) for name in TERMS_NUMBERS}
    return forms.Form(values), {name: list(found.get(name) or []) for name in SEVERAL}


def _refuse(form: forms.Form, refusal: Invalid | Conflict) -> None:
    """Put what is wrong beside the field that it is about."""
    said = reasons.of(refusal.code)
    pointed = [str(error.get("pointer", "")).strip("/") for error in refusal.detail.get("errors", [])]
    names = [one.removeprefix("terms/").replace("/", "_") for one in pointed if one] or ["title_fr"]
    form.errors = dict.fromkeys(names, said)
