"""From a document and a request to a response: choice, conditions, headers, pieces. Never opens a database.

Source: RFC 9110 (negotiation, conditional requests, HEAD), RFC 8288 (Link), the Fetch standard (CORS).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from werkzeug.http import http_date, is_resource_modified, parse_etags, quote_etag
from werkzeug.wrappers import Request, Response

from chassis.http.problems import Refused
from chassis.http.spool import spool
from services.opendata.web.documents import Document

METHODS = "GET, HEAD, OPTIONS"
_CACHED = "public, max-age=60"


class Form(Protocol):
    """What a client chooses between."""

    @property
    def extension(self) -> str: ...

    @property
    def media_type(self) -> str: ...


F = TypeVar("F", bound=Form)


def chosen(request: Request, forms: Sequence[F], extension: str | None) -> F:
    """The form that the address names, else the one that the client likes best, else our first.

    Raises:
        Refused: 404 `not_found`: not in that form; 406 `not_acceptable`: in none that the client reads.
    """
    if extension is not None:
        for form in forms:
            if form.extension == extension:
                return form
        raise Refused(404, "not_found")
    if not request.accept_mimetypes:
        return forms[0]
    best = request.accept_mimetypes.best_match([form.media_type for form in forms])
    for form in forms:
        if form.media_type == best:
            return form
    raise Refused(406, "not_acceptable")


def respond(request: Request, document: Document, negotiated: bool = False) -> Response:
    """The document, or 304 when the client has it. What can break breaks here, not after the status is sent.

    Last-Modified counts whole seconds: two changes in one second are told apart by the ETag alone.

    Args:
        negotiated: its form was chosen by the Accept header.

    Raises:
        Refused: 412 `precondition_failed`.
    """
    response = Response(content_type=document.content_type)
    _set_headers(response, document, negotiated)
    tag = quote_etag(document.tag)
    if not is_resource_modified(request.environ, etag=tag, last_modified=document.modified_at):
        if parse_etags(request.environ.get("HTTP_IF_MATCH")):
            raise Refused(412, "precondition_failed")
        response.status_code = 304
        return response
    spool(response, document.pieces())
    return response


def preflight() -> Response:
    """Any page may read everything, conditionally too."""
    response = Response(status=204)
    response.headers["Allow"] = METHODS
    response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match, If-Modified-Since"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _set_headers(response: Response, document: Document, negotiated: bool) -> None:
    response.headers["ETag"] = quote_etag(document.tag)
    response.headers["Cache-Control"] = _CACHED
    if document.modified_at:
        response.headers["Last-Modified"] = http_date(document.modified_at)
    if document.links:
        response.headers["Link"] = ", ".join(f"<{target}>; {rest}" for target, rest in document.links)
    if negotiated:
        response.headers["Vary"] = "Accept"
        response.headers["Content-Location"] = document.path
