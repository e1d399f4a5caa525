"""A form of ours comes back with the token that we put in it: signed double submission, bound to the login.

The token is `nonce.signature`, the same in a cookie and in the form; it is good as long as the login, so longer than
an access token. Another site can make a browser send the cookie but cannot read it into a form, nor sign one of its
own. Holds no state; any gateway with the same secret checks it. A form opened before signing in or out is refused
afterwards.

Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Signed Double-Submit Cookie".
"""

from __future__ import annotations

import hmac
from hashlib import sha256

COOKIE = "csrf"
FIELD = "csrf_token"


def token(secret: str, login_id: str, nonce: str) -> str:
    """The token of this login ("" when nobody is signed in). `nonce` is fresh and never guessed."""
    signature = hmac.new(secret.encode(), f"csrf\n{login_id}\n{nonce}".encode(), sha256).hexdigest()
    return f"{nonce}.{signature}"


def is_ours(secret: str, login_id: str, cookie: str, field: str) -> bool:
    """Whether the field and the cookie are the same token, and we signed it for this login."""
    nonce = cookie.partition(".")[0]
    same = hmac.compare_digest(cookie.encode(), field.encode())
    return same and hmac.compare_digest(cookie.encode(), token(secret, login_id, nonce).encode())
