"""Prices and bookings."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import Answer, Count, city, cursor, instant, instant_asked, told, zone

_SPACE, _STARTS, _ENDS = "champ-libre-atelier", "2026-11-23T08:00:00+00:00", "2026-11-23T10:00:00+00:00"
_ID = "0b8f9a52-0c1e-4d7e-9a51-2f6f0d0b7c11"


class Wish(Schema):
    """Un espace et une période."""

    space_id = Text(least=1, most=36, required=True, **told(_SPACE))
    starts_at = instant_asked("2026-11-23T09:00:00+01:00", "À un quart d’heure, heure du lieu.", required=True)
    ends_at = instant_asked("2026-11-23T11:00:00+01:00", "Exclue ; à un quart d’heure, heure du lieu.", required=True)


class BookingsAsked(Schema):
    """Quelle page de ses réservations, les plus tardives d’abord."""

    limit = Count(validate=validate.Range(1, 200), **told(50, "Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=500, **told("WyIyMDI2LTExLTIzIl0", "Le `next` de la page précédente."))


class Objection(Answer):
    """Ce qui s’oppose à une réservation."""

    code = fields.String(**told("outside_opening_hours", "Un code de refus : /api/problems les explique."))
    message = fields.String(**told("the place is closed then", "Pour qui développe ; peut changer."))


class Quote(Answer):
    """Un prix, et ce qui s’opposerait à la réservation."""

    space_id = fields.String(**told(_SPACE))
    starts_at = instant(_STARTS)
    ends_at = instant(_ENDS)
    price_cents = fields.Integer(**told(3000, "En centimes ; celui que garderait une réservation faite maintenant."))
    currency = fields.String(**told("EUR", "ISO 4217."))
    rule = fields.String(
        **told("started_quarters", "`free`, ou `started_quarters` : tout quart d’heure entamé compte.")
    )
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
    status = fields.String(validate=validate.OneOf(("confirmed", "cancelled")), **told("confirmed"))
    price_cents = fields.Integer(**told(3000, "En centimes ; il ne change plus."))
    currency = fields.String(**told("EUR", "ISO 4217."))
    price_rule = fields.String(**told("started_quarters", "La règle de prix appliquée."))
    sequence = fields.Integer(**told(0, "Augmente à chaque changement (comme dans iCalendar)."))
    booked_at = instant("2026-11-22T08:00:00+00:00")
    cancelled_at = instant(None, "null tant qu’elle tient.", allow_none=True)


class Bookings(Answer):
    """Des réservations."""

    items = fields.List(fields.Nested(Booking))
    next = cursor()
