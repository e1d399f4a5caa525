"""Activities as a city's staff writes them."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import Code, YesNo, city_asked, instant_asked, told

_KINDS = ("workshop", "co_design", "round_table", "screening", "concert", "talk", "training", "visit", "awareness")
_PUBLICS = (
    "everyone",
    "children",
    "teenagers",
    "families",
    "adults",
    "seniors",
    "students",
    "jobseekers",
    "professionals",
    "disabled",
)
_ACCESSIBILITY = ("hi", "vi", "pi", "mi", "ii")
_ATTENDANCE = ("on_site", "online", "both")
_VENUES = ("school", "care_home", "social_centre", "library", "third_place", "outdoors", "other")
_MODES = ("open", "moderated", "external", "none")
_QUESTIONS = ("text", "choice", "choices", "yes_no", "number")
_WEB = [validate.URL(schemes={"http", "https"}), validate.Length(max=500)]
_ORGANISATION = "5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"


def _whole(example: int | None, description: str, least: int, most: int, **more: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(least, most), **told(example, description), **more)


def _some(of: tuple[str, ...], example: list[str], description: str) -> fields.List[str]:
    one = fields.String(validate=validate.OneOf(of))
    return fields.List(one, validate=validate.Length(max=len(of)), **told(example, description))


class ShortTexts(Schema):
    """Un titre, ou une question, par langue."""

    fr = Text(least=1, most=140, required=True, **told("Broder la ville"))
    nl = Text(least=1, most=140, **told("De stad borduren"))
    en = Text(least=1, most=140, **told("Embroidering the city"))


class Summaries(Schema):
    """Un résumé, par langue."""

    fr = Text(least=1, most=200, required=True, **told("Deux heures pour apprivoiser la brodeuse numérique."))
    nl = Text(least=1, most=200, **told("Twee uur met de borduurmachine."))
    en = Text(least=1, most=200, **told("Two hours with the embroidery machine."))


class LongTexts(Schema):
    """Un texte, par langue."""

    fr = Text(least=1, most=10_000, lines=True, required=True, **told("On apporte un tissu, on repart avec un motif."))
    nl = Text(least=1, most=10_000, lines=True, **told("Breng een lapje stof mee."))
    en = Text(least=1, most=10_000, lines=True, **told("Bring a piece of cloth."))


class PriceDraft(Schema):
    """Ce que certains paient."""

    label = Text(least=1, most=100, required=True, **told("Plein tarif"))
    cents = _whole(500, "En centimes ; 0 : gratuit.", 0, 1_000_000, required=True)
    condition = Text(least=1, most=200, allow_none=True, **told(None, "Pour qui."))


class ImageDraft(Schema):
    """Une image, ailleurs."""

    url = fields.String(required=True, validate=_WEB, **told("https://www.example.org/affiche.jpg"))
    alt = Text(least=1, most=300, required=True, **told("Une brodeuse au travail.", "Pour qui ne la voit pas."))
    credit = Text(least=1, most=200, allow_none=True, **told(None, "De qui elle est."))


class VenueDraft(Schema):
    """Un endroit qui n’est pas au réseau."""

    name = Text(least=1, most=200, required=True, **told("Collège Albert-Roussel"))
    kind = fields.String(required=True, validate=validate.OneOf(_VENUES), **told("school"))
    address = Text(least=1, most=200, required=True, **told("Boulevard Gambetta"))
    postcode = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Z -]{3,10}\Z"), **told("59200"))
    commune = Text(least=1, most=100, required=True, **told("Tourcoing"))
    insee = fields.String(
        allow_none=True, validate=validate.Regexp(r"([013-9][0-9]|2[AB1-9])[0-9]{3}\Z"), **told("59599")
    )
    latitude = fields.Float(allow_none=True, validate=validate.Range(-90, 90), **told(50.72))
    longitude = fields.Float(allow_none=True, validate=validate.Range(-180, 180), **told(3.16))


class QuestionDraft(Schema):
    """Une question du formulaire, posée à qui a une place."""

    name = Code(most=40, required=True, **told("allergies", "Comment l’appellent les réponses."))
    label = fields.Nested(ShortTexts, required=True)
    kind = fields.String(validate=validate.OneOf(_QUESTIONS), **told("text"))
    required = YesNo(**told(False))
    choices = fields.List(
        Text(least=1, most=100), validate=validate.Length(max=20), **told([], "De `choice` et `choices`.")
    )
    keep_days = _whole(30, "Combien de jours après la fin la réponse est gardée.", 1, 365)


class TermsDraft(Schema):
    """Comment on s’inscrit ; ce qui n’est pas dit est comme d’ordinaire."""

    mode = fields.String(validate=validate.OneOf(_MODES), **told("open"))
    external_url = fields.String(allow_none=True, validate=_WEB, **told(None, "Avec `external`."))
    opens_at = instant_asked("2026-12-01T09:00:00+01:00", "null : dès la publication.", allow_none=True)
    closes_minutes = _whole(60, "Avant le début.", 0, 129_600)
    most_seats = _whole(5, "D’une inscription.", 1, 100)
    promotion = fields.String(validate=validate.OneOf(("automatic", "manual")), **told("automatic"))
    offer_hours = _whole(48, "Combien d’heures une place proposée est gardée.", 1, 744)
    decide_hours = _whole(24, "Avant le début : sous le minimum, la date est alors annulée.", 0, 744)
    alert_hours = _whole(72, "Avant le début : la ville est avertie.", 0, 744)
    attestation = Code(most=40, allow_none=True, **told(None, "Celle qu’il faut avoir."))
    form = fields.List(
        fields.Nested(QuestionDraft), validate=validate.Length(max=20), metadata={"description": "Les questions."}
    )


class ActivityEdit(Schema):
    """Ce qui change d’une activité ; ce qui n’est pas dit reste."""

    title = fields.Nested(ShortTexts)
    summary = fields.Nested(Summaries)
    description = fields.Nested(LongTexts, allow_none=True)
    easy_to_read = fields.Nested(LongTexts, allow_none=True)
    kind = fields.String(validate=validate.OneOf(_KINDS), **told("workshop"))
    theme = Text(least=1, most=100, allow_none=True, **told("textile"))
    cycle = Text(least=1, most=200, allow_none=True, **told(None, "Celui dont elle fait partie."))
    languages = fields.List(
        fields.String(validate=validate.Regexp(r"[a-z]{2,3}\Z")),
        validate=validate.Length(1, 10),
        **told(["fr"], "Celles qu’on y parle (ISO 639 ; `fsl` : langue des signes française)."),
    )
    publics = _some(_PUBLICS, ["everyone"], "Pour qui.")
    min_age = _whole(None, "En années.", 0, 120, allow_none=True)
    max_age = _whole(None, "En années.", 0, 120, allow_none=True)
    organiser_id = Text(least=1, most=36, allow_none=True, **told(_ORGANISATION, "Une organisation ; sinon la ville."))
    organiser_name = Text(least=1, most=200, allow_none=True, **told("Les Fileuses", "Tel qu’il sera public."))
    prices = fields.List(
        fields.Nested(PriceDraft), validate=validate.Length(max=10), metadata={"description": "Vide : gratuit."}
    )
    image = fields.Nested(ImageDraft, allow_none=True)
    accessibility = _some(_ACCESSIBILITY, ["mi"], "Auditif, visuel, psychique, moteur, intellectuel.")
    attendance = fields.String(validate=validate.OneOf(_ATTENDANCE), **told("on_site"))
    online_url = fields.String(allow_none=True, validate=_WEB, **told(None, "Dite à qui a une place, seulement."))
    place_id = Text(least=1, most=36, allow_none=True, **told("champ-libre", "Un lieu du réseau ; sinon `venue`."))
    venue = fields.Nested(VenueDraft, allow_none=True)
    recipe = Text(least=1, most=500, allow_none=True, **told(None, "La recette dont elle est faite."))
    terms = fields.Nested(TermsDraft)
    sequence = _whole(3, "Celle qu’on a lue : si elle a changé depuis, c’est refusé.", 0, 1_000_000_000)


class EditionRead(Schema):
    """Laquelle on a lue."""

    sequence = _whole(3, "Si elle a changé depuis, c’est refusé.", 0, 1_000_000_000)


class ActivityDraft(ActivityEdit):
    """Une activité, telle que l’équipe de sa ville l’écrit."""

    class Meta(ActivityEdit.Meta):
        exclude = ("sequence",)

    city = city_asked("La ville qui l’annonce.", required=True)
    title = fields.Nested(ShortTexts, required=True)
    summary = fields.Nested(Summaries, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(_KINDS), **told("workshop"))


class ActivityCopy(Schema):
    """Vers quelle ville."""

    city = city_asked("Celle de qui copie.", required=True)
