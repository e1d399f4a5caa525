"""Refusals as problem documents. Never shows what an exception says.

Source: RFC 9457 (Problem Details for HTTP APIs).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Request, Response

from chassis import logs, trace
from chassis.errors import ServiceError
from chassis.http.problems import CONTENT_TYPE
from gateway.api.operation import json_response
from gateway.api.problems.codes import CODES
from gateway.context import Context
from gateway.refusals import code_of, headers_of, status_of

PAGE = "/api/problems"
_log = logs.get("api")


def refuse(request: Request, context: Context, refusal: Exception) -> Response:
    """The problem document of a refusal, or of the fact that something broke.

    What a refusal tells beside its code (`errors`, `next_free`, …) become members of the document.
    """
    status, code = status_of(refusal), code_of(refusal)
    if status == 500 and isinstance(refusal, ServiceError):
        _log.error("a refusal came out of place", refusal)
    told = CODES.get(code)
    detail = refusal.detail if isinstance(refusal, ServiceError) and status != 500 else {}
    document: dict[str, Any] = {
        **detail,
        "type": f"{context.settings.gateway.public_url}{PAGE}#{code}",
        "title": told.title if told else HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "trace_id": trace.trace_id(),
    }
    if told:
        document["detail"] = told.advice
    response = json_response(document, status)
    response.headers["Content-Type"] = CONTENT_TYPE
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(headers_of(refusal))
    if request.method in ("GET", "HEAD") and context.token is None:
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response
