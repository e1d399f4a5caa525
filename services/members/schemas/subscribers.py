"""Who wishes to be written to of the programme, as the city's notifications asks; and who left. No name, no address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marshmallow import fields, validate

from chassis.schema import Heard, Instant, Schema, Text
from services.members import domain


class SubscribersAsked(Schema):
    """What `subscribers` is asked; `at`: as it was written, for the proof names it so."""

    after = Text(load_default="", most=36)
    limit = fields.Integer(required=True, strict=True, validate=validate.Range(1, domain.MOST_SUBSCRIBERS))
    at = Text(required=True, least=20, most=40)
    proof = fields.String(required=True, validate=validate.Length(max=64))


class AskedAt(Schema):
    """When it was asked."""

    at = Instant(required=True)


class NewsletterLeft(Heard):
    """The part of newsletter.left that matters."""

    member_id = Text(required=True, least=1, most=36)
    city = Text(required=True, least=1, most=31)
    left_at = Instant(required=True)


def subscribers(page: Iterable[tuple[str, tuple[str, ...]]], next_after: str | None) -> dict[str, Any]:
    """A page of them, and the id after which the next one begins."""
    items = [{"member_id": member_id, "topics": list(topics)} for member_id, topics in page]
    return {"items": items, "next": next_after}
