"""What a member asks about their own data."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema
from gateway.api.schemas.kinds import Answer, instant, told

_AT = "2026-12-24T09:00:00+00:00"


class ErasureReason(Answer):
    """Ce que rencontre un effacement."""

    code = fields.String(
        **told(
            "booking_recent",
            "Retiennent : `booking_under_way`, `booking_recent`, `last_administrator`, `sole_guardian`. Finissent avec "
            "le compte : `booking_to_come`, `application_open`, `sole_of_organisation`, `credits_left` "
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


class Erased(Answer):
    """Le compte n’est plus."""

    erased_at = instant(_AT)
