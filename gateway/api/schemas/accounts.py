"""Credits, the ledger between cities, and the accounts of a month."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.bookings import Beneficiary
from gateway.api.schemas.community import LedgerAsked, LedgerRow
from gateway.api.schemas.kinds import Answer, Code, Count, city, cursor, instant, instant_asked, told

_ID = "6d1f7a2e-58c3-4a3f-9a55-2f6f0d0b7c11"
_MEMBER = "5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"
_SPACE = "champ-libre-atelier"
_UNITS = ("cents", "minutes")


class CreditWish(Schema):
    """Un avoir, pour un membre ou pour une organisation."""

    beneficiary = fields.Nested(
        Beneficiary, metadata={"description": "À quel membre ; sinon `organisation_id`, et l’un des deux seulement."}
    )
    organisation_id = Text(least=1, most=36, **told(_MEMBER, "À quelle organisation."))
    amount = fields.Integer(
        strict=True, required=True, validate=validate.Range(1, 10_000_000), **told(5000, "Dans l’unité.")
    )
    unit = fields.String(
        required=True,
        validate=validate.OneOf(_UNITS),
        **told("cents", "`cents` paie le prix ; `minutes` paie du temps, chacune sa part du prix."),
    )
    space_id = Text(least=1, most=36, **told(_SPACE, "Le seul espace où il paie ; sinon tous ceux de la ville."))
    valid_until = instant_asked("2027-11-23T00:00:00+01:00", "Il paie ce qui commence avant ; sans elle, sans fin.")
    reason = Code(most=40, required=True, **told("ten_hours_card", "Un mot de la ville."))


class CreditsAsked(Schema):
    """Quelle page de ses avoirs."""

    limit = Count(validate=validate.Range(1, 200), **told(50, "Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=500, **told("WyIyMDI2LTExLTIzIl0", "Le `next` de la page précédente."))


class Credit(Answer):
    """Un avoir ; ce qui finit le plus tôt est pris d’abord, les minutes avant les centimes."""

    id = fields.String(**told(_ID))
    organisation_id = fields.String(allow_none=True, **told(None, "De quelle organisation ; null : d’un membre."))
    member_id = fields.String(allow_none=True, **told(_MEMBER, "De quel membre ; null : d’une organisation."))
    home_city = fields.String(allow_none=True, **told("roubaix", "La ville du membre."))
    host_city = city("La ville où il paie.")
    space_id = fields.String(allow_none=True, **told(None, "Le seul espace où il paie ; null : tous ceux de la ville."))
    unit = fields.String(validate=validate.OneOf(_UNITS), **told("cents"))
    granted = fields.Integer(**told(5000, "Combien il valait."))
    remaining = fields.Integer(**told(3500, "Combien il en reste."))
    valid_until = instant(None, "Il paie ce qui commence avant ; null : sans fin.", allow_none=True)
    reason = fields.String(**told("ten_hours_card", "Un mot de la ville."))
    granted_at = instant("2026-11-20T08:00:00+00:00")


class Credits(Answer):
    """Des avoirs qui paient encore."""

    items = fields.List(fields.Nested(Credit))
    next = cursor()


class HubLedgerRow(LedgerRow):
    """Ce que les membres d’une ville ont pris dans une autre, ou chez eux."""

    home_city = city("La ville des membres.", "roubaix")


class Ledger(Answer):
    """Le grand livre d’une ville : ce que ses membres ont pris, et ce qui a été pris chez elle."""

    city = city("La ville de qui demande.")
    month = fields.String(**told("2026-11"))
    items = fields.List(fields.Nested(HubLedgerRow))


class AccountsAsked(LedgerAsked):
    """Quelle page des comptes d’un mois, dans l’ordre du temps."""

    limit = Count(validate=validate.Range(1, 200), **told(50, "Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=500, **told("WyIyMDI2LTExLTIzIl0", "Le `next` de la page précédente."))


class AccountLine(Answer):
    """Une réservation à compter : confirmée, ou manquée."""

    booking_id = fields.String(**told("0b8f9a52-0c1e-4d7e-9a51-2f6f0d0b7c11"))
    date = fields.String(**told("2026-11-23", "Le jour où elle commence, à l’heure du lieu.", format="date"))
    place_id = fields.String(**told("champ-libre"))
    space_id = fields.String(**told(_SPACE))
    space_name = fields.String(**told("Atelier de prototypage"))
    organisation_id = fields.String(allow_none=True, **told(None, "Pour quelle organisation."))
    member_id = fields.String(**told(_MEMBER))
    home_city = city("La ville du membre.", "roubaix")
    category = fields.String(allow_none=True, **told("resident", "Celle du membre quand on a réservé."))
    tariff = fields.String(allow_none=True, **told("associations", "Le tarif ; null : le prix horaire de l’espace."))
    price_rule = fields.String(**told("tiers", "La règle de prix appliquée."))
    minutes = fields.Integer(**told(240, "La durée, en temps écoulé."))
    prepaid_minutes = fields.Integer(**told(60, "Les minutes qui étaient payées d’avance."))
    credit_cents = fields.Integer(**told(500, "Ce que des avoirs ont payé, en centimes."))
    price_cents = fields.Integer(**told(1500, "Ce qui reste à payer, en centimes."))
    currency = fields.String(**told("EUR", "ISO 4217."))
    status = fields.String(**told("confirmed", "`confirmed` ou `missed`."))


class Accounts(Answer):
    """Ce qui est à payer aux lieux d’une ville, réservation par réservation."""

    items = fields.List(fields.Nested(AccountLine))
    next = cursor()
