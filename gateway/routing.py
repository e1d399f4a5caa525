"""From a request to its handler: one table of routes, shared by the API and the pages.

A handler is `handler(request, context, **values) -> Response`; the values are those of the path. It refuses
by raising a `ServiceError`. HEAD works wherever GET does; OPTIONS is answered here.
Never renders a refusal: the `refuse` function that the router is given does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as NoSuchRoute
from werkzeug.routing import BaseConverter, Map, Rule
from werkzeug.wrappers import Request, Response

from chassis import logs
from chassis.errors import NotFound, ServiceError
from chassis.http.front import ROUTE
from gateway.context import Context

Handler = Callable[..., Response]
Refuse = Callable[[Request, Context, Exception], Response]

_log = logs.get("gateway")


@dataclass(frozen=True)
class Route:
    """One method of one path.

    Attributes:
        path: a werkzeug rule: `/places/<id:place_id>`.
        handler: gets the request, the context, and the values of the path by name.
    """

    method: str
    path: str
    handler: Handler


class Identifier(BaseConverter):
    """`<id:...>` in a rule: an identifier of ours. With anything else there the path does not exist."""

    regex = r"[A-Za-z0-9][A-Za-z0-9._~-]{0,63}"


class Router:
    """Finds the handler and calls it.

    Args:
        routes: the table; the first of two that match equally well wins.
        refuse: renders what a handler refused (a `ServiceError`), a werkzeug `HTTPException` (405, a bad
            form), or, for any other exception, the fact that something broke.
    """

    def __init__(self, routes: Iterable[Route], refuse: Refuse) -> None:
        self._refuse = refuse
        self._map = Map(
            [Rule(route.path, methods=[route.method], endpoint=route) for route in routes],
            converters={"id": Identifier},
            strict_slashes=False,
            merge_slashes=False,
        )

    def answer(self, request: Request, context: Context) -> Response:
        """The response to a request, whatever happens."""
        try:
            return self._answer(request, context)
        except (ServiceError, HTTPException) as refusal:
            return self._refuse(request, context, refusal)
        except Exception as broken:  # a bug is told as one, and its words stay here
            _log.error("a handler broke", broken)
            return self._refuse(request, context, broken)

    def _answer(self, request: Request, context: Context) -> Response:
        adapter = self._map.bind("", path_info=request.path)
        if request.method == "OPTIONS" and (allowed := sorted(adapter.allowed_methods())):
            return Response(status=204, headers={"Allow": ", ".join([*allowed, "OPTIONS"])})
        try:
            rule, values = adapter.match(method=request.method, return_rule=True)
        except NoSuchRoute:
            raise NotFound("route_unknown", "there is nothing at this address") from None
        request.environ[ROUTE] = rule.rule
        route: Route = rule.endpoint
        return route.handler(request, context, **values)
