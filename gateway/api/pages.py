"""The description of the API, for machines and for people. Rendered once for each address; asks no service."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Request, Response

from gateway.api.openapi import codes_of, document
from gateway.api.operation import PREFIX, Media, Operation
from gateway.api.problems import CODES
from gateway.context import Context
from gateway.routing import Handler
from gateway.web import assets

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals["asset"] = assets.url


def openapi(operations: Sequence[Operation]) -> Handler:
    """`GET /api/openapi.json`"""

    @cache
    def made(public_url: str) -> str:
        return json.dumps(document(operations, public_url), ensure_ascii=False)

    def handler(request: Request, context: Context) -> Response:
        response = Response(made(context.settings.gateway.public_url), content_type="application/json")
        response.headers["Access-Control-Allow-Origin"] = "*"
        return _kept(response, request)

    return handler


def reference(operations: Sequence[Operation]) -> Handler:
    """`GET /api`: every operation, readable."""

    @cache
    def made(public_url: str) -> str:
        described = document(operations, public_url)
        return _templates.get_template("reference.html").render(
            operations=[_shown(operation, described) for operation in operations],
            tags=described["tags"],
            schemas={name: _rows(schema) for name, schema in described["components"]["schemas"].items()},
            public_url=public_url,
        )

    def handler(request: Request, context: Context) -> Response:
        return _kept(_html(made(context.settings.gateway.public_url)), request)

    return handler


def problems(request: Request, _context: Context) -> Response:
    """`GET /api/problems`: every code, at the address that the problem documents name."""
    return _kept(_html(_templates.get_template("problems.html").render(codes=CODES)), request)


def _shown(operation: Operation, described: dict[str, Any]) -> dict[str, Any]:
    path = PREFIX + operation.path.replace("<id:", "{").replace(">", "}")
    told = described["paths"][path][operation.method.lower()]
    query = [parameter for parameter in told["parameters"] if parameter["in"] == "query"]
    return {
        "name": operation.name,
        "tag": operation.tag,
        "method": operation.method,
        "path": path,
        "summary": operation.summary,
        "for_members": operation.for_members,
        "for_pass_holders": operation.for_pass_holders,
        "also_for_members": operation.also_for_members,
        "idempotent_by_key": operation.idempotent_by_key,
        "query": [_row(parameter["name"], parameter | parameter["schema"]) for parameter in query],
        "body": operation.body.__name__ if operation.body else None,
        "asked": _example(told["requestBody"]) if operation.body else None,
        "answer": None if isinstance(operation.answer, Media) else operation.answer.__name__,
        "media": operation.answer.type if isinstance(operation.answer, Media) else None,
        "answered": _example(told["responses"][str(operation.status)]),
        "status": operation.status,
        "refusals": sorted((CODES[code].status, code, CODES[code].title) for code in codes_of(operation)),
    }


def _example(message: dict[str, Any]) -> str:
    [content] = message["content"].values()
    example = content["example"]
    return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=1)


def _rows(schema: dict[str, Any]) -> list[dict[str, Any]]:
    is_asked = schema.get("additionalProperties") is False  # an answer has all its fields: that goes without saying
    required = schema.get("required", ()) if is_asked else ()
    return [_row(name, field | {"required": name in required}) for name, field in schema["properties"].items()]


def _row(name: str, field: dict[str, Any]) -> dict[str, Any]:
    """A field as a row: name, type, whether it is always there, remark, and an example when it is a plain value."""
    known = field.get("items", field).get("$ref")
    example = next(iter(field.get("examples", ())), None)
    return {
        "name": name,
        "type": _type(field),
        "schema": known.rpartition("/")[2] if known else None,
        "required": field.get("required", False),
        "remark": field.get("description", ""),
        "example": None if isinstance(example, dict | list) else example,
    }


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    kinds = [field["type"]] if isinstance(field.get("type"), str) else field.get("type", ["object"])
    named = " | ".join(f"{_type(field['items'])}[]" if kind == "array" else kind for kind in kinds)
    return f"{named} ({field['format']})" if "format" in field else named


def _html(text: str) -> Response:
    return Response(text, content_type="text/html; charset=utf-8", headers={"Content-Language": "fr"})


def _kept(response: Response, request: Request) -> Response:
    """A response that a browser may keep as long as it has not changed."""
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)
