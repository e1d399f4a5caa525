"""What becomes of a membership: applied for and decided, ending, over. Says what, never why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.members.events.people import MemberEvent


@dataclass(frozen=True)
class ApplicationDecided(MemberEvent):
    """The city answered an application; `number` counts the application's events.

    Attributes:
        outcome: `admitted` or `declined`. What the member is from now on is told by `member.changed`.
    """

    type: ClassVar[str] = "application.decided"
    application_id: str
    outcome: str
    decided_at: datetime

    @property
    def subject(self) -> str:
        """The application."""
        return self.application_id


@dataclass(frozen=True)
class MembershipEnding(MemberEvent):
    """A membership ends soon, unless it is renewed."""

    type: ClassVar[str] = "member.membership_ending"
    ends_at: datetime


@dataclass(frozen=True)
class MembershipEnded(MemberEvent):
    """A membership was over; the member is a guest, as `member.changed` tells."""

    type: ClassVar[str] = "member.membership_ended"
    ended_at: datetime


@dataclass(frozen=True)
class MemberReinstated(MemberEvent):
    """The city stands for a member again; how they stand is told by `member.changed`."""

    type: ClassVar[str] = "member.reinstated"
    reinstated_at: datetime
