"""Organisations, and who acts for them. Pure; an organisation's name stays in its city, as a person's does."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from chassis.errors import Conflict, NotFound
from services.members.domain.people import Member, OrganisationKind, acknowledge
from services.members.domain.permissions import Permission, require

ORGANISATION_KINDS = tuple(kind for kind in OrganisationKind if kind is not OrganisationKind.INDIVIDUAL)
MOST_ORGANISATIONS = 20  # for which one member acts and founds others: each has quotas of its own


@dataclass(frozen=True)
class Organisation:
    """More than one person: a startup, an association, a company, a public body.

    Attributes:
        organisation_id: opaque; the only thing but the kind that other services ever see.
        name: in the form of `normalise_name`.
        kind: one of `ORGANISATION_KINDS`.
        founded_at: when the city came to know it, UTC.
        siret: 14 digits (Sirene); None: not told.
    """

    organisation_id: str
    name: str
    kind: OrganisationKind
    founded_at: datetime
    siret: str | None = None


@dataclass(frozen=True)
class Acting:
    """That a member may act for an organisation, or did.

    Attributes:
        joined_at, left_at: UTC, the last time; `left_at` is None as long as the member acts for it.
        sequence: the number of the latest event of this member and this organisation.
    """

    member_id: str
    organisation_id: str
    joined_at: datetime
    left_at: datetime | None = None
    sequence: int = 0

    @property
    def is_present(self) -> bool:
        """Whether the member acts for it now."""
        return self.left_at is None


def founder(organisation: Organisation, member: Member, others: Collection[Organisation] = ()) -> Acting:
    """Who founds an organisation acts for it from the first instant.

    Args:
        others: those for which the member acts already.

    Raises:
        Conflict: `too_many_organisations`.
    """
    if len(others) >= MOST_ORGANISATIONS:
        most = {"most": MOST_ORGANISATIONS}
        raise Conflict("too_many_organisations", f"who acts for {MOST_ORGANISATIONS} founds no other", most)
    return Acting(member.id, organisation.organisation_id, organisation.founded_at)


def join(
    organisation: Organisation | None,
    actor: Member,
    of_actor: Acting | None,
    member: Member | None,
    of_member: Acting | None,
    now: datetime,
) -> Acting:
    """The member, acting for the organisation; one who does already stays as they are.

    Args:
        organisation: None when the city does not know it.
        actor: who adds the member.
        of_actor: what the actor is to the organisation; None for nothing ever.
        member: who shall act for it; None when the city does not know them.
        of_member: what the member is to the organisation so far.
        now: the present instant.

    Raises:
        NotFound: `organisation_not_found`, `member_not_found`.
        Forbidden: `permission_missing`: the actor neither acts for it nor manages organisations.
    """
    if organisation is None:
        raise NotFound("organisation_not_found", "the city knows no such organisation")
    if of_actor is None or not of_actor.is_present:
        require(actor, Permission.MANAGE_ORGANISATIONS)
    member = acknowledge(member)
    if of_member is None:
        return Acting(member.id, organisation.organisation_id, now)
    if of_member.is_present:
        return of_member
    return replace(of_member, joined_at=now, left_at=None, sequence=of_member.sequence + 1)


def leave(actor: Member, member_id: str, of_member: Acting | None, now: datetime) -> Acting:
    """The member, who no longer acts for the organisation; one who has left already stays as they are.

    Args:
        actor: the member, or who manages organisations.
        member_id: who leaves.
        of_member: what the member is to the organisation; None for nothing ever.
        now: the present instant.

    Raises:
        Forbidden: `permission_missing`.
        NotFound: `organisation_not_found`: the member never acted for it.
    """
    if actor.id != member_id:
        require(actor, Permission.MANAGE_ORGANISATIONS)
    if of_member is None:
        raise NotFound("organisation_not_found", "the member acts for no such organisation")
    if not of_member.is_present:
        return of_member
    return replace(of_member, left_at=now, sequence=of_member.sequence + 1)
