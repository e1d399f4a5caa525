"""Calendar feeds."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import Answer, instant, told
from gateway.context import LANGUAGES

_ID = "c2d8a4de-3b0f-4a8a-9a51-7c11d0b72f6f"
_MADE = "2026-11-20T08:00:00+00:00"
_URL = "https://champlibre.example.org/api/v1/feeds/feed-Zq3…k8.ics?lang=fr"


class FeedWish(Schema):
    """De quoi faire un calendrier."""

    space_id = Text(
        least=1,
        most=36,
        **told("champ-libre-atelier", "Pour l’équipe : quand cet espace est tenu. Sinon : ses propres réservations."),
    )


class FeedAsked(Schema):
    """Dans quelle langue sont les quelques mots du calendrier."""

    lang = fields.String(
        validate=validate.OneOf(LANGUAGES), **told("nl", "Sinon `Accept-Language`, sinon le français.")
    )


class Feed(Answer):
    """Un calendrier, sans son adresse."""

    id = fields.String(**told(_ID))
    space_id = fields.String(allow_none=True, **told(None, "null : les réservations du membre."))
    made_at = instant(_MADE)
    revoked_at = instant(None, "null tant que son adresse montre quelque chose.", allow_none=True)


class FeedMade(Feed):
    """Un calendrier et son adresse secrète, qui n’est plus jamais redite : qui l’a lit le calendrier."""

    url = fields.String(**told(_URL, "À donner à son agenda ; à révoquer si elle se perd."))


class Feeds(Answer):
    """Ses calendriers, sans leur adresse."""

    items = fields.List(fields.Nested(Feed))
