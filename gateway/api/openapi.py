"""The description of the API, made from its operations and schemas. Pure; asks nothing.

Source: OpenAPI 3.1.1; RFC 9457 for the problems.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from chassis.http.problems import CONTENT_TYPE
from chassis.schema import Instant
from gateway.api.operation import PREFIX, Operation
from gateway.api.problems import CODES

_ALWAYS = ("bad_request", "invalid", "internal_error", "busy", "too_slow", "service_unavailable", "broker_unavailable")
_WITH_BODY = ("json_invalid", "body_broken", "body_too_slow", "body_too_large", "media_type_unsupported")
_FOR_MEMBERS = ("token_missing", "token_expired", "token_invalid", "keys_unknown")
_FROM_DATABASE = ("database_busy", "database_unavailable")
_IN_PATH = re.compile(r"<id:(\w+)>")

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "trace_id": {"type": ["string", "null"]},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Une chaîne neuve par demande ; la même demande avec la même clé n’est faite qu’une fois (48 h).",
    "schema": {"type": "string", "maxLength": 257},
}


def document(operations: Iterable[Operation], public_url: str) -> dict[str, Any]:
    """The OpenAPI document, for a gateway at that address."""
    plugin = MarshmallowPlugin(schema_name_resolver=_name)
    spec = APISpec(
        title="Champ Libre",
        version="1.0.0",
        openapi_version="3.1.0",
        plugins=[plugin],
        info={
            "description": "Lieux, espaces et réservations d’un réseau de laboratoires de ville.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        servers=[{"url": public_url}],
        externalDocs={"url": f"{public_url}/api/problems", "description": "Tous les codes de refus"},
    )
    assert plugin.converter is not None
    plugin.converter.field_mapping[Instant] = ("string", "date-time")
    spec.components.schema("Problem", _PROBLEM)
    spec.components.security_scheme("member", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    for operation in operations:
        path = PREFIX + _IN_PATH.sub(r"{\1}", operation.path)
        spec.path(path, operations={operation.method.lower(): _described(operation)})
    made: dict[str, Any] = spec.to_dict()
    return made


def codes_of(operation: Operation) -> list[str]:
    """Every code that an operation may refuse with."""
    codes = [*_ALWAYS, *_FROM_DATABASE, *operation.refusals]
    codes += _WITH_BODY if operation.body else ()
    codes += _FOR_MEMBERS if operation.for_members else ()
    codes += ("idempotency_key_invalid",) if operation.idempotent_by_key else ()
    return list(dict.fromkeys(codes))


def _described(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": _parameters(operation),
        "responses": {str(operation.status): _success(operation), **_refusals(operation)},
    }
    if operation.body:
        content = {"application/json": {"schema": operation.body}}
        described["requestBody"] = {"required": True, "content": content}
    if operation.for_members:
        described["security"] = [{"member": []}]
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    in_path: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "maxLength": 64}}
        for name in _IN_PATH.findall(operation.path)
    ]
    if operation.query:
        in_path.append({"in": "query", "schema": operation.query})
    return [*in_path, _KEY] if operation.idempotent_by_key else in_path


def _success(operation: Operation) -> dict[str, Any]:
    success: dict[str, Any] = {
        "description": (operation.answer.__doc__ or "").strip(),
        "content": {"application/json": {"schema": operation.answer}},
    }
    if operation.location:
        success["headers"] = {"Location": {"schema": {"type": "string", "format": "uri-reference"}}}
    return success


def _refusals(operation: Operation) -> dict[str, Any]:
    by_status: dict[int, list[str]] = defaultdict(list)
    for code in codes_of(operation):
        by_status[CODES[code].status].append(code)
    return {str(status): _refusal(status, codes) for status, codes in sorted(by_status.items())}


def _refusal(status: int, codes: list[str]) -> dict[str, Any]:
    one_of = {"type": "object", "properties": {"code": {"enum": codes}}}
    refusal: dict[str, Any] = {
        "description": " ; ".join(f"`{code}` {CODES[code].title.lower()}" for code in codes),
        "content": {CONTENT_TYPE: {"schema": {"allOf": [{"$ref": "#/components/schemas/Problem"}, one_of]}}},
    }
    if status == 503:
        refusal["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return refusal


def _name(schema: Any) -> str:
    return str((schema if isinstance(schema, type) else type(schema)).__name__)
