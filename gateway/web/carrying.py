"""What a visitor typed, carried from one page to the next in a hidden field that only this gateway reads.

Between the password and the code nothing is kept here, and the password is in no page. Holds no state; any gateway
with the same secret reads it, for ten minutes.

Source: RFC 7516 (JWE), `dir` and A256GCM.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

LASTS = timedelta(minutes=10)


def carry(secret: str, facts: Mapping[str, str], now: datetime) -> str:
    """The facts, for a hidden field."""
    content = json.dumps({"facts": dict(facts), "until": (now + LASTS).timestamp()})
    return jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, content.encode(), _key(secret))


def carried(secret: str, field: str, now: datetime) -> dict[str, str]:
    """The facts that a hidden field brings back; none when we did not put them there, or too long ago."""
    try:
        content = json.loads(jwe.decrypt_compact(field, _key(secret)).plaintext or b"")
    except (JoseError, ValueError):
        return {}
    return dict(content["facts"]) if now.timestamp() < content["until"] else {}


def _key(secret: str) -> OctKey:
    return OctKey.import_key(sha256(f"carried\n{secret}".encode()).digest())
