"""The refusals of the server itself, as problem documents. Pure: makes responses, never sends them.

Source: RFC 9457 (Problem Details for HTTP APIs).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Response

from chassis import trace

CONTENT_TYPE = "application/problem+json"

_CODES = {  # of what no service has seen
    400: "bad_request",
    414: "address_too_long",
    431: "head_too_large",
    501: "method_not_implemented",
    505: "version_not_supported",
}


class Refused(Exception):
    """The server does not let this request in."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


def code_of(status: int) -> str:
    """The code under which the refusal of a head is documented."""
    return _CODES.get(status, "bad_request")


def title_of(status: int) -> str:
    """What HTTP calls a status."""
    return HTTPStatus(status).phrase


def problem(
    status: int, code: str, *, retry_after_seconds: int | None = None, errors: Sequence[Mapping[str, str]] = ()
) -> Response:
    """A problem document that tells the code and the trace, and nothing of what went wrong inside.

    Args:
        errors: what is wrong with the request, one by one, each with what to do.
    """
    headers = {"Retry-After": str(retry_after_seconds)} if retry_after_seconds else {}
    return Response(document(status, code, errors), status, headers, content_type=CONTENT_TYPE)


def document(status: int, code: str, errors: Sequence[Mapping[str, str]] = ()) -> bytes:
    """The body of such a response."""
    about: dict[str, Any] = {"type": "about:blank", "title": title_of(status), "status": int(status), "code": code}
    if errors:
        about["errors"] = list(errors)
    return json.dumps({**about, "trace_id": trace.trace_id()}).encode()
