"""What every operation of the API does alike: who asks, what is asked, how it is answered. Knows no operation."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from marshmallow import Schema
from werkzeug.wrappers import Request, Response

from chassis import ids
from chassis.clock import rfc3339
from gateway.api import reading
from gateway.context import Caller, Context

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Asked:
    """A request that has the form asked for.

    Attributes:
        caller: the member who asks; None for a visitor.
        path: the values in the path.
        query: the parameters; instants as RFC 3339 in UTC, as the services take them.
        body: likewise.
    """

    context: Context
    caller: Caller | None = None
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    idempotency_key: str | None = None

    def member(self) -> Caller:
        """The caller of an operation for members."""
        assert self.caller is not None
        return self.caller

    def actor(self) -> dict[str, Any] | None:
        """The member who asks, as the services want it; None for a visitor."""
        return self.caller.actor() if self.caller else None

    def bookings(self, method: str, **kwargs: Any) -> Any:
        """The answer of bookings."""
        return self.context.rpc.call("bookings", method, **kwargs)

    def members(self, city: str, method: str, **kwargs: Any) -> Any:
        """The answer of a city's members service, which nobody else can read."""
        return self.context.rpc.call(f"members_{city}", method, sealed=True, **kwargs)


@dataclass(frozen=True)
class Media:
    """An answer that is no JSON: what the operation does makes the whole of it, a str or bytes.

    Attributes:
        type: its media type; text is in UTF-8.
        description: one line, in French.
        example: the beginning of one.
        filename: for who saves it, with parameters in braces; None to show it.
        is_private: of whoever has the address, for them alone to keep; asked for again by its ETag.
    """

    type: str
    description: str
    example: str
    filename: str | None = None
    is_private: bool = False


@dataclass(frozen=True, eq=False)
class Operation:
    """One method of one path.

    Attributes:
        path: below `PREFIX`, a werkzeug rule.
        name: its operationId.
        summary: one line, in French.
        does: makes the answer, or refuses.
        answer: the schema of the answer; a field that it does not know is not sent. Of what is no JSON, what it is.
        body, query: the schemas of what is asked.
        location: of what was created, with fields of the answer in braces.
        refusals: the codes it may refuse with, beside those that follow from the rest.
        for_members: needs a bearer token.
        for_pass_holders: beside `for_members`; who has no account shows the pass of the registration that the path
            names (`registration_id`) as bearer token instead, and asks as a guest without roles.
        also_for_members: public; whoever sends a bearer token is answered as the member they are.
        idempotent_by_key: honours Idempotency-Key.
        media_type: of an answer that is JSON of a kind of its own.
        fresh_seconds: how long others may keep a public answer; None: as they please.
    """

    method: str
    path: str
    name: str
    summary: str
    does: Callable[[Asked], Any]
    answer: type[Schema] | Media
    body: type[Schema] | None = None
    query: type[Schema] | None = None
    status: int = 200
    location: str | None = None
    refusals: tuple[str, ...] = ()
    for_members: bool = False
    for_pass_holders: bool = False
    also_for_members: bool = False
    idempotent_by_key: bool = False
    media_type: str = "application/json"
    fresh_seconds: int | None = None

    @property
    def tag(self) -> str:
        """The group of operations it belongs to: the module that does it."""
        return self.does.__module__.rpartition(".")[2]

    def handle(self, request: Request, context: Context, **path: str) -> Response:
        """The router's handler."""
        asked = Asked(
            context,
            self._caller(context, path),
            path,
            _wire(reading.query(request, self.query or Schema)),
            _wire(reading.body(request, self.body)) if self.body else {},
            # without a key of the client's one of our own: a request that the broker delivers twice is done once
            (reading.idempotency_key(request) or ids.new()) if self.idempotent_by_key else None,
        )
        if isinstance(self.answer, Media):
            response = _media_response(self.answer, self.does(asked), asked, self.status)
        else:
            told = self.answer().dump(self.does(asked))
            response = json_response(told, self.status)
            response.content_type = self.media_type
            if self.location:
                response.headers["Location"] = self.location.format(**told)
        if isinstance(self.answer, Media) and self.answer.is_private:
            response.headers["Cache-Control"] = "private, no-cache"
            response.add_etag()
            response.make_conditional(request)
        elif self.method == "GET" and asked.caller is None:
            response.headers["Access-Control-Allow-Origin"] = "*"  # public, and never with credentials
            if self.fresh_seconds is not None:
                response.headers["Cache-Control"] = f"public, max-age={self.fresh_seconds}"
        else:
            response.headers["Cache-Control"] = "no-store"
        return response

    def _caller(self, context: Context, path: dict[str, str]) -> Caller | None:
        if self.for_pass_holders:
            return context.holder_of(path["registration_id"])
        if self.for_members or (self.also_for_members and context.token):
            return context.require_caller()
        return None


def json_response(content: Any, status: int = 200) -> Response:
    """JSON in UTF-8."""
    return Response(json.dumps(content, ensure_ascii=False), status, content_type="application/json")


def _media_response(media: Media, content: str | bytes, asked: Asked, status: int) -> Response:
    response = Response(content, status, mimetype=media.type)
    if media.filename:
        name = media.filename.format(**asked.path, **asked.query)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _wire(value: Any) -> Any:
    """As the services take it."""
    if isinstance(value, dict):
        return {name: _wire(below) for name, below in value.items()}
    if isinstance(value, list):
        return [_wire(below) for below in value]
    if isinstance(value, datetime):
        return rfc3339(value)
    return value.isoformat() if isinstance(value, date) else value
