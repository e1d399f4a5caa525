"""Being signed in, here and elsewhere."""

from __future__ import annotations

from marshmallow import fields

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import Answer, Flag, instant, told

_ID = "7d0b2f64-8f1e-4c57-9d0b-2b1f0c5e9a11"


class Refresh(Schema):
    """De quoi rester connecté."""

    refresh_token = Text(least=1, most=200, required=True, **told("roubaix.Yr0V3b…", "Le dernier reçu."))


class Ended(Answer):
    """Ce qui est fermé."""

    ended = fields.Integer(**told(1, "Combien de sessions ; ailleurs, un jeton vaut encore jusqu’à 15 minutes."))


class EndAsked(Schema):
    """Lesquelles fermer."""

    here = Flag(**told(True, "Celle-ci aussi ; sinon, toutes les autres."))


class Session(Answer):
    """Un appareil où l’on est connecté."""

    id = fields.String(**told(_ID))
    device = fields.String(**told("Firefox, Linux", "Ce que l’appareil dit de lui-même ; vide s’il n’en dit rien."))
    method = fields.String(**told("password", "`password`, ou `provider` : par le fournisseur d’identité de la ville."))
    has_second_factor = fields.Boolean(**told(False))
    began_at = instant("2026-11-20T08:00:00+00:00")
    last_used_at = instant("2026-11-22T17:30:00+00:00")
    expires_at = instant("2026-12-22T17:30:00+00:00", "S’il ne sert pas d’ici là.")
    is_current = fields.Boolean(**told(True, "true : celui qui demande."))


class Sessions(Answer):
    """Où l’on est connecté, le dernier qui a servi d’abord."""

    items = fields.List(fields.Nested(Session))
