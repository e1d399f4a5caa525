"""Prices and bookings."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import (
    Answer,
    Code,
    Count,
    Words,
    YesNo,
    city,
    city_asked,
    cursor,
    instant,
    instant_asked,
    told,
    zone,
)

_SPACE, _STARTS, _ENDS = "champ-libre-atelier", "2026-11-23T08:00:00+00:00", "2026-11-23T10:00:00+00:00"
_ID = "0b8f9a52-0c1e-4d7e-9a51-2f6f0d0b7c11"
_MEMBER = "5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"
_STATUSES = ("held", "requested", "confirmed", "cancelled", "denied", "lapsed", "missed")


def past_asked() -> fields.List[str]:
    """The rules that staff asks to go past."""
    said = told(["notice_too_short"], "Les règles que l’équipe franchit, si elle en a le droit : des codes de refus.")
    return fields.List(Code(most=40), validate=validate.Length(max=20), **said)


class Beneficiary(Schema):
    """Pour qui, quand ce n’est pas pour soi."""

    member_id = Text(least=1, most=36, required=True, **told(_MEMBER))
    city = city_asked(required=True)


class Wish(Schema):
    """Un espace et une période, et pour qui."""

    space_id = Text(least=1, most=36, required=True, **told(_SPACE))
    starts_at = instant_asked("2026-11-23T09:00:00+01:00", "À un quart d’heure, heure du lieu.", required=True)
    ends_at = instant_asked("2026-11-23T11:00:00+01:00", "Exclue ; à un quart d’heure, heure du lieu.", required=True)
    persons = fields.Integer(
        strict=True, validate=validate.Range(1, 100_000), **told(4, "Combien viennent ; 1 par défaut.")
    )
    organisation_id = Text(least=1, most=36, **told(_MEMBER, "L’organisation pour laquelle on réserve."))
    beneficiary = fields.Nested(
        Beneficiary, metadata={"description": "Au nom de qui : pour l’équipe, les aidants, les tuteurs."}
    )
    past = past_asked()


class BookingWish(Wish):
    """Une réservation, une option ou, là où la ville a son mot à dire, une demande."""

    tentative = YesNo(**told(False, "true : une option, qui tombe d’elle-même (`lapses_at`) si on ne la confirme pas."))


class Move(Schema):
    """Ce que la réservation devient ; ce qui n’est pas dit ne change pas."""

    starts_at = instant_asked("2026-11-23T10:00:00+01:00")
    ends_at = instant_asked("2026-11-23T12:00:00+01:00", "Exclue.")
    space_id = Text(least=1, most=36, **told(_SPACE))
    persons = fields.Integer(strict=True, validate=validate.Range(1, 100_000), **told(4))
    past = past_asked()


class Cancel(Schema):
    """Pourquoi annuler."""

    reason = Code(most=40, **told("member", "Un mot : `member` (par défaut), `staff`, `duplicate`, `weather`, …"))
    past = Words(**told("cancelled_too_late", "Les règles que l’équipe franchit, séparées par des virgules."))


class Denial(Schema):
    """Pourquoi refuser une demande."""

    reason = Code(most=40, **told("other_use", "Un mot, que le courriel explique s’il le connaît."))


class BookingsAtAsked(Schema):
    """Quelles réservations d’un lieu."""

    from_ = instant_asked("2026-11-23T00:00:00+01:00", data_key="from", required=True)
    to = instant_asked("2026-11-24T00:00:00+01:00", "Exclu ; 31 jours après `from` au plus.", required=True)
    status = Code(most=20, **told("requested", "Seulement celles-là."))
    limit = Count(validate=validate.Range(1, 200), **told(50, "Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=500, **told("WyIyMDI2LTExLTIzIl0", "Le `next` de la page précédente."))


class BookingsAsked(Schema):
    """Quelle page de ses réservations, les plus tardives d’abord."""

    limit = Count(validate=validate.Range(1, 200), **told(50, "Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=500, **told("WyIyMDI2LTExLTIzIl0", "Le `next` de la page précédente."))


class Objection(Answer):
    """Ce qui s’oppose à une réservation."""

    code = fields.String(**told("outside_opening_hours", "Un code de refus : /api/problems les explique."))
    message = fields.String(**told("the place is closed then", "Pour qui développe ; peut changer."))


class PriceLine(Answer):
    """Une partie d’un prix."""

    tier = fields.String(**told("quarter", "`quarter` (d’heure), `half_day` (4 h), `day` (8 h) ou `month` (30 jours)."))
    count = fields.Integer(**told(8, "Combien."))
    cents = fields.Integer(**told(3000, "Ce qu’ils coûtent ensemble, en centimes."))


class Quote(Answer):
    """Un prix, et ce qui s’opposerait à la réservation."""

    space_id = fields.String(**told(_SPACE))
    starts_at = instant(_STARTS)
    ends_at = instant(_ENDS)
    price_cents = fields.Integer(
        **told(3000, "En centimes, avoirs non déduits ; celui d’une réservation faite maintenant.")
    )
    currency = fields.String(**told("EUR", "ISO 4217."))
    rule = fields.String(
        **told(
            "started_quarters",
            "`free` ; `started_quarters` : tout quart d’heure entamé compte ; `tiers` : aussi des demi-journées, "
            "journées ou mois, les plus longs d’abord, et jamais plus qu’un de plus du palier au-dessus.",
        )
    )
    tariff = fields.String(allow_none=True, **told(None, "Le tarif ; null : le prix horaire de l’espace."))
    lines = fields.List(
        fields.Nested(PriceLine), metadata={"description": "Ce qui fait la somme ; vide quand c’est gratuit."}
    )
    prepaid_minutes = fields.Integer(**told(0, "Les minutes que des avoirs en temps paieraient."))
    credit_cents = fields.Integer(**told(500, "Ce que des avoirs en argent paieraient ensuite, en centimes."))
    to_pay_cents = fields.Integer(**told(2500, "Ce qui resterait à payer, en centimes."))
    approval = fields.Boolean(**told(False, "La ville serait d’abord consultée : la réservation serait une demande."))
    went_past = fields.List(fields.String(), **told([], "Les règles que l’équipe franchirait."))
    refusals = fields.List(fields.Nested(Objection), **told([], "Vide quand la réservation serait acceptée."))


class Booking(Answer):
    """Une réservation, telle que son membre la voit."""

    id = fields.String(**told(_ID))
    space_id = fields.String(**told(_SPACE))
    space_name = fields.String(**told("Atelier de prototypage"))
    place_id = fields.String(**told("champ-libre"))
    place_name = fields.String(**told("Champ Libre"))
    host_city = city("La ville du lieu.")
    unit_id = fields.String(**told("champ-libre-atelier-1", "L’unité tenue : tel poste, telle salle."))
    unit_name = fields.String(**told("Atelier de prototypage"))
    member_id = fields.String(**told("5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"))
    home_city = city("La ville du membre.", "roubaix")
    starts_at = instant(_STARTS)
    ends_at = instant(_ENDS, "Exclue.")
    zone = zone()
    status = fields.String(
        validate=validate.OneOf(_STATUSES),
        **told("confirmed", "Option, demande, confirmée ; annulée, refusée, tombée, manquée : l’unité est rendue."),
    )
    price_cents = fields.Integer(**told(3000, "Ce qui reste à payer, en centimes, avoirs déduits."))
    currency = fields.String(**told("EUR", "ISO 4217."))
    price_rule = fields.String(**told("started_quarters", "La règle de prix appliquée."))
    tariff = fields.String(allow_none=True, **told(None, "Le tarif ; null : le prix horaire de l’espace."))
    credit_cents = fields.Integer(**told(0, "Ce que des avoirs ont payé, en centimes."))
    prepaid_minutes = fields.Integer(**told(0, "Les minutes qui étaient payées d’avance."))
    persons = fields.Integer(**told(4, "Combien viennent."))
    organisation_id = fields.String(allow_none=True, **told(None, "Pour quelle organisation."))
    booked_by_id = fields.String(**told(_MEMBER, "Qui a réservé : le membre, ou quelqu’un pour lui."))
    booked_by_city = city("La ville de qui a réservé.", "roubaix")
    went_past = fields.List(fields.String(), **told([], "Les règles que l’équipe a franchies."))
    lapses_at = instant(None, "Quand elle tombe d’elle-même, faute de confirmation ou d’arrivée.", allow_none=True)
    series_id = fields.String(allow_none=True, **told(None, "De quelle série."))
    occurrence = fields.String(allow_none=True, **told(None, "Sa place dans la série : l’heure locale de la règle."))
    replaces_id = fields.String(allow_none=True, **told(None, "La réservation qu’elle remplace si on la confirme."))
    for_occurrence_id = fields.String(
        allow_none=True, **told(None, "La date d’activité pour laquelle elle est faite : elle ne change qu’avec elle.")
    )
    checked_in_at = instant(None, "L’arrivée.", allow_none=True)
    checked_out_at = instant(None, "Le départ.", allow_none=True)
    sequence = fields.Integer(**told(0, "Augmente à chaque changement (comme dans iCalendar)."))
    booked_at = instant("2026-11-22T08:00:00+00:00")
    cancelled_at = instant(None, "null tant qu’elle tient.", allow_none=True)
    cancel_reason = fields.String(allow_none=True, **told(None, "Pourquoi elle ne tient plus : un mot."))


class BookingSeen(Booking):
    """Une réservation, et comment on appelle son membre à la porte."""

    called = fields.String(
        **told("A. B.", "Les initiales que le membre a choisies ; sinon un code. Aucun nom ne quitte sa ville.")
    )


class Bookings(Answer):
    """Des réservations."""

    items = fields.List(fields.Nested(BookingSeen))
    next = cursor()
