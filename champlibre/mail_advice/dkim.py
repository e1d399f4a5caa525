"""DKIM: the key by which a domain's letters are signed. Pure: judges what was found, never looks it up.

Source: RFC 6376, section 3.6.1 (the record); RFC 8301 (lengths); RFC 8463 (Ed25519); RFC 8058,
    section 4 (what is signed).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from champlibre.mail_advice.tags import read, shown

SHORTEST_BITS = 1024
GOOD_BITS = 2048
ED25519_BYTES = 32
COVERED = "its signature must cover List-Unsubscribe and List-Unsubscribe-Post (RFC 8058)"


def name_of(selector: str, domain: str) -> str:
    """Where the key is published."""
    return f"{selector}._domainkey.{domain}"


def unlooked(domain: str, host: str) -> str:
    """What is said when nobody named the selector."""
    name = name_of("<selector>", domain)
    return (
        f"not looked for: set mail.smtp.dkim_selector to the selector by which {host} signs; it publishes the key "
        f'as {name}. TXT "v=DKIM1; k=rsa; p=<public key>"; {COVERED}'
    )


def judge(texts: Sequence[str], name: str, host: str) -> tuple[bool, str]:
    """Whether the key is well, and what is to be said of it.

    Args:
        texts: the TXT records found.
        name: at which they were.
        host: the mail server, which signs.
    """
    if not texts:
        said = f'none: publish {name}. TXT "v=DKIM1; k=rsa; p=<public key of {host}>", 2048 bits'
    elif len(texts) > 1:
        said = f"several records at {name}: which of them counts is not defined; leave one"
    else:
        fault = fault_of(texts[0])
        if fault is None:
            return True, f"a key at {name}; {COVERED}"
        said = f"{name}: {fault}"
    return False, f"{said}; {COVERED}"


def fault_of(record: str) -> str | None:
    """What is wrong with a record, or could be better; None: nothing."""
    tags = read(record)
    if tags is None or "p" not in tags:
        return "is no key: it lacks p=, or is not a list of tags"
    if "v" in tags and (tags["v"] != "DKIM1" or next(iter(tags)) != "v"):
        return "must begin with v=DKIM1"
    key = "".join(tags["p"].split())
    if not key:
        return "the key was taken back: p= is empty"
    if not {"*", "email"} & {one.strip() for one in tags.get("s", "*").split(":")}:
        return "s= lets it sign no e-mail"
    if "sha256" not in [one.strip() for one in tags.get("h", "sha256").split(":")]:
        return "h= lets it sign nothing by SHA-256"
    fault = _fault_of_key(tags.get("k", "rsa"), key)
    if fault is None and "y" in [one.strip() for one in tags.get("t", "").split(":")]:
        return "is marked as a test (t=y): take that out when letters are signed well"
    return fault


def _fault_of_key(kind: str, key: str) -> str | None:
    try:
        raw = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return "p= is not Base64"
    if kind == "ed25519":
        return None if len(raw) == ED25519_BYTES else "p= is no Ed25519 key"
    if kind != "rsa":
        return f"k={shown(kind)}: nobody knows that kind of key; use rsa"
    try:
        found = load_der_public_key(raw)
    except (ValueError, UnsupportedAlgorithm, TypeError):
        return "p= is no RSA key"
    if not isinstance(found, RSAPublicKey):
        return "p= is no RSA key"
    if found.key_size < SHORTEST_BITS:
        return f"{found.key_size} bits: nobody accepts less than {SHORTEST_BITS}; make one of {GOOD_BITS}"
    if found.key_size < GOOD_BITS:
        return f"{found.key_size} bits are accepted still; make one of {GOOD_BITS} (RFC 8301)"
    return None
