"""What an activity is, as its form says it and as bookings takes it. What the form does not show is never lost."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from gateway.web import forms
from gateway.web.pages.programme import questions
from gateway.web.pages.programme.questions import PRICES, QUESTIONS
from gateway.web.words import N_

Facts = dict[str, Any]
Chosen = dict[str, list[str]]

TEXTS = ("title", "summary", "description", "easy_to_read")
LANGUAGES = ("fr", "nl", "en")
SEVERAL = ("publics", "accessibility", "languages")
PLAIN = ("kind", "theme", "cycle", "organiser_id", "organiser_name", "attendance", "online_url", "place_id", "recipe")
NUMBERS = ("min_age", "max_age")
IMAGE = ("url", "alt", "credit")
VENUE = ("name", "kind", "address", "postcode", "commune")
# What only its address says: it stays as long as that does.
VENUE_UNSHOWN = ("insee", "latitude", "longitude")
TERMS = ("mode", "promotion")
TERMS_NUMBERS = ("most_seats", "closes_minutes", "offer_hours", "alert_hours", "decide_hours")
ATTESTED = ("external_url", "attestation", "training")
TRAINING = "_training"
LABELS = {
    "title_fr": N_("Titre (français)"),
    "title_nl": N_("Titre (néerlandais)"),
    "title_en": N_("Titre (anglais)"),
    "summary_fr": N_("Résumé (français)"),
    "summary_nl": N_("Résumé (néerlandais)"),
    "summary_en": N_("Résumé (anglais)"),
    "description_fr": N_("Description (français)"),
    "description_nl": N_("Description (néerlandais)"),
    "description_en": N_("Description (anglais)"),
    "easy_to_read_fr": N_("En facile à lire (français)"),
    "easy_to_read_nl": N_("En facile à lire (néerlandais)"),
    "easy_to_read_en": N_("En facile à lire (anglais)"),
    "kind": N_("Genre"),
    "theme": N_("Thème"),
    "cycle": N_("Cycle"),
    "organiser_name": N_("Organisateur"),
    "organiser_id": N_("Numéro de l’organisation"),
    "recipe": N_("Recette dont elle vient"),
    "image_url": N_("Adresse de l’image"),
    "image_alt": N_("Ce que montre l’image"),
    "image_credit": N_("Crédit de l’image"),
    "publics": N_("Publics"),
    "languages": N_("Langues parlées"),
    "accessibility": N_("Accessible aux personnes en situation de"),
    "min_age": N_("Âge minimal"),
    "max_age": N_("Âge maximal"),
    "attendance": N_("Comment on y participe"),
    "place_id": N_("Lieu de la ville"),
    "venue_name": N_("Nom du lieu"),
    "venue_kind": N_("Genre de lieu"),
    "venue_address": N_("Adresse"),
    "venue_postcode": N_("Code postal"),
    "venue_commune": N_("Commune"),
    "online_url": N_("Adresse en ligne"),
    "mode": N_("Comment on s’inscrit"),
    "external_url": N_("Adresse où l’on s’inscrit"),
    "attestation": N_("Ce qu’il faut être pour s’inscrire"),
    "training": N_("Formation qu’il faut avoir suivie"),
    "promotion": N_("Places proposées à la liste d’attente"),
    "most_seats": N_("Places par inscription, au plus"),
    "closes_minutes": N_("Fin des inscriptions (minutes avant)"),
    "offer_hours": N_("Une place proposée est gardée (heures)"),
    "alert_hours": N_("Alerte sous le minimum (heures avant)"),
    "decide_hours": N_("Annulation sous le minimum (heures avant)"),
    **questions.LABELS,
}
# Where bookings sees what is wrong, when that is no field of the form.
_ELSEWHERE = {"venue": "venue_name", "image": "image_url", "form": QUESTIONS.name(0, "label_fr")}
_NAMES = (
    *(f"{text}_{language}" for text in TEXTS for language in LANGUAGES),
    *(*PLAIN, *NUMBERS, *TERMS, *TERMS_NUMBERS, *ATTESTED),
    *(f"image_{name}" for name in IMAGE),
    *(f"venue_{name}" for name in VENUE),
)


def read(sent: MultiDict[str, str]) -> tuple[forms.Form, Chosen]:
    """The form as it was sent."""
    form = forms.read(sent, _NAMES)
    form.values = {name: value.replace("\r\n", "\n") for name, value in form.values.items()}
    PRICES.put(form, PRICES.read(sent))
    QUESTIONS.put(form, QUESTIONS.read(sent))
    return form, {name: sent.getlist(name)[:20] for name in SEVERAL}


def of(form: forms.Form, chosen: Chosen, sent: MultiDict[str, str], known: Facts) -> Facts:
    """What bookings takes; what is wrong is noted in the form.

    Args:
        form: as `read`.
        chosen: as `read`.
        sent: from which the rows are taken.
        known: the activity as it is; empty: a new one.
    """
    form.require("title_fr", N_("Écrivez un titre en français."))
    form.require("summary_fr", N_("Écrivez un résumé en français."))
    for name in (*NUMBERS, *TERMS_NUMBERS):
        if form[name] and not (form[name].isdecimal() and len(form[name]) < 7):
            form.errors[name] = N_("Écrivez un nombre entier.")
    for name in ("languages", "publics"):
        if not chosen[name]:
            form.errors[name] = N_("Cochez au moins une case.")
    prices = questions.prices(form, PRICES.read(sent))
    asked = questions.questions(form, QUESTIONS.read(sent))
    image, attestation = _image(form), _attestation(form)
    if form.errors:
        return {}
    facts: Facts = {name: form[name] or None for name in PLAIN}
    if known and "online_url" not in known:
        facts.pop("online_url")  # whoever may not see it changes nothing of it
    for text in TEXTS:
        said = {language: form[f"{text}_{language}"] for language in LANGUAGES if form[f"{text}_{language}"]}
        facts[text] = said or None
    facts |= {name: int(form[name]) if form[name] else None for name in NUMBERS}
    facts |= {**chosen, "prices": prices, "image": image, "venue": _venue(form, known.get("venue"))}
    terms: Facts = {name: form[name] for name in TERMS if form[name]}
    terms |= {name: int(form[name]) for name in TERMS_NUMBERS if form[name]}
    terms |= {"external_url": form["external_url"] or None, "attestation": attestation, "form": asked}
    return {**facts, "terms": terms}


def filled(found: Facts) -> tuple[forms.Form, Chosen]:
    """The form of an activity that there is."""
    terms, image, venue = found["terms"], found.get("image") or {}, found.get("venue") or {}
    values = {name: str(found.get(name) or "") for name in PLAIN}
    for text in TEXTS:
        values |= {f"{text}_{language}": said for language, said in (found.get(text) or {}).items()}
    values |= {name: "" if found.get(name) is None else str(found[name]) for name in NUMBERS}
    values |= {f"image_{name}": str(image.get(name) or "") for name in IMAGE}
    values |= {f"venue_{name}": str(venue.get(name) or "") for name in VENUE}
    values |= {name: str(terms.get(name) or "") for name in (*TERMS, *ATTESTED)}
    values |= {name: str(terms.get(name, "")) for name in TERMS_NUMBERS}
    if values["attestation"].endswith(TRAINING):
        values["training"], values["attestation"] = values["attestation"].removesuffix(TRAINING), ""
    form = forms.Form(values)
    PRICES.put(form, questions.rows_of_prices(found["prices"]))
    QUESTIONS.put(form, questions.rows_of_questions(terms["form"]))
    return form, {name: list(found.get(name) or []) for name in SEVERAL}


def field_of(pointer: str) -> str:
    """The field that a refusal points to: `/terms/form/0/label/fr/value` is `questions_0_label_fr`."""
    parts = pointer.strip("/").removeprefix("terms/").replace("form/", "questions/", 1).split("/")
    if parts[0] == "prices":
        parts = ["euros" if part == "cents" else part for part in parts]
    if parts[0] == "questions" and parts[-1] == "name":
        parts[-1] = "label_fr"
    while parts:
        name = "_".join(parts)
        if name in LABELS:
            return name
        if name in _ELSEWHERE:
            return _ELSEWHERE[name]
        parts.pop()
    return "title_fr"


def _image(form: forms.Form) -> Facts | None:
    image = {name: form[f"image_{name}"] or None for name in IMAGE}
    if not any(image.values()):
        return None
    form.require("image_url", N_("Écrivez l’adresse de l’image, ou videz ce qui en est dit."))
    form.require("image_alt", N_("Dites ce que montre l’image, pour qui ne la voit pas."))
    return image


def _attestation(form: forms.Form) -> str | None:
    training = questions.slug(form["training"])
    if training and form["attestation"]:
        form.errors["training"] = N_("Choisissez l’un ou l’autre.")
    return f"{training}{TRAINING}" if training else form["attestation"] or None


def _venue(form: forms.Form, known: Facts | None) -> Facts | None:
    venue: Facts = {name: form[f"venue_{name}"] for name in VENUE}
    if not venue["name"]:
        return None
    stays = known and all(venue[name] == known[name] for name in ("address", "postcode", "commune"))
    return venue | ({name: known[name] for name in VENUE_UNSHOWN if name in known} if known and stays else {})
