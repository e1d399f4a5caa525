"""The cookies by which a browser is known: no script can read them, no other site can send them along with a form.

`session` holds the access token, `refresh` the token by which a login goes on. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug import Response

from chassis.config import Settings

SESSION = "session"
REFRESH = "refresh"


def keep(
    response: Response, settings: Settings, name: str, value: str, seconds: int | None = None, path: str = "/"
) -> None:
    """Set a cookie; without an end it goes with the browser. It is sent to what is below `path` alone."""
    secure = settings.gateway.public_url.startswith("https://")
    response.set_cookie(name, value, max_age=seconds, path=path, httponly=True, samesite="Lax", secure=secure)


def keep_tokens(response: Response, settings: Settings, tokens: Mapping[str, Any]) -> None:
    """Let the browser keep the tokens of a login, each as long as it is good for something."""
    keep(response, settings, SESSION, tokens["access_token"], int(tokens["expires_in"]))
    keep(response, settings, REFRESH, tokens["refresh_token"], int(tokens["refresh_expires_in"]))


def forget_tokens(response: Response, settings: Settings) -> None:
    """Take them back."""
    for name in (SESSION, REFRESH):
        keep(response, settings, name, "", 0)


def sets_tokens(response: Response) -> bool:
    """Whether the response keeps or forgets tokens already."""
    return any(cookie.startswith(f"{SESSION}=") for cookie in response.headers.getlist("Set-Cookie"))
