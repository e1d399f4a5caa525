"""The base of every schema: JSON to plain values; what does not fit becomes `Invalid`. Never queries.

`Schema` refuses what it does not know (requests); `Heard` ignores it (events of others: a tolerant reader,
so that an emitter may add a field).
"""

from __future__ import annotations

import json
import re
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import marshmallow
from marshmallow import ValidationError, fields, validate

from chassis.clock import rfc3339
from chassis.errors import Invalid

NO_INSTANT = "Not an RFC 3339 instant with an offset, e.g. 2026-11-23T09:00:00+01:00."
NO_TEXT = "Holds a character that is not allowed."

_MOST_FAULTS = 50  # of a request that has thousands nobody reads them all

# No other ISO 8601: 2026-W48-1T10Z is an instant too, and not for everybody.
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Schema(marshmallow.Schema):
    """A request: unknown fields are refused."""

    class Meta:
        unknown = marshmallow.RAISE


class Heard(marshmallow.Schema):
    """An event of another service: unknown fields are ignored."""

    class Meta:
        unknown = marshmallow.EXCLUDE


class Instant(fields.Field[datetime]):
    """An instant: RFC 3339 with an offset on the wire, an aware UTC datetime inside."""

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else rfc3339(value)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        try:
            if not _RFC_3339.fullmatch(value.upper()):
                raise ValueError
            return datetime.fromisoformat(value.upper()).astimezone(UTC)
        except (AttributeError, ValueError, OverflowError):
            raise ValidationError(NO_INSTANT) from None


class Text(fields.String):
    """Text of bounded length, in Unicode's composed form (NFC), without control characters or lone surrogates.

    Args:
        most: greatest number of characters.
        least: smallest number of characters, after outer white space is taken away.
        lines: line ends and tabs are allowed.
    """

    def __init__(self, *, most: int, least: int = 0, lines: bool = False, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(min=least, max=most), **kwargs)
        self.lines = lines

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = unicodedata.normalize("NFC", str(super()._deserialize(value, attr, data, **kwargs))).strip()
        if any(unicodedata.category(c) in ("Cc", "Cs") and not (self.lines and c in "\n\r\t") for c in text):
            raise ValidationError(NO_TEXT)
        return text


class Cursor(fields.Field[tuple[Any, ...]]):
    """The sort key of the last row seen, opaque to whoever carries it: base64url of its JSON.

    Args:
        parts: the fields of the key, in order.
    """

    default_error_messages = {"invalid": "Not a cursor that this list gave."}  # noqa: RUF012  as marshmallow does

    def __init__(self, *parts: fields.Field[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.parts = parts

    def _serialize(self, value: tuple[Any, ...] | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        if value is None:
            return None
        key = [part.serialize("own", {"own": own}) for part, own in zip(self.parts, value, strict=True)]
        return urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[Any, ...]:
        try:
            key = json.loads(urlsafe_b64decode(value + "=" * (-len(value) % 4)))
            return tuple(part.deserialize(own) for part, own in zip(self.parts, key, strict=True))
        except (TypeError, ValueError, RecursionError):  # marshmallow's ValidationError is a ValueError
            raise self.make_error("invalid") from None


def read(schema: marshmallow.Schema | type[marshmallow.Schema], payload: Any) -> dict[str, Any]:
    """The payload as the schema understands it.

    Raises:
        Invalid: `invalid`; `detail["errors"]` holds `{"pointer": "/starts_at", "detail": "…"}` for each, up to 50.
    """
    reader = schema() if isinstance(schema, type) else schema
    try:
        return dict(reader.load(payload))
    except ValidationError as exc:
        faults = islice(_flatten("", exc.messages), _MOST_FAULTS)
        errors = [{"pointer": pointer, "detail": text} for pointer, text in faults]
        raise Invalid("invalid", "the request does not have the form asked for", {"errors": errors}) from None


def _flatten(pointer: str, messages: Any) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for key, below in messages.items():
            step = "" if key == "_schema" else "/" + str(key)[:100].replace("~", "~0").replace("/", "~1")
            yield from _flatten(pointer + step, below)
    else:
        for text in messages:
            yield pointer, str(text)
