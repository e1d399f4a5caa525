"""Tokens as a forger makes them, from one that is right and what everybody knows: the public key of the city.

Each gate of the network shall refuse each of them: the gateway, members, bookings.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from typing import Any

from joserfc.jwk import OKPKey

from chassis import signatures

Jwk = Mapping[str, Any]
Forgery = Callable[[str, Jwk], str]
"""The forged token, made of a right one and of the public key that verifies that."""

OWN = signatures.new_key("of-the-forger")


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _decoded(part: str) -> Any:
    return json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def _header(token: str) -> dict[str, Any]:
    return dict(_decoded(token.split(".")[0]))


def _claims(token: str) -> dict[str, Any]:
    return dict(_decoded(token.split(".")[1]))


def signed_by_forger(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """These claims under this header, with a real signature of the forger's own key."""
    head = f"{_encoded(json.dumps(header).encode())}.{_encoded(json.dumps(claims).encode())}"
    return f"{head}.{_encoded(OKPKey.import_key(OWN).private_key.sign(head.encode()))}"  # type: ignore[union-attr]


def _of_shared_secret(token: str, algorithm: str, secret: bytes) -> str:
    head = f"{_encoded(json.dumps(_header(token) | {'alg': algorithm}).encode())}.{token.split('.')[1]}"
    return f"{head}.{_encoded(hmac.new(secret, head.encode(), hashlib.sha256).digest())}"


def _under(token: str, **said: Any) -> str:
    """The same with another header, and the signature of the old one."""
    header = {name: value for name, value in (_header(token) | said).items() if value is not None}
    return ".".join([_encoded(json.dumps(header).encode()), *token.split(".")[1:]])


def _saying(token: str, **said: Any) -> str:
    """The same with other claims, and the signature of the old ones."""
    head, _, signature = token.split(".")
    return ".".join([head, _encoded(json.dumps(_claims(token) | said).encode()), signature])


def _by_forger(token: str, **said: Any) -> str:
    return signed_by_forger(_header(token) | said, _claims(token))


def _raw(jwk: Jwk) -> bytes:
    return urlsafe_b64decode(str(jwk["x"]) + "=")


FORGERIES: dict[str, Forgery] = {
    "nothing": lambda token, _: "",
    "no token": lambda token, _: "a.b.c",
    "no text of ours": lambda token, _: "é\ud800",
    "a very long one": lambda token, _: token + "A" * 5000,
    "no signature": lambda token, _: token.rpartition(".")[0] + ".",
    "a cut signature": lambda token, _: token[:-4],
    "two parts": lambda token, _: token.rpartition(".")[0],
    "four parts": lambda token, _: f"{token}.{token.rpartition('.')[2]}",
    "no algorithm": lambda token, _: _under(token, alg="none").rpartition(".")[0] + ".",
    "no algorithm, in capitals": lambda token, _: _under(token, alg="NONE").rpartition(".")[0] + ".",
    "no algorithm, with a signature": lambda token, _: _under(token, alg="none"),
    "an algorithm that is missing": lambda token, _: _under(token, alg=None),
    "the public key as a shared secret": lambda token, jwk: _of_shared_secret(token, "HS256", _raw(jwk)),
    "its text as a shared secret": lambda token, jwk: _of_shared_secret(token, "HS256", str(jwk["x"]).encode()),
    "the whole JWK as a shared secret": lambda token, jwk: _of_shared_secret(
        token, "HS256", json.dumps(dict(jwk)).encode()
    ),
    "a shared secret, said to be ours": lambda token, jwk: _of_shared_secret(token, "EdDSA", _raw(jwk)),
    "an algorithm of another family": lambda token, _: _by_forger(token, alg="RS256"),
    "the other name of the algorithm": lambda token, _: _by_forger(token, alg="Ed25519"),
    "the forger's key under our kid": lambda token, _: _by_forger(token),
    "the forger's kid": lambda token, _: _by_forger(token, kid=OWN["kid"]),
    "no kid": lambda token, _: _by_forger(token, kid=None),
    "a kid that is no text": lambda token, _: _by_forger(token, kid=["a"]),
    "a kid that is a path": lambda token, _: _by_forger(token, kid="../../../../dev/null"),
    "a kid that is a query": lambda token, _: _by_forger(token, kid="' UNION SELECT 'x' --"),
    "a key brought along": lambda token, _: _by_forger(token, jwk={name: OWN[name] for name in ("kty", "crv", "x")}),
    "an address of keys": lambda token, _: _by_forger(token, jku="https://forger.example.org/jwks.json"),
    "an address of certificates": lambda token, _: _by_forger(token, x5u="https://forger.example.org/x5u"),
    "a certificate brought along": lambda token, _: _by_forger(token, x5c=["MIIB"]),
    "a header that is unknown": lambda token, _: _by_forger(token, crit=["b64"], b64=False),
    "another type": lambda token, _: _under(token, typ="JWT"),
    "no type": lambda token, _: _under(token, typ=None),
    "another member": lambda token, _: _saying(token, sub="0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1aff"),
    "another city": lambda token, _: _saying(token, iss="tourcoing"),
    "no city": lambda token, _: _saying(token, iss=None),
    "a city that is no text": lambda token, _: _saying(token, iss={"roubaix": 1}),
    "a longer life": lambda token, _: _saying(token, exp=4102444800),
    "claims that are no object": lambda token, _: ".".join(
        [token.split(".")[0], _encoded(b"[1]"), token.split(".")[2]]
    ),
    "claims of a great depth": lambda token, _: ".".join(
        [token.split(".")[0], _encoded(b"[" * 2000), token.split(".")[2]]
    ),
}
