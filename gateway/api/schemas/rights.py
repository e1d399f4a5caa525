"""What a member asks about their own data."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema
from gateway.api.schemas.kinds import Answer, city, instant, told, words
from gateway.api.schemas.persons import Consent

_AT = "2026-12-24T09:00:00+00:00"


class ErasureReason(Answer):
    """Ce que rencontre un effacement."""

    code = fields.String(
        **told(
            "booking_recent",
            "Retiennent : `booking_under_way`, `booking_recent`, `registration_under_way`, `registration_recent`, "
            "`last_administrator`, `sole_guardian`. Finissent avec le compte : `booking_to_come`, "
            "`registration_to_come`, `application_open`, `sole_of_organisation`, `credits_left` "
            "(`credits_unknown` : le service des réservations ne répond pas).",
        )
    )
    keeps_back = fields.Boolean(**told(True, "Si rien n’est effacé tant que c’est là."))
    count = fields.Integer(**told(1, "Combien."))
    until = instant(_AT, "Dès lors, plus rien ne retient ; null : jusqu’à ce que quelqu’un y change.", allow_none=True)


class ErasurePreview(Answer):
    """Un effacement à blanc : rien n’a changé."""

    can_erase = fields.Boolean(**told(False))
    reasons = fields.List(fields.Nested(ErasureReason))


class ErasureWish(Schema):
    """De quoi montrer que c’est bien soi."""

    password = fields.String(
        required=True,
        validate=validate.Length(1, 1000),
        **told("Quatre-saisons-au-canal-1889", "Encore une fois.", format="password"),
    )
    code = fields.String(
        validate=validate.Length(1, 40), **told("123456", "Du second facteur, ou de secours, pour qui en a un.")
    )


class Erased(Answer):
    """Le compte n’est plus."""

    erased_at = instant(_AT)


class ConsentWish(Schema):
    """Un accord, d’après une notice qu’on a lue."""

    notice_version = fields.String(
        required=True, validate=validate.Length(1, 20), **told("2026-11", "Celle de /confidentialite.")
    )


class Consents(Answer):
    """Ses accords, repris ou non, les plus anciens d’abord."""

    notice_version = fields.String(**told("2026-11", "Celle d’aujourd’hui."))
    items = fields.List(fields.Nested(Consent))


class Limitation(Answer):
    """Ce que devient le compte : gelé, il ne réserve rien, n’est listé nulle part, et n’est effacé par aucun délai."""

    limited = fields.Boolean(**told(True))


class Kept(Answer):
    """Combien de temps quelque chose est gardé."""

    what = fields.String(**told("account"))
    days = fields.Integer(**told(730, "Au plus, arrondis au-dessus ; 0 : part aussitôt."))
    since = fields.String(**told("last_seen", "Depuis quand l’on compte."))


class ProcessingActivity(Answer):
    """Un traitement de données personnelles."""

    code = fields.String(**told("account", "La finalité."))
    ground = fields.String(**told("public_task", "La base légale : `public_task`, `legal_obligation`, `consent`."))
    categories = words(["identity"], "Les données.")
    recipients = words(["city_staff"], "Qui les reçoit ; aucun : personne d’autre.")
    kept = fields.List(fields.Nested(Kept))


class ProcessingRegister(Answer):
    """Le registre des traitements d’une ville, écrit par le logiciel qui l’applique."""

    city = city(example="roubaix")
    data_officer = fields.String(
        allow_none=True,
        **told("dpo@roubaix.example.org", "Où joindre qui protège les données : adresse e-mail ou page."),
    )
    notice_version = fields.String(**told("2026-11"))
    activities = fields.List(fields.Nested(ProcessingActivity))
