"""When an address takes no letter any more: from when on, and until when it is tried no further. Pure.

A letter that goes there lifts the mark, and so does another address. Until then what nobody needs is not sent there;
what law or contract wants said still is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.members.domain.links import Purpose
from services.members.domain.people import Member

TRIED_AGAIN_AFTER = timedelta(days=7)
"""How long after the last refusal any letter is tried there again: a mail server may have been wrong."""
ON_ITS_WAY = timedelta(minutes=1)
"""How long a letter is on its way at most, from the question for the address to the refusal."""
BY_MAIL = "mail"

_TO_ANOTHER_ADDRESS = (Purpose.ADDRESS_CHANGE, Purpose.ADDRESS_CHANGED)
_OF_THE_ADDRESS = re.compile(r"smtp_5[0-9]{2}")


@dataclass(frozen=True)
class AddressFailure:
    """What is known of an address that refuses letters.

    Attributes:
        member_id: whose address it is.
        refused_since, last_refused_at: of the first and of the last refusal in a row; UTC.
        reason: of the last one, e.g. `smtp_550`.
        refusals: how many.
    """

    member_id: str
    refused_since: datetime
    last_refused_at: datetime
    reason: str
    refusals: int


def is_of_own_address(kind: str, channel: str) -> bool:
    """Whether a notice went to the address that its member has: not by SMS, nor to the one of before or to come."""
    return channel == BY_MAIL and kind not in _TO_ANOTHER_ADDRESS


def is_refusal_of_address(reason: str) -> bool:
    """Whether a mail server said that nobody has the address; not that it minds the letter, or who sends it."""
    return _OF_THE_ADDRESS.fullmatch(reason) is not None


def refuse(before: AddressFailure | None, owner: Member, reason: str, at: datetime) -> AddressFailure | None:
    """What is known after a refusal; None when it is of the address that the member had before.

    Args:
        before: what was known; None: nothing.
        owner: whose address it is.
        reason: why.
        at: when the letter was refused.
    """
    if owner.confirmed_at is not None and at < owner.confirmed_at + ON_ITS_WAY:
        return None
    if before is None:
        return AddressFailure(owner.id, at, at, reason, 1)
    last = max(at, before.last_refused_at)
    return replace(before, last_refused_at=last, reason=reason, refusals=before.refusals + 1)


def is_marked(failure: AddressFailure | None, now: datetime) -> bool:
    """Whether letters that nobody needs are not tried there."""
    return failure is not None and now < failure.last_refused_at + TRIED_AGAIN_AFTER
