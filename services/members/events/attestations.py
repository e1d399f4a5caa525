"""What the city attests of a member, and no longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.members.events.people import MemberEvent


@dataclass(frozen=True)
class _AttestationEvent(MemberEvent):
    """Something happened to an attestation; `number` counts its events."""

    attestation_id: str

    @property
    def subject(self) -> str:
        """The attestation."""
        return self.attestation_id


@dataclass(frozen=True)
class AttestationIssued(_AttestationEvent):
    """The city attests something of a member.

    Attributes:
        kind: snake case, e.g. `reduced_rate`, `laser_training`.
        valid_until: from this instant on it proves nothing; None: no end.
        token: the same, signed by the city for bookings (`chassis.attestations`).
    """

    type: ClassVar[str] = "attestation.issued"
    kind: str
    valid_until: datetime | None
    issued_at: datetime
    token: str


@dataclass(frozen=True)
class AttestationRevoked(_AttestationEvent):
    """The city attests it no longer."""

    type: ClassVar[str] = "attestation.revoked"
    revoked_at: datetime
