"""What is free where: what is asked, and what is answered."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.catalogue import Period, Space, SpacesAsked
from gateway.api.schemas.kinds import Answer, Count, Texts, cursor, instant, instant_asked, told, zone

_STARTS, _ENDS = "2026-11-23T09:00:00+01:00", "2026-11-23T11:00:00+01:00"
_PERSONS = "Combien viennent ; 1 par défaut."


class FreeAsked(SpacesAsked):
    """Quelle période, dans quels espaces."""

    starts_at = instant_asked(_STARTS, required=True)
    ends_at = instant_asked(_ENDS, "Exclue.", required=True)
    persons = Count(load_default=1, validate=validate.Range(1, 100_000), **told(4, _PERSONS))
    organisation_id = Text(least=1, most=36, **told("asso-7", "Pour une organisation dont on est."))


class AlternativesAsked(Schema):
    """Quelle période dans cet espace."""

    starts_at = instant_asked(_STARTS, required=True)
    ends_at = instant_asked(_ENDS, "Exclue.", required=True)
    persons = Count(validate=validate.Range(1, 100_000), **told(4, _PERSONS))
    organisation_id = Text(least=1, most=36, **told("asso-7", "Pour une organisation dont on est."))


class NextFreeAsked(SpacesAsked):
    """Quels espaces, et quelle durée, 31 jours au plus à la fois."""

    class Meta(SpacesAsked.Meta):
        exclude = ("limit", "after")

    space_ids = Texts(
        longest=36, most=200, data_key="spaces", **told("champ-libre-atelier,agora", "Ces espaces, 200 au plus.")
    )
    minutes = Count(
        validate=validate.Range(1, 89_280), **told(60, "La durée ; par défaut la plus courte réservation de chacun.")
    )
    from_ = instant_asked("2026-11-23T00:00:00+01:00", data_key="from", required=True)
    to = instant_asked("2026-11-24T00:00:00+01:00", "Exclu ; 31 jours après `from` au plus.", required=True)
    most = Count(validate=validate.Range(1, 10), **told(3, "Combien de périodes de chaque espace ; 1 par défaut."))


class Choice(Answer):
    """Une période pour laquelle un espace peut être réservé maintenant."""

    space = fields.Nested(Space)
    zone = zone()
    starts_at = instant("2026-11-23T08:00:00+00:00")
    ends_at = instant("2026-11-23T10:00:00+00:00", "Exclue.")
    units_free = fields.Integer(**told(1, "Combien d’unités sont libres toute la période."))
    price_cents = fields.Integer(**told(3000, "Pour qui demande ; sans jeton, le prix sans condition."))
    currency = fields.String(**told("EUR", "ISO 4217."))
    rule = fields.String(**told("started_quarters", "D’où vient le prix : voir les devis."))
    tariff = fields.String(allow_none=True, **told(None, "Le tarif qui compte ; null : le prix de l’heure."))
    approval = fields.Boolean(**told(False, "La ville répondrait à la demande."))
    distance_km = fields.Float(allow_none=True, **told(1.2, "Du point donné, à vol d’oiseau ; null sans `near`."))


class Alternative(Choice):
    """La même chose, et en quoi elle s’écarte de ce qui est demandé."""

    reason = fields.String(
        validate=validate.OneOf(("shifted", "shorter", "other_space", "other_kind", "other_city")),
        **told("shifted", "Décalée ; plus courte, d’un quart au plus ; autre espace, autre sorte, autre ville."),
    )


class Choices(Answer):
    """Ce qui est libre : le plus proche d’abord, sinon par ville et par nom."""

    items = fields.List(fields.Nested(Choice))
    next = cursor()
    alternatives = fields.List(
        fields.Nested(Alternative), metadata={"description": "Quand rien n’est libre : cinq au plus par `reason`."}
    )


class Alternatives(Answer):
    """Ce qui s’approche de la demande : d’autres heures, puis d’autres espaces ; cinq au plus de chaque `reason`."""

    items = fields.List(fields.Nested(Alternative))
    next = cursor()


class NextFree(Answer):
    """Les prochaines périodes libres d’un espace."""

    space_id = fields.String(**told("champ-libre-atelier"))
    zone = zone()
    free = fields.List(fields.Nested(Period))


class NextFrees(Answer):
    """Les espaces qui seront libres, le plus tôt d’abord ; un espace qui ne le sera pas n’y est pas."""

    items = fields.List(fields.Nested(NextFree))
    next = cursor()
