"""Requests that nobody should send: each gets a problem document, and the server stands."""
from __future__ import annotations

import base64
import contextlib
import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.network import Member, Network, Visitor

JSON = {"Content-Type": "application/json"}
MEGABYTE = b" " * (1 << 20)


def hundred_megabytes() -> Iterator[bytes]:
    for _ in range(100):
        yield MEGABYTE


def send(network: Network, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    """One request as it is, without the manners of a client library. Gives status, content type and body."""
    connection = http.client.HTTPConnection(urlsplit(network.url).netloc, timeout=20)
    try:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it answered before the end of our words
            connection.request(method, path, body() if callable(body) else body, headers or JSON)
        reply = connection.getresponse()
        return reply.status, reply.headers["Content-Type"], reply.read()
    finally:
        connection.close()


SESSIONS = "/api/v1/sessions"
AVAILABILITY, NEVER = "/api/v1/spaces/champ-libre-atelier/availability", "9999-12-31T23:59:59Z"
TEXT = {"Content-Type": "text/plain"}
LONG = {**JSON, "Content-Length": str(100 << 20)}
NO_TOKEN = {"Authorization": "Bearer x.y.z"}
# What is sent (method, path, body, headers), and the status it deserves.
ABUSES: dict[str, tuple[int, tuple[Any, ...]]] = {
    "malformed JSON": (400, ("POST", SESSIONS, b'{"email": ')),
    "a list where an object is due": (400, ("POST", SESSIONS, b"[1, 2]")),
    "wrong types": (400, ("POST", SESSIONS, b'{"email": 1, "password": []}')),
    "unknown fields": (400, ("POST", SESSIONS, b'{"email": "a@example.org", "password": "x", "y": 1}')),
    "JSON that nests too deep": (400, ("POST", SESSIONS, b"[" * 100_000)),
    "bad UTF-8": (400, ("POST", SESSIONS, b'{"email": "\xff\xfe"}')),
    "a name twice": (400, ("POST", SESSIONS, b'{"email": "a@example.org", "email": "b@example.org", "password": "x"}')),
    "NaN": (400, ("POST", SESSIONS, b'{"email": NaN, "password": "x"}')),
    "NUL in an identifier": (404, ("GET", "/api/v1/spaces/a%00b")),
    "bad UTF-8 in the query": (400, ("GET", "/api/v1/spaces?city=%ff%fe")),
    "an instant beyond the calendar": (400, ("GET", f"{AVAILABILITY}?from=0001-01-01T00:00:00%2B23:00&to={NEVER}")),
    "a time before all opening hours": (400, ("GET", f"{AVAILABILITY}?from=0001-01-01T00:00:00Z&to={NEVER}")),
    "a limit in other digits": (400, ("GET", "/api/v1/spaces?limit=%D9%A3")),
    "an address of 20 kB": (414, ("GET", f"/api/v1/spaces?city={'a' * 20_000}")),
    "a field of 20 kB": (431, ("GET", "/api/v1/spaces", None, {"X-Long": "a" * 20_000})),
    "a host that is none": (400, ("GET", "/api/v1/spaces", None, {"Host": "<script>"})),
    "another content type": (415, ("POST", SESSIONS, b"email=a", TEXT)),
    "a body of 100 MB": (413, ("POST", SESSIONS, hundred_megabytes, LONG)),
    "an unknown route": (404, ("GET", "/api/v1/nonsense")),
    "an unknown method": (405, ("PUT", "/api/v1/places", b"{}")),
    "an unknown space": (404, ("GET", "/api/v1/spaces/nowhere")),
    "a cursor that was never given": (400, ("GET", "/api/v1/spaces?after=%FF%00")),
    "a limit that is no number": (400, ("GET", "/api/v1/spaces?limit=many")),
    "no token": (401, ("GET", "/api/v1/bookings")),
    "a token that is none": (401, ("GET", "/api/v1/bookings", None, NO_TOKEN)),
}


@pytest.mark.parametrize("abuse", ABUSES)
def test_a_request_that_makes_no_sense_gets_a_problem_document_and_the_server_stands(
    network: Network, abuse: str
) -> None:
    status, request = ABUSES[abuse]
    answered, kind, body = send(network, *request)
    assert (answered, kind) == (status, "application/problem+json"), body
    problem = json.loads(body)
    assert problem["status"] == status
    assert problem["code"]
    assert "Traceback" not in body.decode()
    assert Visitor(network).get("/cities")


@pytest.fixture(scope="module")
def member(network: Network) -> Member:
    return Member(network, name="Hermance Agache", email="hermance.agache@example.org").join()


def forge(token: str, **claims: Any) -> str:
    """The token with other claims, under the same signature."""
    header, payload, signature = token.split(".")
    told = json.loads(base64.urlsafe_b64decode(payload + "==")) | claims
    return ".".join([header, base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("="), signature])


def unsigned(token: str) -> str:
    _, payload, _ = token.split(".")
    header = base64.urlsafe_b64encode(b'{"alg":"none","typ":"at+jwt"}').decode().rstrip("=")
    return f"{header}.{payload}."


@pytest.mark.parametrize("trick", [
    lambda token: forge(token, sub="00000000-0000-4000-8000-000000000000"),
    lambda token: forge(token, exp=4102444800),
    lambda token: forge(token, iss="tourcoing"),
    unsigned,
    lambda token: token[:-4] + "AAAA",
], ids=["another member", "a longer life", "another city", "no signature", "a wrong signature"])
def test_a_forged_token_is_refused(network: Network, member: Member, trick: Callable[[str], str]) -> None:
    assert member.token
    reply = Visitor(network, trick(member.token)).ask("GET", "/bookings")
    assert (reply.status_code, reply.headers["Content-Type"]) == (401, "application/problem+json")
