"""Series of bookings."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.bookings import Beneficiary, Booking, Cancel, past_asked
from gateway.api.schemas.kinds import Answer, city, instant, told, wall_time, words, zone

_RULE, _STARTS, _ENDS = "FREQ=WEEKLY;BYDAY=MO;COUNT=10", "2026-11-23T09:00:00", "2026-11-23T11:00:00"
_SERIES, _SPACE = "1c9f8a52-0c1e-4d7e-9a51-2f6f0d0b7c44", "champ-libre-atelier"
_MEMBER = "5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"
_SCOPES = ("this", "following", "all")
_ON_CONFLICT = ("skip", "fail")


def _scope() -> fields.String:
    said = "Elle seule (par défaut), elle et les suivantes, ou toutes celles à venir de sa série."
    return fields.String(validate=validate.OneOf(_SCOPES), **told("following", said))


class SeriesPlan(Schema):
    """Une règle, dans un espace, et pour qui."""

    space_id = Text(least=1, most=36, required=True, **told(_SPACE))
    rule = Text(least=1, most=500, required=True, **told(_RULE, "Une RRULE (RFC 5545) qui finit : 200 fois, 24 mois."))
    starts_local = wall_time(
        _STARTS, "La première fois, à l’heure du lieu ; la règle compte à partir de là.", required=True
    )
    ends_local = wall_time(_ENDS, "Exclue, à l’heure du lieu ; peut-être un jour plus tard.", required=True)
    persons = fields.Integer(
        strict=True, validate=validate.Range(1, 100_000), **told(4, "Combien viennent ; 1 par défaut.")
    )
    organisation_id = Text(least=1, most=36, **told(_MEMBER, "L’organisation pour laquelle on réserve."))
    beneficiary = fields.Nested(Beneficiary, metadata={"description": "Au nom de qui, pour l’équipe et les aidants."})
    past = past_asked()


class SeriesWish(SeriesPlan):
    """Une réservation à chaque fois que la règle le dit."""

    on_conflict = fields.String(
        validate=validate.OneOf(_ON_CONFLICT),
        **told("skip", "`skip` (par défaut) garde ce qui est refusé, à retenter ; `fail` refuse alors tout."),
    )


class SeriesRetry(Schema):
    """Ce que l’équipe franchit."""

    past = past_asked()


class OccurrenceWish(SeriesRetry):
    """Une date de plus, que la règle la nomme ou non."""

    starts_local = wall_time("2026-12-24T09:00:00", "À l’heure du lieu.", required=True)
    ends_local = wall_time("2026-12-24T11:00:00", "Exclue ; sans elle, aussi longtemps que la série.")


class MoveScope(Schema):
    """Ce qui bouge avec la réservation : chacune à la même heure locale, d’autant de jours."""

    scope = _scope()
    on_conflict = fields.String(
        validate=validate.OneOf(_ON_CONFLICT),
        **told(
            "skip", "`skip` (par défaut) laisse où elle est celle qui ne peut bouger ; `fail` n’en bouge alors aucune."
        ),
    )


class CancelScope(Cancel):
    """Pourquoi annuler, et quoi."""

    scope = _scope()


class Occasion(Answer):
    """Ce que donnerait une fois."""

    occurrence = fields.String(**told(_STARTS, "L’heure locale que la règle lui donne : elle la nomme."))
    starts_at = instant("2026-11-23T08:00:00+00:00", "null quand les horloges changent cette nuit-là.", allow_none=True)
    ends_at = instant("2026-11-23T10:00:00+00:00", "Exclue.", allow_none=True)
    status = fields.String(
        validate=validate.OneOf(("free", "taken", "closed", "refused")),
        **told("free", "Libre ; sinon prise, fermée, ou refusée pour autre chose."),
    )
    codes = words([], "Tout ce qui s’y oppose : des codes de refus.")
    price_cents = fields.Integer(allow_none=True, **told(3000, "En centimes, avoirs non déduits."))
    currency = fields.String(allow_none=True, **told("EUR", "ISO 4217."))


class SeriesPreview(Answer):
    """Ce que donnerait une série ; n’engage personne."""

    space_id = fields.String(**told(_SPACE))
    zone = zone()
    items = fields.List(fields.Nested(Occasion))


class RefusedOccurrence(Answer):
    """Une fois qui n’a pu être réservée, ou changée."""

    occurrence = fields.String(**told("2026-12-21T09:00:00", "L’heure locale que la règle lui donne."))
    starts_at = instant("2026-12-21T08:00:00+00:00", allow_none=True)
    ends_at = instant("2026-12-21T10:00:00+00:00", "Exclue.", allow_none=True)
    codes = words(["unit_taken"], "Tout ce qui s’y oppose : des codes de refus.")


class Series(Answer):
    """Une série, et ce qu’elle est devenue."""

    id = fields.String(**told(_SERIES))
    space_id = fields.String(**told(_SPACE, "Où l’on retente ce qui fut refusé."))
    member_id = fields.String(**told(_MEMBER))
    home_city = city("La ville du membre.", "roubaix")
    organisation_id = fields.String(allow_none=True, **told(None, "Pour quelle organisation."))
    booked_by_id = fields.String(**told(_MEMBER, "Qui a réservé : le membre, ou quelqu’un pour lui."))
    booked_by_city = city("La ville de qui a réservé.", "roubaix")
    rule = fields.String(**told(_RULE, "Telle qu’elle fut demandée (RFC 5545)."))
    starts_local = fields.String(**told(_STARTS, "À l’heure du lieu."))
    ends_local = fields.String(**told(_ENDS, "Exclue, à l’heure du lieu."))
    zone = zone()
    persons = fields.Integer(**told(4, "Combien viennent."))
    booked_at = instant("2026-11-22T08:00:00+00:00")
    sequence = fields.Integer(**told(0, "Augmente à chaque changement d’ensemble."))
    bookings = fields.List(fields.Nested(Booking), metadata={"description": "Dans l’ordre du temps."})
    refused = fields.List(fields.Nested(RefusedOccurrence), metadata={"description": "Ce qui peut être retenté."})


class BookingChanged(Booking):
    """Une réservation, telle qu’elle est devenue, et ce qui a changé avec elle."""

    changed = fields.Integer(**told(1, "Combien ont changé, elle comprise ; davantage seulement dans une série."))
    refused = fields.List(
        fields.Nested(RefusedOccurrence),
        metadata={"description": "Celles de la série qui n’ont pu changer, et restent."},
    )
