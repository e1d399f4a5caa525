"""A request with an Idempotency-Key is done once: the same key gives the first answer again.

The key's row is written in the transaction of the effect, so a request that was refused or broke leaves none.
Two requests with one key at once: the second waits for the first, then gets its answer.

Source: draft-ietf-httpapi-idempotency-key-header; Stripe's published contract (keys are kept 24 h or more).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from chassis.errors import Unprocessable
from chassis.sql import insert_ignoring
from chassis.tables import answers

KEPT_FOR = timedelta(hours=48)


def once(
    session: Session,
    scope: str,
    key: str | None,
    fingerprint_of: dict[str, Any],
    now: datetime,
    action: Callable[[], dict[str, Any]],
) -> dict[str, Any]:
    """The answer of `action`, or the one it gave the first time.

    Args:
        session: the transaction of the effect.
        scope: whose key it is (member and operation), at most 100 characters.
        key: the Idempotency-Key, at most 255 characters; None means that the caller gave none.
        fingerprint_of: the JSON-able request without secrets; another one under the same key is refused.
        now: the present instant.
        action: does the work in this session and gives a JSON-able answer without secrets.

    Raises:
        Unprocessable: `idempotency_key_reused`.
    """
    if key is None:
        return action()
    fingerprint = hashlib.sha256(json.dumps(fingerprint_of, sort_keys=True).encode()).hexdigest()
    row = {"scope": scope, "key": key, "fingerprint": fingerprint, "answer": None, "answered_at": now}
    mine = (answers.c.scope == scope) & (answers.c.key == key)
    if not insert_ignoring(session, answers, row):
        earlier = session.execute(select(answers).where(mine)).one()
        if earlier.fingerprint != fingerprint:
            raise Unprocessable("idempotency_key_reused", "the key was used before for another request")
        return dict(earlier.answer)
    answer = action()
    session.execute(update(answers).where(mine).values(answer=answer))
    return answer


def forget(session: Session, now: datetime) -> int:
    """Delete the answers older than 48 hours; gives their number."""
    gone = session.connection().execute(delete(answers).where(answers.c.answered_at < now - KEPT_FOR))
    return int(gone.rowcount)
