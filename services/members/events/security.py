"""What happens to the ways in which a member shows who they are: never a name, an address, a secret or a device.

Only the member's own city hears of it, and writes a letter that nobody can switch off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.members.events.people import MemberEvent


@dataclass(frozen=True)
class MemberResetRequested(MemberEvent):
    """Somebody asked for a new password for a member, who is sent a link to set one; nothing changed yet."""

    type: ClassVar[str] = "member.reset_requested"
    requested_at: datetime


@dataclass(frozen=True)
class MemberPasswordChanged(MemberEvent):
    """A member has another password, or has one for the first time."""

    type: ClassVar[str] = "member.password_changed"
    changed_at: datetime


@dataclass(frozen=True)
class MemberAddressChangeRequested(MemberEvent):
    """A member asked to be written to at another address, which is sent a link; nothing changed yet."""

    type: ClassVar[str] = "member.address_change_requested"
    requested_at: datetime


@dataclass(frozen=True)
class MemberAddressChanged(MemberEvent):
    """A member is written to at another address from now on; the one of before is told."""

    type: ClassVar[str] = "member.address_changed"
    changed_at: datetime


@dataclass(frozen=True)
class MemberSignedInAnew(MemberEvent):
    """A member signed in from a device or a network that was not seen before."""

    type: ClassVar[str] = "member.signed_in_anew"
    signed_in_at: datetime


@dataclass(frozen=True)
class MemberSecondFactorChanged(MemberEvent):
    """A member's second factor is otherwise.

    Attributes:
        change: `set_up`, `replaced`, `removed`, or of the recovery codes `codes_renewed` and `code_used`.
    """

    type: ClassVar[str] = "member.second_factor_changed"
    change: str
    changed_at: datetime
