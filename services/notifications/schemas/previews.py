"""What is asked about letters as they will be, and how it is told. Never writes a letter."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Heard, Schema, Text
from services.notifications.domain import LANGUAGES, Kind
from services.notifications.previews import Preview


class Viewer(Heard):
    """Who asks, as their city attests it; no more of it than is needed."""

    city = Text(required=True, least=1, most=31)
    roles = fields.List(Text(least=1, most=120), load_default=list, validate=validate.Length(max=200))


class LettersAsked(Schema):
    """Which kinds there are."""

    actor = fields.Nested(Viewer, required=True)


class PreviewAsked(LettersAsked):
    """One letter."""

    kind = fields.Enum(Kind, required=True, by_value=True)
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))


def letter_kinds() -> list[dict[str, Any]]:
    """Every kind, with its family and whether it can be switched off."""
    return [{"kind": str(kind), "family": str(kind.family), "is_required": kind.is_required} for kind in Kind]


def shown(preview: Preview) -> dict[str, Any]:
    """A letter of an example; `fault` is None unless the city's own templates are broken, `sms` of what goes by
    mail alone.
    """
    return {
        "subject": preview.letter.subject,
        "text": preview.letter.text,
        "html": preview.letter.html,
        "sms": preview.sms,
        "replaced": list(preview.replaced),
        "fault": str(preview.fault) if preview.fault else None,
    }
