"""Reads what a client sends, strictly: what two readers could understand in two ways is refused.

Source: RFC 8259 (JSON), RFC 7493 (I-JSON: no duplicate names, no lone surrogates), RFC 8941 (quoted strings in
header fields), draft-ietf-httpapi-idempotency-key-header.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from marshmallow import Schema
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.wrappers import Request

from chassis.errors import Invalid
from chassis.schema import read

_QUOTED = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\])*)"')
_BARE = re.compile(r"[!#-+\--~]+")  # no comma: it would join two fields
_KEY_MOST = 255
_DEPTH_MOST = 32


def body(request: Request, schema: type[Schema]) -> dict[str, Any]:
    """The JSON object in the body, as the schema understands it.

    Raises:
        UnsupportedMediaType: the body is not declared as JSON in UTF-8, or it is compressed.
        Invalid: `json_invalid`, `invalid`.
    """
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    coding = request.headers.get("Content-Encoding", "identity").lower()
    if (request.mimetype, charset, coding) != ("application/json", "utf-8", "identity"):
        raise UnsupportedMediaType
    return read(schema, parsed(request.get_data()))


def parsed(sent: bytes) -> Any:
    """The value of a JSON text in UTF-8, strictly.

    Raises:
        Invalid: `json_invalid`.
    """
    try:
        value = json.loads(
            sent.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
        _check(value, _DEPTH_MOST)
    except (ValueError, RecursionError):
        raise Invalid("json_invalid", "this is no JSON that everybody reads alike") from None
    return value


def query(request: Request, schema: type[Schema]) -> dict[str, Any]:
    """The query, as the schema understands it.

    Raises:
        Invalid: `invalid`; a parameter that comes twice is refused too.
    """
    twice = [name for name, values in request.args.lists() if len(values) > 1]
    if twice:
        errors = [{"pointer": f"/{name[:100]}", "detail": "Given more than once."} for name in twice[:20]]
        raise Invalid("invalid", "a parameter is given more than once", {"errors": errors})
    return read(schema, request.args.to_dict())


def idempotency_key(request: Request) -> str | None:
    """The key in the Idempotency-Key field, a quoted string or a bare token; None without one.

    Raises:
        Invalid: `idempotency_key_invalid`.
    """
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    quoted = _QUOTED.fullmatch(given.strip())
    bare = _BARE.fullmatch(given.strip())
    key = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else bare[0] if bare else ""
    if not 0 < len(key) <= _KEY_MOST:
        raise Invalid("idempotency_key_invalid", f"a quoted string or a token of 1 to {_KEY_MOST} characters")
    return key


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name comes twice")
    return made


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number beyond any use")
    return number


def _check(value: Any, depth: int) -> None:
    """Refuse what is nested too deeply and text that cannot be written in UTF-8."""
    if depth == 0:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, dict):
        for name, below in value.items():
            _check(name, depth)
            _check(below, depth - 1)
    elif isinstance(value, list):
        for below in value:
            _check(below, depth - 1)
