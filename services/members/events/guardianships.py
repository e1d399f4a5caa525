"""Who may book for whom: no name, and no age beyond what the word says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.members.events.people import MemberEvent


@dataclass(frozen=True)
class _GuardianshipEvent(MemberEvent):
    """Something happened between a member and who answers for them; `number` counts."""

    guardian_id: str

    @property
    def subject(self) -> str:
        """The member and the guardian."""
        return f"{self.member_id}/{self.guardian_id}"


@dataclass(frozen=True)
class GuardianshipBegan(_GuardianshipEvent):
    """A member of the same city books, moves and cancels for this member from now on."""

    type: ClassVar[str] = "guardianship.began"
    began_at: datetime


@dataclass(frozen=True)
class GuardianshipEnded(_GuardianshipEvent):
    """They do so no longer."""

    type: ClassVar[str] = "guardianship.ended"
    ended_at: datetime
