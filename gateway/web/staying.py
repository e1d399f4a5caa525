"""Staying signed in: whoever visits a page with an access token that has ended goes on by their refresh token.

In one place, around all pages, so that whatever is answered, a refusal too, takes the new tokens to the browser: the
old refresh token has served, and would end the login if it came back later. Of several requests at once each is given
the same new one. Decides nothing of a page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from werkzeug import Request, Response

from chassis.errors import Forbidden, RemoteFailure, ServiceError, Unauthenticated, Unavailable
from gateway.context import Context
from gateway.sign_in import refresh
from gateway.web import assets, cookies

Answer = Callable[[Request, Context], Response]


def answer(request: Request, context: Context, go_on: Answer) -> Response:
    """The response to a visit, which may renew the tokens of the browser, or take them back.

    Args:
        request: of a page.
        context: with the access token of the browser, if it has one.
        go_on: gives the response.
    """
    token = request.cookies.get(cookies.REFRESH)
    if not token or request.path.startswith(assets.PREFIX) or not _has_ended(context):
        return go_on(request, context)
    try:
        tokens = refresh(context.rpc, context.settings.cities, token)
    except (Unauthenticated, Forbidden):
        response = go_on(request, replace(context, token=None))
        if not cookies.sets_tokens(response):
            cookies.forget_tokens(response, context.settings)
        return response
    except (ServiceError, RemoteFailure) as failure:
        city = token.partition(".")[0]
        why = failure if isinstance(failure, ServiceError) else Unavailable("service_unavailable", "it broke")
        why.detail.setdefault("service", f"members_{city}")
        return go_on(request, replace(context, token=None, unrecognised=why))
    response = go_on(request, replace(context, token=tokens["access_token"]))
    if not cookies.sets_tokens(response):
        cookies.keep_tokens(response, context.settings, tokens)
    return response


def _has_ended(context: Context) -> bool:
    """Whether there is no good access token; while the cities' keys are unknown none is called bad."""
    try:
        context.require_caller()
    except Unauthenticated:
        return True
    except ServiceError:
        return False
    return False
