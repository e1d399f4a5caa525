"""The publisher's HTTP: finds the document a request asks for; whole answers, or a problem. Reads only.

A harvester deletes what a catalogue no longer lists, so whatever fails inside is told as 503
`publication_unavailable`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from eventlet.semaphore import Semaphore
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from chassis import clock, logs
from chassis.config import Settings
from chassis.http.front import ROUTE
from chassis.http.problems import Refused, problem
from services.opendata import catalog, queries
from services.opendata.domain import DATASETS
from services.opendata.formats import formats_of
from services.opendata.web.answers import METHODS, chosen, preflight, respond
from services.opendata.web.documents import Document, Documents
from services.opendata.web.outings import ENDPOINTS, ROUTES, Outings

_RETRY_AFTER_SECONDS = 30
_SESSIONS = Semaphore(8)  # fewer than a database has: what is heard needs some too
_EXPOSED = "Content-Location, ETag, Last-Modified, Link, Retry-After"
_NAME = "<any({}):name>".format(", ".join(f'"{name}"' for name in DATASETS))
_ROUTES = Map(
    [
        Rule("/", endpoint="front_page"),
        Rule("/style.css", endpoint="style"),
        Rule("/catalog", endpoint="catalogue"),
        Rule("/catalog.<extension>", endpoint="catalogue"),
        Rule(f"/datasets/{_NAME}", endpoint="dataset"),
        Rule(f"/datasets/{_NAME}.<extension>", endpoint="dataset"),
        Rule(f"/datasets/{_NAME}/schema.json", endpoint="schema"),
        *ROUTES,
    ],
    merge_slashes=False,
)
_log = logs.get("opendata")


class Readable(Protocol):
    """What the publisher needs of a database."""

    def reading(self) -> AbstractContextManager[Session]:
        """A session to read with."""


class Publisher:
    """Answers every request to the open data server."""

    def __init__(self, store: Readable, settings: Settings, now: Callable[[], datetime] = clock.now) -> None:
        self._store = store
        self._documents = Documents(settings)
        self._outings = Outings(settings, now)

    def handle(self, request: Request) -> Response:
        """The document asked for, 304, or a problem: 404, 405, 406, 412, 503."""
        try:
            response = self._answer(request)
        except Refused as refused:
            response = problem(refused.status, refused.code)
            if refused.status == 405:
                response.headers["Allow"] = METHODS
        except Exception as broken:  # whatever broke, nothing partial may look like an answer
            _log.error("nothing could be published", broken)
            response = problem(503, "publication_unavailable", retry_after_seconds=_RETRY_AFTER_SECONDS)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        return response

    def _answer(self, request: Request) -> Response:
        rule, name, extension = _route(request)
        request.environ[ROUTE] = rule.rule
        if request.method == "OPTIONS":
            return preflight()
        if rule.endpoint == "style":
            return respond(request, self._documents.style())
        if rule.endpoint == "schema":
            return respond(request, self._documents.schema(name))
        with _SESSIONS, self._store.reading() as reading:
            session = queries.snapshot(reading)
            if rule.endpoint in ENDPOINTS:
                return self._outings.answer(session, request, str(rule.endpoint), name)
            document = self._find(session, request, str(rule.endpoint), name, extension)
            negotiated = rule.endpoint != "front_page" and extension is None
            return respond(request, document, negotiated)

    def _find(self, session: Session, request: Request, endpoint: str, name: str, extension: str | None) -> Document:
        if endpoint == "dataset":
            return self._documents.dataset(session, name, chosen(request, formats_of(DATASETS[name]), extension))
        wants_a_page = extension is None and request.accept_mimetypes.best == "text/html"
        if endpoint == "front_page" or wants_a_page:
            return self._documents.front_page(session)
        form = chosen(request, catalog.FORMS, extension)
        return self._documents.catalogue(session, form, _page(request, form))


def _route(request: Request) -> tuple[Rule, str, str | None]:
    """The rule, the dataset's name and the extension that a request's address and method stand for.

    Raises:
        Refused: 404 `not_found`, 405 `method_not_allowed`.
    """
    adapter = _ROUTES.bind_to_environ(request.environ)
    try:
        rule, found = adapter.match(return_rule=True)
    except HTTPException:  # a redirect too: there is one address for each document
        raise Refused(404, "not_found") from None
    if request.method not in METHODS.split(", "):
        raise Refused(405, "method_not_allowed")
    return rule, found.get("name", ""), found.get("extension")


def _page(request: Request, form: catalog.Form) -> catalog.Page:
    """The page of the catalogue that a request names by `page`, from 1; the first one if it names none.

    Raises:
        Refused: 404 `not_found`: there is no such page; a table has one.
    """
    asked = request.args.get("page", "1")
    size = catalog.PAGE if form.is_graph else sys.maxsize
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    if (found := catalog.page(number, size)) is None:
        raise Refused(404, "not_found")
    return found
