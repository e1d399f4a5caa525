"""Seal what only one service may read, so that the bus carries no name, address, password or token. Pure.

Compact JWE: ECDH-ES on X25519, content by A256GCM. The request is sealed to the service's published key;
it carries a public key made for the caller, to which the reply is sealed.

Source: RFC 7516 (JWE), RFC 7518 section 4.6 (ECDH-ES), RFC 8037 (X25519).
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from chassis.errors import Invalid

_ALGORITHMS = ["ECDH-ES", "A256GCM"]
_LARGEST_BYTES = 16 * 1024 * 1024


class _Registry(jwe.JWERegistry):
    """The library opens 64 KiB; what a city holds of one member may be more."""

    max_ciphertext_length = _LARGEST_BYTES


def new_key(kid: str) -> dict[str, Any]:
    """A fresh private key (JWK) to receive sealed content with."""
    return dict(OKPKey.generate_key("X25519", parameters={"use": "enc", "kid": kid}).as_dict(private=True))


def key_of(secret: str, purpose: str) -> dict[str, Any]:
    """The private key (JWK) that whoever has the secret has for that purpose: the same in every process, kept nowhere.

    Source: RFC 5869 (HKDF) with SHA-256.
    """
    drawn = HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret.encode())
    of_secret = X25519PrivateKey.from_private_bytes(drawn)
    d, x = (urlsafe_b64encode(half).decode().rstrip("=") for half in (drawn, of_secret.public_key().public_bytes_raw()))
    return {"kty": "OKP", "crv": "X25519", "x": x, "d": d, "use": "enc", "kid": x[:16]}


def public(jwk: Mapping[str, Any]) -> dict[str, Any]:
    """The public half of a JWK."""
    return {name: value for name, value in jwk.items() if name != "d"}


def seal(content: Any, recipient: Mapping[str, Any]) -> str:
    """JSON-able content that only the holder of the recipient's private key can open.

    Raises:
        Invalid: `sealing_key_invalid`.
    """
    try:
        key = OKPKey.import_key({name: recipient[name] for name in ("kty", "crv", "x")})
        header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": str(recipient.get("kid", ""))}
        return jwe.encrypt_compact(header, json.dumps(content, ensure_ascii=False).encode(), key, registry=_registry())
    except (KeyError, JoseError, ValueError, TypeError):
        raise Invalid("sealing_key_invalid", "no usable X25519 public key") from None


def unseal(sealed: Any, keys: Iterable[Mapping[str, Any]]) -> Any:
    """The content of `sealed`, opened with the one of `keys` (private JWKs) that it names.

    Raises:
        Invalid: `sealing_key_unknown` when none is named so, `seal_broken` when it does not open.
    """
    try:
        header = _header(sealed)
        for jwk in keys:
            if jwk.get("kid") == header.get("kid"):
                opened = jwe.decrypt_compact(sealed, OKPKey.import_key(dict(jwk)), registry=_registry())
                return json.loads(opened.plaintext or b"null")
    except (JoseError, ValueError, TypeError):
        raise Invalid("seal_broken", "the sealed content cannot be opened") from None
    raise Invalid("sealing_key_unknown", "sealed to a key that is not held here")


def _registry() -> jwe.JWERegistry:
    return _Registry(algorithms=_ALGORITHMS)


def _header(sealed: Any) -> dict[str, Any]:
    if not isinstance(sealed, str):
        raise ValueError("no text")
    part = sealed.split(".", 1)[0]
    header = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    if not isinstance(header, dict):
        raise ValueError("no header")
    return header
