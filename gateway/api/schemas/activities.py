"""Activities, as they are shown; and the pages of them."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import Answer, Code, Count, city, cursor, instant, told, whole, words
from gateway.api.schemas.occurrences import Occurrence

_ID = "4a1f0c3e-52b7-4c0d-9d1e-7b2f9c5a6e01"
_OTHER = "9c7b1d52-3f0a-4f7e-8a55-0d6e2b4c8f10"
STATUSES = ("draft", "proposed", "published", "cancelled")


def by_language(example: str | None, description: str = "") -> fields.Dict:
    """A text by language, in an answer; null where there is none."""
    shown = {"fr": example} if example else None
    said = f"{description} Par langue (ISO 639-1) ; `fr` y est toujours.".strip()
    return fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True, **told(shown, said))


def _for_staff(example: Any, description: str, kind: type[fields.Field[Any]] = fields.String) -> Any:
    return kind(
        allow_none=True, dump_default=None, **told(example, f"{description} null pour qui n’en a pas le droit.")
    )


class Price(Answer):
    """Ce que certains paient."""

    label = fields.String(**told("Plein tarif"))
    cents = fields.Integer(**told(500, "En centimes ; 0 : gratuit."))
    condition = fields.String(allow_none=True, **told(None, "Pour qui."))


class Image(Answer):
    """Une image, ailleurs."""

    url = fields.String(**told("https://www.example.org/affiche.jpg"))
    alt = fields.String(**told("Une brodeuse au travail.", "Ce qu’on y voit, pour qui ne la voit pas."))
    credit = fields.String(allow_none=True, **told(None, "De qui elle est."))


class Venue(Answer):
    """Un endroit qui n’est pas au réseau : rien ne s’y réserve."""

    name = fields.String(**told("Collège Albert-Roussel"))
    kind = fields.String(**told("school"))
    address = fields.String(**told("Boulevard Gambetta"))
    postcode = fields.String(**told("59200"))
    commune = fields.String(**told("Tourcoing"))
    insee = fields.String(allow_none=True, **told("59599", "Le code officiel de la commune ; null à l’étranger."))
    latitude = fields.Float(allow_none=True, **told(50.72))
    longitude = fields.Float(allow_none=True, **told(3.16))


class Question(Answer):
    """Une question du formulaire. Les réponses restent dans la ville de qui les donne."""

    name = fields.String(**told("allergies", "Comment l’appellent les réponses."))
    label = by_language("Des allergies ?")
    kind = fields.String(**told("text"))
    required = fields.Boolean(**told(False))
    choices = words([], "De `choice` et `choices`.")
    keep_days = fields.Integer(**told(30, "Combien de jours après la fin la réponse est gardée."))


class Terms(Answer):
    """Comment on s’inscrit."""

    mode = fields.String(
        **told(
            "open",
            "`open` ; `moderated` : la ville répond à chacun ; `external` : ailleurs ; `none` : on vient, c’est tout.",
        )
    )
    external_url = fields.String(allow_none=True, **told(None, "Où l’on s’inscrit, si c’est ailleurs."))
    opens_at = instant(None, "null : dès la publication.", allow_none=True)
    closes_minutes = fields.Integer(**told(60, "Avant le début : plus d’inscription, plus de proposition."))
    most_seats = fields.Integer(**told(5, "D’une inscription."))
    promotion = fields.String(**told("automatic", "Qui attend est appelé : `automatic`, ou à la main (`manual`)."))
    offer_hours = fields.Integer(**told(48, "Combien d’heures une place proposée est gardée."))
    decide_hours = fields.Integer(**told(24, "Avant le début : sous le minimum, la date est alors annulée."))
    alert_hours = fields.Integer(**told(72, "Avant le début : la ville est avertie."))
    attestation = fields.String(allow_none=True, **told(None, "Celle qu’il faut avoir."))
    form = fields.List(fields.Nested(Question), metadata={"description": "Demandé à qui a une place."})


class Activity(Answer):
    """Ce qui est au programme d’une ville, sans ses dates."""

    id = fields.String(**told(_ID))
    city = city("La ville qui l’annonce.")
    status = fields.String(
        validate=validate.OneOf(STATUSES),
        **told("published", "Un brouillon et une proposition ne se voient que de l’équipe."),
    )
    title = by_language("Broder la ville")
    summary = by_language("Deux heures pour apprivoiser la brodeuse numérique.")
    description = by_language(None)
    easy_to_read = by_language(None, "En facile à lire et à comprendre (FALC).")
    kind = fields.String(**told("workshop"))
    theme = fields.String(allow_none=True, **told("textile"))
    cycle = fields.String(allow_none=True, **told(None, "Celui dont elle fait partie."))
    languages = words(["fr"], "Celles qu’on y parle (ISO 639 ; `fsl` : langue des signes française).")
    publics = words(["everyone"], "Pour qui.")
    min_age = whole(None, "En années ; null : pas de limite.")
    max_age = whole(None, "En années ; null : pas de limite.")
    organiser_id = fields.String(allow_none=True, **told(None, "Une organisation ; null : la ville."))
    organiser_name = fields.String(allow_none=True, **told(None))
    prices = fields.List(fields.Nested(Price), metadata={"description": "Vide : gratuit."})
    image = fields.Nested(Image, allow_none=True)
    accessibility = words(["mi"], "Auditif `hi`, visuel `vi`, psychique `pi`, moteur `mi`, intellectuel `ii`.")
    attendance = fields.String(**told("on_site", "`on_site`, `online` ou `both`."))
    online_url = _for_staff(None, "L’adresse où cela se passe, dite à qui a une place.")
    place_id = fields.String(allow_none=True, **told("champ-libre", "Un lieu du réseau ; sinon `venue`."))
    venue = fields.Nested(Venue, allow_none=True)
    recipe = fields.String(allow_none=True, **told(None, "La recette dont elle est faite."))
    copied_from_id = fields.String(allow_none=True, **told(None, "L’activité dont elle est la copie."))
    copied_from_city = fields.String(allow_none=True, **told(None))
    attribution = fields.String(allow_none=True, **told(None, "De qui elle est copiée, en toutes lettres."))
    terms = fields.Nested(Terms)
    drafted_by_id = _for_staff(_OTHER, "Qui l’a écrite.")
    drafted_by_city = _for_staff("tourcoing", "Sa ville.")
    published_at = instant("2026-11-22T08:00:00+00:00", allow_none=True)
    visible_from = instant("2026-12-01T08:00:00+00:00", "Après l’embargo du programme.", allow_none=True)
    cancelled_at = instant(None, allow_none=True)
    cancel_reason = fields.String(allow_none=True, **told(None, "Un mot."))
    sequence = fields.Integer(**told(3, "Augmente à chaque changement ; à rendre en modifiant."))


class ActivityWithOccurrences(Answer):
    """Une activité et ses dates, dans l’ordre du temps."""

    activity = fields.Nested(Activity)
    occurrences = fields.List(fields.Nested(Occurrence))


class OccurrenceOfActivity(Answer):
    """Une date, et l’activité dont elle est."""

    occurrence = fields.Nested(Occurrence)
    activity = fields.Nested(Activity)


class Agenda(Answer):
    """Les dates à venir, dans l’ordre du temps."""

    items = fields.List(fields.Nested(OccurrenceOfActivity))
    next = cursor()


class Activities(Answer):
    """Des activités, les dernières changées d’abord."""

    items = fields.List(fields.Nested(Activity))
    next = cursor()


class ActivitiesAsked(Schema):
    """Quelles activités d’une ville."""

    city = Code(most=31, required=True, **told("tourcoing", "Sa ville."))
    status = fields.String(validate=validate.OneOf(STATUSES), **told("proposed", "Seulement celles-là."))
    limit = Count(validate=validate.Range(1, 200), **told(50, "Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=500, **told("WyIyMDI2LTExLTIzIl0", "Le `next` de la page précédente."))
