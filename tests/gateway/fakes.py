"""The parts around the gateway: cities that sign, services that answer from a table, a client."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

from eventlet.wsgi import Input
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request, Response

from chassis import clock
from chassis.config import Settings, read
from chassis.errors import Unavailable
from chassis.http import Limits
from chassis.http.front import Front
from gateway.app import App

CITIES = {
    "roubaix": {
        "name": "Roubaix", "insee": "59512", "siren": "215905126", "data_officer": "dpo@roubaix.example.org"
    },
    "tourcoing": {"name": "Tourcoing", "insee": "59599", "siren": "215905993"},
    "marcq": {"name": "Marcq-en-Barœul", "insee": "59378", "siren": "215903782"},
}
MEMBER = "0191c5ae-3f63-4d5b-a3c8-5f0c4b1f7a10"

_eddsa = copy(jws.JWSRegistry.algorithms["EdDSA"])
_eddsa.security_warning = None


class _Signing(jws.JWSRegistry):
    algorithms = {**jws.JWSRegistry.algorithms, "EdDSA": _eddsa}  # noqa: RUF012


def settings(folder: Path = Path("var")) -> Settings:
    """The settings of a node with all three cities, as a file would give them."""
    return read(
        {
            "city": list(CITIES),
            "cities": CITIES,
            "broker": {"uri": "embedded:///unused.db"},
            "database": {"url": "sqlite:///{database}.db"},
            "gateway": {"secret": "s" * 32, "public_url": "https://champlibre.example.org"},
            "home_secret": "h" * 32,
            "mail": {"folder": str(folder)},
        },
        {},
    )


class City:
    """A city that signs its members' tokens."""

    def __init__(self, code: str, kid: str = "1") -> None:
        self.code, self.kid = code, f"{code}-{kid}"
        self.key = OKPKey.generate_key("Ed25519", parameters={"use": "sig", "kid": self.kid})

    def public(self) -> dict[str, Any]:
        return dict(self.key.as_dict(private=False))

    def token(self, header: dict[str, Any] | None = None, key: Any = None, **claims: Any) -> str:
        """A member's token; `claims` and `header` change what it says."""
        now = int(clock.now().timestamp())
        said = {
            "iss": self.code, "sub": MEMBER, "aud": "champlibre", "iat": now, "exp": now + 3600, "jti": "j", "sid": "l",
            "category": "resident", "organisation_kind": "individual", "language": "fr", "roles": [],
            **claims,
        }  # fmt: skip
        said = {name: value for name, value in said.items() if value is not None}
        protected = {"alg": "EdDSA", "typ": "at+jwt", "kid": self.kid, **(header or {})}
        protected = {name: value for name, value in protected.items() if value is not None}
        registry = _Signing(algorithms=["EdDSA", "HS256", "none"])
        return jws.serialize_compact(protected, json.dumps(said).encode(), key or self.key, registry=registry)


class Services:
    """The services of the network, from a table: `answers["bookings.book"] = answer, refusal or function`."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.sealed: set[str] = set()
        self.deadlines: dict[str, float | None] = {}

    def call(
        self, service: str, method: str, *, sealed: bool = False, deadline: float | None = None, **kwargs: Any
    ) -> Any:
        name = f"{service}.{method}"
        self.calls.append((name, json.loads(json.dumps(kwargs))))
        self.deadlines[name] = deadline
        if sealed:
            self.sealed.add(name)
        if name not in self.answers:
            raise Unavailable("service_unavailable", "absent", {"service": service, "why": "absent"})
        answer = self.answers[name]
        if isinstance(answer, Exception):
            raise answer
        return answer(**kwargs) if isinstance(answer, Callable) else answer  # type: ignore[arg-type]

    def asked(self, name: str) -> list[dict[str, Any]]:
        """The arguments of each call to a method."""
        return [kwargs for called, kwargs in self.calls if called == name]


class Gateway:
    """The gateway behind its front, and a client of it."""

    def __init__(self) -> None:
        self.services = Services()
        self.cities = {code: City(code) for code in ("roubaix", "tourcoing")}
        self.services.answers["bookings.issuer_keys"] = lambda: {
            code: [city.public()] for code, city in self.cities.items()
        }
        app = App(settings())

        def answer(request: Request) -> Response:
            return app.answer(request, self.services)

        self.client = Client(_arriving(Front("gateway", answer, Limits())))
        self.headers: dict[str, str] = {}

    def signed_in(self, city: str = "roubaix") -> Gateway:
        """From now on a member of that city asks."""
        self.headers["Authorization"] = f"Bearer {self.cities[city].token()}"
        return self

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """One request below /api/v1, with a JSON body if any."""
        fields = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if body is None:
            return self.client.open(f"/api/v1{path}", method=method, headers=fields)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        fields.setdefault("Content-Type", "application/json")
        return self.client.open(f"/api/v1{path}", method=method, headers=fields, data=data)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.ask("POST", path, body, **headers)


def problem(response: TestResponse) -> tuple[int, str]:
    """The status and the code of a problem document; it is one."""
    assert response.content_type == "application/problem+json"
    told = json.loads(response.data)
    assert told["status"] == response.status_code
    assert told["trace_id"] == response.headers["X-Request-Id"]
    assert told["title"]
    return response.status_code, told["code"]


def _arriving(app: Callable[..., Any]) -> Callable[..., Any]:
    """The application with bodies that come as a running node gets them, in the reader of eventlet."""

    def arriving(environ: dict[str, Any], start_response: Any) -> Any:
        body = Input(environ["wsgi.input"], int(environ.get("CONTENT_LENGTH") or 0), sock=None)
        return app({"REMOTE_ADDR": "127.0.0.1", **environ, "wsgi.input": body}, start_response)

    return arriving


SHARED_SECRET = OctKey.generate_key(256)
