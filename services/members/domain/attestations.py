"""Attestations: what a city says of a member that opens a door or lowers a price. Pure; never says who issued it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chassis.errors import Forbidden, Invalid, NotFound
from services.members.domain.attestation_kinds import check_kind
from services.members.domain.people import Member, acknowledge


@dataclass(frozen=True)
class Attestation:
    """One thing that the city attests of one member.

    Attributes:
        member_id: of whom.
        kind: of the network's own (`attestation_kinds`): `laser_training`, `reduced_rate`.
        valid_until: from this instant (UTC) on it proves nothing; None: no end.
        issued_at, revoked_at: UTC.
        issued_by_id: the member of staff who did; stays at home.
        sequence: the number of the attestation's latest event.
    """

    attestation_id: str
    member_id: str
    kind: str
    valid_until: datetime | None
    issued_at: datetime
    issued_by_id: str
    revoked_at: datetime | None = None
    sequence: int = 0


def issue(
    attestation_id: str, staff: Member, member: Member | None, kind: str, valid_until: datetime | None, now: datetime
) -> Attestation:
    """What the city attests of a member from now on.

    Args:
        attestation_id: that it will have.
        staff: who issues it, and may.
        member: of whom; None when the city does not know them.
        kind: snake case.
        valid_until: None for no end.
        now: the present instant.

    Raises:
        Forbidden: `attests_oneself`.
        NotFound: `member_not_found`.
        Invalid: `valid_until_past`, `attestation_kind_unknown`.
    """
    member = acknowledge(member)
    if member.id == staff.id:
        raise Forbidden("attests_oneself", "nobody attests anything of themselves")
    check_kind(kind)
    if valid_until is not None and valid_until <= now:
        raise Invalid("valid_until_past", "what has ended already proves nothing")
    return Attestation(attestation_id, member.id, kind, valid_until, now, staff.id)


def revoke(attestation: Attestation | None, now: datetime) -> Attestation:
    """The attestation, which proves nothing from now on; one that was revoked already stays as it is.

    Raises:
        NotFound: `attestation_not_found`.
    """
    if attestation is None:
        raise NotFound("attestation_not_found", "the city has issued no such attestation")
    if attestation.revoked_at is not None:
        return attestation
    return replace(attestation, revoked_at=now, sequence=attestation.sequence + 1)
