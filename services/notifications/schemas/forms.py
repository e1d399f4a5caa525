"""The forms that the parts of events share, and what of an event is kept. Never queries."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

import marshmallow
from marshmallow import ValidationError, fields, validate

from chassis.schema import Text


def an_id(is_optional: bool = False) -> fields.Field[Any]:
    more: dict[str, Any] = {"load_default": None, "allow_none": True} if is_optional else {"required": True}
    return Text(least=1, most=36, **more)


def a_code() -> fields.Field[Any]:
    return Text(least=1, most=40, load_default=None, allow_none=True)


def a_count() -> fields.Field[Any]:
    return fields.Integer(strict=True, load_default=0, validate=validate.Range(0))


def a_zone() -> fields.Field[Any]:
    return fields.String(required=True, validate=validate.OneOf(available_timezones(), error="No IANA time zone."))


def a_title() -> fields.Field[Any]:
    """A text by language, in French at least."""
    return fields.Dict(keys=Text(least=2, most=10), values=Text(least=1, most=300), required=True, validate=_has_french)


def _has_french(title: dict[str, str]) -> None:
    if "fr" not in title:
        raise ValidationError("Not said in French.")


def kept(schema: type[marshmallow.Schema], data: dict[str, Any]) -> dict[str, Any]:
    """Of an event's data what the schema names, as it was told; of a list of objects that of each."""
    named = {name: field for name, field in schema().fields.items() if name in data}
    return {name: _kept(field, data[name]) for name, field in named.items()}


def _kept(field: fields.Field[Any], value: Any) -> Any:
    if isinstance(field, fields.List) and isinstance(field.inner, fields.Nested):
        return [kept(type(field.inner.schema), one) for one in value]
    return value
