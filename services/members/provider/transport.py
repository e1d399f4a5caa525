"""HTTP to a provider that may be slow, huge or wrong. Never follows a redirect, never waits without an end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import eventlet
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from eventlet.semaphore import Semaphore
from requests import RequestException, Response
from urllib3.exceptions import HTTPError

from chassis import logs
from chassis.errors import Forbidden, Unavailable

AT_ONCE = 20
"""Who speaks with one provider at a time: a slow one does not take every worker of the city."""

WHOLE_SECONDS = 10.0
MOST_BYTES = 256 * 1024
_SILENCE_SECONDS = 5.0
_ERRORS = (
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
)
_log = logs.get("provider")


class TooLarge(ValueError):
    """The provider says more than anybody has to read."""


class Session(OAuth2Session):
    """Requests to a provider, each with bounds; what is answered was read whole."""

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        bounds = {"timeout": _SILENCE_SECONDS, "allow_redirects": False, "stream": True}
        response: Response = super().request(method, url, *args, **{**kwargs, **bounds})
        try:
            content = response.raw.read(MOST_BYTES + 1, decode_content=True)
        finally:
            response.close()
        if len(content) > MOST_BYTES:
            raise TooLarge("too large")
        response.raw = BytesIO(content)
        return response

    def document(self, url: str) -> dict[str, Any]:
        """A JSON object that anybody may read."""
        return read_object(self.get(url, withhold_token=True))


class Line:
    """So many conversations at a time, each with an end, whose failures are refusals."""

    def __init__(self, at_once: int = AT_ONCE, seconds: float = WHOLE_SECONDS) -> None:
        self._free = Semaphore(at_once)
        self._seconds = seconds

    @contextmanager
    def conversation(self, **client: Any) -> Iterator[Session]:
        """A session with the provider.

        Args:
            client: who we are there, as Authlib's OAuth 2 client takes it.

        Raises:
            Unavailable: `provider_unavailable`.
            Forbidden: `provider_answer_invalid`.
        """
        if not self._free.acquire(blocking=False):
            raise Unavailable("provider_unavailable", "too many wait for the provider")
        try:
            with _told(), _understood(), Session(**client) as session:
                late = Unavailable("provider_unavailable", "the provider did not answer in time")
                session.headers["Accept-Encoding"] = "identity"
                with eventlet.Timeout(self._seconds, late):
                    yield session
        finally:
            self._free.release()


@contextmanager
def _understood() -> Iterator[None]:
    """What goes wrong becomes a refusal, without the words of what was raised: they may quote an address."""
    try:
        yield
    except AuthlibBaseError as exc:
        said = exc.error if exc.error in _ERRORS else "unknown"
        raise Forbidden("provider_answer_invalid", "the provider did not take the code", {"claim": said}) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Forbidden("provider_answer_invalid", "the provider answers what cannot be understood") from None
    except (RequestException, HTTPError, OSError):
        raise Unavailable("provider_unavailable", "the provider cannot be reached, or broke") from None


@contextmanager
def _told() -> Iterator[None]:
    """The operator is told of what is the provider's, and of nobody."""
    try:
        yield
    except (Unavailable, Forbidden) as refusal:
        if refusal.code != "provider_refused":
            _log.warning("no sign-in at the provider", code=refusal.code, why=refusal.message, **refusal.detail)
        raise


def read_object(response: Response) -> dict[str, Any]:
    """The JSON object of a response."""
    check_status(response)
    content = json.loads(response.content)
    if not isinstance(content, dict):
        raise TypeError("no object")
    return content


def check_status(response: Response) -> None:
    """Only 200 says anything: a redirect is none, and what failed there is told as that."""
    if response.status_code >= 500:
        response.raise_for_status()
    if response.status_code != 200:
        raise ValueError("no answer")
