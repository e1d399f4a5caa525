"""Show that one is of the same home: a keyed digest over what is asked, made by who has the secret. Pure.

Never hides anything: what is proven travels beside its proof.

Source: RFC 2104 (HMAC), FIPS 180-4 (SHA-256).
"""

from __future__ import annotations

import hmac
import json
from datetime import datetime

from chassis.clock import rfc3339


def make(secret: str, *facts: str) -> str:
    """The proof of these facts, in this order: 64 hexadecimal digits."""
    canonical = json.dumps(facts, separators=(",", ":"))  # no two lists of texts are written alike
    return hmac.digest(secret.encode(), canonical.encode(), "sha256").hex()


def holds(proof: str, secret: str, *facts: str) -> bool:
    """Whether it is the proof of these facts; how long that takes tells nothing. Without a secret nothing holds."""
    return bool(secret) and hmac.compare_digest(make(secret, *facts).encode(), proof.encode("utf-8", "replace"))


def make_until(secret: str, until: datetime, *facts: str) -> str:
    """As `make`, of facts that are proven for whoever shows it before an instant."""
    return make(secret, *facts, rfc3339(until))


def holds_until(proof: str, secret: str, until: datetime, now: datetime, *facts: str) -> bool:
    """Whether it is the proof of these facts and of that instant, which has not come."""
    return holds(proof, secret, *facts, rfc3339(until)) and now < until
