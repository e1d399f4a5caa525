"""The waiting list."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import Answer, Count, cursor, instant, instant_asked, told

_SPACE, _STARTS, _ENDS = "champ-libre-atelier", "2026-11-23T08:00:00+00:00", "2026-11-23T10:00:00+00:00"
_ID = "3f4f6c0e-6b5f-4a53-8d63-9a2f6f0d0b7c"
_STATUSES = ("waiting", "offered", "refused", "over", "left")


class WaitWish(Schema):
    """Un espace et une période à attendre."""

    space_id = Text(least=1, most=36, required=True, **told(_SPACE))
    starts_at = instant_asked("2026-11-23T09:00:00+01:00", required=True)
    ends_at = instant_asked("2026-11-23T11:00:00+01:00", "Exclue.", required=True)
    persons = fields.Integer(strict=True, validate=validate.Range(1, 100_000), **told(4, "Combien viennent."))
    organisation_id = Text(least=1, most=36, **told(_ID, "L’organisation pour laquelle on agit."))


class WaitsAsked(Schema):
    """Quelle page de ses attentes, les plus tardives d’abord."""

    limit = Count(validate=validate.Range(1, 200), **told(50, "Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=500, **told("WyIyMDI2LTExLTIzIl0", "Le `next` de la page précédente."))


class Wait(Answer):
    """Un membre qui attend qu’une unité d’un espace se libère pour toute une période."""

    id = fields.String(**told(_ID, "Aussi l’`id` de la réservation proposée, quand `status` est `offered`."))
    space_id = fields.String(**told(_SPACE))
    starts_at = instant(_STARTS)
    ends_at = instant(_ENDS, "Exclue.")
    persons = fields.Integer(**told(4))
    organisation_id = fields.String(allow_none=True, **told(None, "L’organisation pour laquelle le membre agit."))
    status = fields.String(
        validate=validate.OneOf(_STATUSES),
        **told(
            "waiting",
            "`offered` : une option est posée, à confirmer avant son `lapses_at` ; `refused` : une règle s’y opposait ;"
            " `over` : la période a commencé ; `left` : quittée.",
        ),
    )
    refusal = fields.String(allow_none=True, **told(None, "La règle, quand `status` est `refused`."))
    position = fields.Integer(
        allow_none=True,
        **told(1, "1 pour qui passe ensuite, parmi qui attend une partie des mêmes minutes ; null hors de la liste."),
    )
    asked_at = instant("2026-11-20T08:00:00+00:00")
    offered_at = instant(None, "null tant que rien n’est proposé.", allow_none=True)
    ended_at = instant(None, "null tant que le membre attend.", allow_none=True)


class Waits(Answer):
    """Ce qu’un membre attend ou a attendu."""

    items = fields.List(fields.Nested(Wait))
    next = cursor()
