"""An OpenID Connect provider of the tests' own, on the loopback, which can be made to answer wrongly."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey
from werkzeug import Request, Response

from chassis import clock, config
from chassis.http import Listener
from services.members.provider import Provider
from services.members.provider.transport import Line

CLIENT_ID, CLIENT_SECRET = "champ-libre", "a secret of Roubaix and of its provider"
CALLBACK = "https://lab.example.org/sessions/provider/callback"
CAMILLE = {"sub": "3f1c", "name": "Camille Vandamme", "email": "camille.vandamme@example.org", "email_verified": True}


class OwnProvider:
    """Answers as one person who signs in there.

    Attributes:
        url: its issuer.
        person: what it says of them.
        claims: of the ID token, beside or instead of the right ones; None takes one away.
        metadata: likewise of its discovery document.
        keys: that it publishes.
        sign: makes the ID token of its claims.
        userinfo: what it says of somebody beside the ID token; text is a JWT.
        before: called before each answer, with the path.
        asked: each request, as its path and what it was sent.
    """

    def __init__(self) -> None:
        self.url = ""
        self.person: dict[str, Any] = dict(CAMILLE)
        self.claims: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.key = key("1")
        self.keys: list[dict[str, Any]] = [public(self.key)]
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.userinfo: dict[str, Any] | str = {}
        self.before: Callable[[str], Response | None] = lambda _: None
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._gone: dict[str, dict[str, str]] = {}

    def signed(self, claims: dict[str, Any], **header: Any) -> str:
        """The claims as a JWT that its key signed."""
        return jwt.encode({"alg": "ES256", "kid": self.key.kid, **header}, claims, self.key)

    def visit(self, address: str) -> dict[str, str]:
        """What somebody comes back with whom it lets in."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self._gone)}"
        self._gone[code] = asked
        return {"code": code, "state": asked["state"]}

    def answer(self, request: Request) -> Response:
        sent = {**request.form.to_dict(), "Authorization": request.headers.get("Authorization", "")}
        self.asked.append((request.path, sent))
        if (instead := self.before(request.path)) is not None:
            return instead
        return getattr(self, request.path.rpartition("/")[2].replace("-", "_"))(sent)  # type: ignore[no-any-return]

    def openid_configuration(self, _: dict[str, str]) -> Response:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        known = {name: f"{self.url}/{path}" for name, path in ends.items()}
        return told({"issuer": self.url, **known, "userinfo_endpoint": f"{self.url}/user", **self.metadata})

    def jwks(self, _: dict[str, str]) -> Response:
        return told({"keys": self.keys})

    def token(self, sent: dict[str, str]) -> Response:
        asked = self._gone.pop(sent["code"], None)
        if asked is None or asked["redirect_uri"] != sent["redirect_uri"] or not _has_verifier(asked, sent):
            return told({"error": "invalid_grant", "error_description": "camille@example.org"}, 400)
        now = int(clock.now().timestamp())
        claims = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims |= {**self.person, **self.claims}
        id_token = self.sign({name: value for name, value in claims.items() if value is not None})
        return told({"access_token": "an-access-token", "token_type": "Bearer", "expires_in": 60, "id_token": id_token})

    def user(self, _: dict[str, str]) -> Response:
        if isinstance(self.userinfo, str):
            return Response(self.userinfo, content_type="application/jwt; charset=utf-8")
        return told(self.userinfo)


def key(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", parameters={"kid": kid, "use": "sig"})


def public(known: Any) -> dict[str, Any]:
    return dict(known.as_dict(private=False))


def told(content: Any, status: int = 200) -> Response:
    return Response(json.dumps(content), status, content_type="application/json")


def settings(url: str, **changes: Any) -> config.Provider:
    """What a city says of it."""
    return config.Provider("Mon Roubaix", url, CLIENT_ID, CLIENT_SECRET, **changes)


def known(
    own: OwnProvider, seconds: float = 5.0, monotonic: Callable[[], float] = clock.monotonic, **changes: Any
) -> Provider:
    """Our side of it."""
    return Provider(settings(own.url, **changes), CALLBACK, Line(seconds=seconds), monotonic)


def _has_verifier(asked: dict[str, str], sent: dict[str, str]) -> bool:
    if "code_challenge" not in asked:
        return True
    digest = sha256(sent.get("code_verifier", "").encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]


@contextmanager
def running() -> Iterator[OwnProvider]:
    """One that listens, until the end of the block."""
    own = OwnProvider()
    listener = Listener("127.0.0.1:0", Request.application(own.answer), "admin")
    listener.start()
    own.url = f"http://127.0.0.1:{listener.port}"
    try:
        yield own
    finally:
        listener.kill()
