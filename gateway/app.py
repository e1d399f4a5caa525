"""The gateway as one function from request to response: who asks, in which language, by which route. Asks no clock."""

from __future__ import annotations

from functools import cache

from werkzeug.wrappers import Request, Response

from chassis.config import Settings
from gateway import api, clients
from gateway.context import LANGUAGES, Asks, Context
from gateway.routing import Router
from gateway.tokens import Tokens
from gateway.web import refusals as web_refusals
from gateway.web import staying
from gateway.web.cookies import SESSION
from gateway.web.routes import ROUTES as WEB_ROUTES


class App:
    """One for each process: it keeps the cities' keys."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._tokens = Tokens()
        self._router = _router()

    def answer(self, request: Request, rpc: Asks) -> Response:
        """The response to a request, whatever happens."""
        context = Context(
            rpc,
            self._settings,
            self._tokens,
            _token(request),
            language=request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0],
            device=clients.device(request.user_agent.string),
            client=clients.address(request, self._settings.gateway.trusted_proxies),
        )
        if api.is_at(request.path):
            return self._router.answer(request, context)
        return staying.answer(request, context, self._router.answer)


@cache
def _router() -> Router:
    """Of every address; making it takes a while."""
    return Router([*api.ROUTES, *WEB_ROUTES], _refuse)


def _refuse(request: Request, context: Context, refusal: Exception) -> Response:
    return (api.refuse if api.is_at(request.path) else web_refusals.refuse)(request, context, refusal)


def _token(request: Request) -> str | None:
    """Of the API the bearer token alone, of the pages the cookie alone: no other site can send the former."""
    if not api.is_at(request.path):
        return request.cookies.get(SESSION)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
