"""What a member's particulars shall be, where they were wrong or are otherwise by now. Pure.

Source: RGPD, article 16 (right to rectification).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from services.members.domain.people import Member, told

RECTIFIED = ("name", "language", "phone", "handle")


def rectify(member: Member, changes: Mapping[str, str | None]) -> Member:
    """The member with what is named changed; one more event is told of them when others see it: the handle.

    Args:
        member: as they were.
        changes: some of `RECTIFIED`, normalised; None takes a phone or a handle back.
    """
    after = replace(member, **{name: changes[name] for name in RECTIFIED if name in changes})  # type: ignore[arg-type]
    return told(after) if after.handle != member.handle else after
