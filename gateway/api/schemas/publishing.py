"""Places and spaces as their city publishes them."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import Code, YesNo, city_asked, told

_DAY_MINUTES = 1440
_MINUTES = validate.Range(0, 62 * _DAY_MINUTES)
_URL = validate.URL(schemes={"http", "https"})


def _whole(example: int | None, description: str, least: int = 0, most: int = 1_000_000, **more: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(least, most), **told(example, description), **more)


def _minutes(example: int | None, description: str, **more: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=_MINUTES, **told(example, description), **more)


def _codes(example: list[str], description: str) -> fields.List[str]:
    return fields.List(Code(most=40), validate=validate.Length(max=50), **told(example, description))


def _day(description: str) -> fields.Date:
    return fields.Date(allow_none=True, **told(None, description, format="date"))


def _keep_bookings() -> YesNo:
    """The answer to `validity_hits_bookings`."""
    return YesNo(**told(False, "true : les réservations hors de ces dates sont maintenues."))


class PlaceDraft(Schema):
    """Un lieu, tel que sa ville le publie ; ce qui n’est pas dit n’est pas."""

    city = city_asked("La ville du lieu : celle de qui publie.", required=True)
    name = Text(least=1, most=200, required=True, **told("Champ Libre"))
    address = Text(least=1, most=200, required=True, **told("Rue de l’Union"))
    postcode = fields.String(required=True, validate=validate.Regexp(r"[0-9]{5}\Z"), **told("59200"))
    insee = fields.String(
        required=True,
        validate=validate.Regexp(r"([013-9][0-9]|2[AB1-9])[0-9]{3}\Z"),
        **told("59599", "Le code officiel de la commune."),
    )
    commune = Text(least=1, most=100, required=True, **told("Tourcoing"))
    latitude = fields.Float(required=True, validate=validate.Range(-90, 90), **told(50.7041))
    longitude = fields.Float(required=True, validate=validate.Range(-180, 180), **told(3.1687))
    opening_hours = Text(least=1, most=255, required=True, **told("Mo-Fr 08:30-22:00; PH off", "Syntaxe d’OSM."))
    zone = Text(least=1, most=50, required=True, **told("Europe/Paris", "Nom IANA."))
    description = Text(most=2000, lines=True, **told("Un ancien magasin de laine."))
    website = fields.String(allow_none=True, validate=[_URL, validate.Length(max=500)], **told(None))
    kind = fields.String(validate=validate.Regexp(r"[A-Z_]{1,50}\Z"), **told("TIERS_LIEUX"))
    school_zone = fields.String(
        allow_none=True, validate=validate.OneOf(("A", "B", "C")), **told("B", "Pour `SH`, les vacances scolaires.")
    )
    valid_from = _day("Le premier jour où le lieu existe.")
    valid_until = _day("Le dernier.")
    keep_bookings = _keep_bookings()


class QuotaDraft(Schema):
    """Le plus que l’on tienne d’un espace."""

    of = fields.String(required=True, validate=validate.OneOf(("member", "organisation")), **told("member"))
    over = fields.String(
        required=True, validate=validate.OneOf(("ahead", "day", "week", "month")), **told("week", "`ahead` : à venir.")
    )
    most_bookings = _whole(3, "Combien de réservations.", 1, 10_000, allow_none=True)
    most_minutes = _whole(480, "Combien de minutes en tout.", 1, 100_000, allow_none=True)


class RulesDraft(Schema):
    """Les règles d’un espace ; ce qui n’est pas dit est comme d’ordinaire."""

    min_minutes = _whole(30, "La plus courte réservation.", 1, 90_000)
    max_minutes = _whole(480, "La plus longue.", 1, 90_000)
    step_minutes = _whole(30, "La durée en est un multiple.", 1, _DAY_MINUTES)
    start_every_minutes = _whole(30, "Le début en est un multiple, depuis minuit à l’heure du lieu.", 1, _DAY_MINUTES)
    notice_minutes = _minutes(60, "Le préavis, de maintenant au début.")
    horizon_days = _whole(90, "Jours de 24 heures, de maintenant au début.", 0, 1100)
    buffer_before_minutes = _whole(0, "Libre avant ; deux voisines partagent le plus grand.", 0, _DAY_MINUTES)
    buffer_after_minutes = _whole(15, "Libre après.", 0, _DAY_MINUTES)
    categories = _codes(["resident", "nomad"], "Qui peut réserver ; vide : tout le monde.")
    organisation_kinds = _codes([], "De quelles sortes ; vide : toutes.")
    cities = _codes([], "Les villes des membres ; vide : toutes.")
    attestation = Code(most=40, allow_none=True, **told("laser_training", "Ce que la ville du membre doit attester."))
    quotas = fields.List(fields.Nested(QuotaDraft), validate=validate.Length(max=10))
    min_persons = _whole(1, "Combien au moins.", 1, 100_000)
    max_persons = _whole(None, "Combien au plus ; null : la capacité.", 1, 100_000, allow_none=True)
    approval = YesNo(**told(False, "La ville répond à chaque demande."))
    answer_within_minutes = _whole(4320, "Après quoi une demande tombe.", 1, 90_000)
    hold_minutes = _whole(15, "Après quoi une option tombe.", 1, 90_000)
    offer_minutes = _whole(1440, "Après quoi tombe ce qui est offert à qui attendait.", 1, 90_000)
    cancel_until_minutes = _minutes(60, "Avant le début ; null : jusqu’à la fin.", allow_none=True)
    move_until_minutes = _minutes(60, "Avant le début ; null : jusqu’à la fin.", allow_none=True)
    check_in_from_minutes = _minutes(15, "Avant le début.")
    check_in_by_member = YesNo(**told(True, "Le membre note seul son arrivée."))
    release_after_minutes = _minutes(
        30, "Après le début, sans arrivée, l’unité est rendue ; null : non.", allow_none=True
    )


class TariffDraft(Schema):
    """Un tarif ; le premier qui convient au membre compte."""

    name = Text(least=1, most=40, required=True, **told("associations"))
    categories = _codes([], "Pour qui ; vide : tout le monde.")
    organisation_kinds = _codes(["nonprofit"], "De quelles sortes.")
    cities = _codes([], "De quelles villes.")
    attestation = Code(most=40, allow_none=True, **told("reduced_rate", "Ce qui en prouve le droit."))
    hour_cents = _whole(500, "L’heure, par quarts d’heure entamés.", 0, 10_000_000, allow_none=True)
    half_day_cents = _whole(1500, "Quatre heures.", 0, 10_000_000, allow_none=True)
    day_cents = _whole(2500, "Huit heures.", 0, 10_000_000, allow_none=True)
    month_cents = _whole(None, "Trente jours.", 0, 100_000_000, allow_none=True)


class SpaceDraft(Schema):
    """Un espace, tel que sa ville le publie ; ce qui n’est pas dit n’est pas."""

    place_id = Text(least=1, most=36, required=True, **told("champ-libre"))
    name = Text(least=1, most=200, required=True, **told("Atelier de prototypage"))
    kind = Code(most=40, required=True, **told("workshop"))
    capacity = _whole(10, "Personnes par unité.", 1, 100_000, required=True)
    units = _whole(1, "Unités qui se réservent à part.", 1, 500)
    area_m2 = fields.Float(allow_none=True, validate=validate.Range(0, 1_000_000), **told(90.0))
    floor = fields.Integer(strict=True, allow_none=True, validate=validate.Range(-20, 200), **told(0))
    equipment = fields.List(Text(least=1, most=80), validate=validate.Length(max=50), **told(["établis"]))
    accessible = YesNo(**told(True, "En fauteuil roulant."))
    accessibility = fields.List(
        fields.String(validate=validate.OneOf(("hi", "ii", "pi", "vi", "mi"))), **told(["hi"], "Codes d’OpenAgenda.")
    )
    description = Text(most=2000, lines=True, **told("Pour fabriquer."))
    hourly_price_cents = _whole(1500, "Quand aucun tarif ne convient.", 0, 10_000_000)
    parent_id = Text(least=1, most=36, allow_none=True, **told(None, "L’espace dont il est une partie."))
    photos = fields.List(
        fields.String(validate=[_URL, validate.Length(max=500)]), validate=validate.Length(max=20), **told([])
    )
    opening_hours = Text(least=1, most=255, allow_none=True, **told(None, "Plus étroites que celles du lieu."))
    valid_from = _day("Le premier jour où l’espace existe.")
    valid_until = _day("Le dernier.")
    keep_bookings = _keep_bookings()
    sharing = _codes(["roubaix"], "Les villes dont l’équipe y a les mêmes droits.")
    rules = fields.Nested(RulesDraft)
    tariffs = fields.List(fields.Nested(TariffDraft), validate=validate.Length(max=20))
