"""Kinds of fields that several schemas have, and how values are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate

from chassis.clock import rfc3339
from chassis.errors import Invalid
from chassis.schema import Schema


class Normalised(fields.String):
    """Text as the domain normalises it, or the domain's reason why not."""

    def __init__(self, normalise: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.normalise = normalise

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, *args, **kwargs))
        try:
            text.encode()  # a lone surrogate is no text
            return self.normalise(text)
        except UnicodeEncodeError:
            raise ValidationError("Not a valid string.") from None
        except Invalid as refusal:
            raise ValidationError(refusal.message) from None


def identifier() -> fields.String:
    """An opaque id."""
    return fields.String(required=True, validate=validate.Length(1, 36))


def client() -> fields.String:
    """The network address that somebody comes from, as the gateway saw it; "" when it is not known."""
    return fields.String(load_default="", validate=validate.Length(max=45))


def code() -> fields.String:
    """A code of a second factor, or a recovery code, if there is one; with spaces and hyphens as they are typed."""
    return fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 40))


def key() -> fields.String:
    """An Idempotency-Key, if there is one."""
    return fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[ -~]{1,255}\Z"))


class Token(Schema):
    """What is asked by a token: of an access token, or of a link."""

    token = fields.String(required=True, validate=validate.Length(1, 4096))


class OfMembers(Token):
    """What only a member of the city may ask, by an access token."""


def comparable(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What makes two requests under one Idempotency-Key the same, as JSON."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asked.items()}


def instant(known: datetime | None) -> str | None:
    """RFC 3339 in UTC, or nothing."""
    return rfc3339(known) if known else None
