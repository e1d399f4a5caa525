"""People, as bookings knows them: who asks, and what a city has told of a member. Names nobody."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.errors import Forbidden

ERASED = "erased"  # the status of who is gone, and why their bookings end
REMEMBERED_FOR = timedelta(days=60)
"""How long it is known that a member is gone: longer than anything said of them may be on its way."""


@dataclass(frozen=True)
class Actor:
    """Who asks, as their city attests it in a token."""

    member_id: str
    city: str
    category: str
    organisation_kind: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attestation:
    """What a city attests of a member: a training done, a right to a reduced rate.

    Attributes:
        kind: snake case, e.g. `laser_training`, `reduced_rate`.
        valid_until: None for no end.
    """

    attestation_id: str
    kind: str
    valid_until: datetime | None = None


@dataclass(frozen=True)
class Organisation:
    """An organisation that a member may act for.

    Attributes:
        kind: `startup`, `nonprofit`, `company` or `public_body`; `unverified`, which no tariff and no rule names, until
            its city has looked.
    """

    organisation_id: str
    kind: str


@dataclass(frozen=True)
class Member:
    """What a city has told of a member. `sequence` grows with each time it tells.

    Attributes:
        attestations: those that were not revoked.
        organisations: those that the member acts for now.
        handle: initials that the member chose to be called by at the door; None: none.
        guardians: members of the same city who book for this one; asked for only when somebody else acts.
    """

    member_id: str
    city: str
    category: str
    organisation_kind: str
    status: str
    roles: tuple[str, ...]
    sequence: int
    attestations: tuple[Attestation, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    handle: str | None = None
    guardians: tuple[str, ...] = ()


@dataclass(frozen=True)
class Holder:
    """Whom a booking is for: a member, and the organisation for which the member holds it, if any."""

    member_id: str
    city: str
    organisation_id: str | None = None

    @property
    def keys(self) -> list[str]:
        """What is locked to count what they hold, in the order in which to lock it."""
        organisation = [organisation_key(self.organisation_id)] if self.organisation_id else []
        return sorted([f"member/{self.city}/{self.member_id}", *organisation])

    @property
    def payer(self) -> str:
        """Whose credits pay for it: the organisation's, if it is for one; else the member's own."""
        return self.keys[-1]  # an organisation's comes behind a member's


def organisation_key(organisation_id: str) -> str:
    """What an organisation is among `Holder.keys`."""
    return f"organisation/{organisation_id}"


def digest(member_id: str) -> str:
    """What is kept of the id of who is gone: SHA-256 in hexadecimal digits, from which nobody finds it again."""
    return hashlib.sha256(member_id.encode()).hexdigest()


def gone(member_id: str, city: str) -> Member:
    """What is known of who is gone: that they book nothing any more."""
    return Member(member_id, city, "", "", ERASED, (), 0)


def check_there(*, is_erased: bool) -> None:
    """Refuse who is gone, though their token is still valid for some minutes: no row may name them again.

    Raises:
        Forbidden: `member_not_active`.
    """
    if is_erased:
        raise Forbidden("member_not_active", "The member's city says that they are gone.")


def check_active(member: Member | None) -> None:
    """Refuse whoever is known to be no member, or none for now; of whom nothing is known yet may go on.

    Raises:
        Forbidden: `member_not_active`.
    """
    if member is not None and member.status != "active":
        raise Forbidden("member_not_active", "The member's city has not approved the member, or no longer does.")
