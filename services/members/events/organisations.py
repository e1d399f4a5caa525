"""Who acts for which organisation, whose name is not told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.members.events.people import MemberEvent


@dataclass(frozen=True)
class _ActingEvent(MemberEvent):
    """Something happened between a member and an organisation, whose name is not told; `number` counts."""

    organisation_id: str

    @property
    def subject(self) -> str:
        """The organisation and the member."""
        return f"{self.organisation_id}/{self.member_id}"


@dataclass(frozen=True)
class OrganisationJoined(_ActingEvent):
    """A member may act for an organisation; said again when the city has looked what it is.

    Attributes:
        kind: `startup`, `nonprofit`, `company` or `public_body`; `unverified` until the city has looked.
    """

    type: ClassVar[str] = "organisation.joined"
    kind: str
    joined_at: datetime


@dataclass(frozen=True)
class OrganisationLeft(_ActingEvent):
    """A member acts for an organisation no longer."""

    type: ClassVar[str] = "organisation.left"
    left_at: datetime
