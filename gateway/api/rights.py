"""The rights of members over their data. Asks their own city, sealed; of bookings only what has no name."""

from __future__ import annotations

from typing import Any

from chassis.errors import Unavailable
from gateway.api.operation import Asked


def preview_erasure(asked: Asked) -> Any:
    """What keeps one's data back, and what would end with it."""
    caller = asked.member()
    met = asked.members(caller.city, "preview_erasure", token=caller.token)
    return {**met, "reasons": [*met["reasons"], *_credits(asked)]}


def erase(asked: Asked) -> Any:
    """Be forgotten; the second time nothing happens."""
    caller = asked.member()
    return asked.members(caller.city, "erase", token=caller.token, **asked.body)


def _credits(asked: Asked) -> list[dict[str, Any]]:
    """What was paid before and would be of no use any more, as far as bookings answers."""
    reason = {"code": "credits_left", "keeps_back": False, "until": None}
    try:
        left = asked.bookings("credits_of", actor=asked.actor(), limit=200)["items"]
    except Unavailable:
        return [{**reason, "code": "credits_unknown", "count": 0}]
    own = [credit for credit in left if not credit["organisation_id"]]
    return [{**reason, "count": len(own)}] if own else []
