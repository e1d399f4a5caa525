"""Show that one is of the same home: a keyed digest over what is asked, made by who has the secret. Pure.

Never hides anything: what is proven travels beside its proof.

Source: RFC 2104 (HMAC), FIPS 180-4 (SHA-256).
"""

from __future__ import annotations

import hmac
import json


def make(secret: str, *facts: str) -> str:
    """The proof of these facts, in this order: 64 hexadecimal digits."""
    canonical = json.dumps(facts, separators=(",", ":"))  # no two lists of texts are written alike
    return hmac.digest(secret.encode(), canonical.encode(), "sha256").hex()


def holds(proof: str, secret: str, *facts: str) -> bool:
    """Whether it is the proof of these facts; how long that takes tells nothing. Without a secret nothing holds."""
    return bool(secret) and hmac.compare_digest(make(secret, *facts).encode(), proof.encode("utf-8", "replace"))
