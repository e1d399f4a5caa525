"""Organisations, and who acts for them. Pure; an organisation's name stays in its city, as a person's does."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from chassis.errors import Conflict, NotFound
from services.members.domain.people import Member, OrganisationKind, acknowledge

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
        verified_at: when the city looked, UTC; None: its kind is what its founder says.
        verified_by_id: the member of staff; stays at home.
    """

    organisation_id: str
    name: str
    kind: OrganisationKind
    founded_at: datetime
    siret: str | None = None
    verified_at: datetime | None = None
    verified_by_id: str | None = None


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


def existing_organisation(organisation: Organisation | None) -> Organisation:
    """The organisation that somebody names.

    Raises:
        NotFound: `organisation_not_found`.
    """
    if organisation is None:
        raise NotFound("organisation_not_found", "the city knows no such organisation")
    return organisation


def tells_names(organisation: Organisation, *, to_staff: bool) -> bool:
    """Whether who acts for an organisation is called by name. Anybody founds one and adds whomever they have the id of,
    so as long as the city has not looked it tells its own staff alone.
    """
    return to_staff or organisation.verified_at is not None


def lets_in(of_actor: Acting | None) -> bool:
    """Whether somebody adds others without any right of the city's: who acts for an organisation does."""
    return of_actor is not None and of_actor.is_present


def join(
    organisation: Organisation,
    member: Member | None,
    of_member: Acting | None,
    now: datetime,
) -> Acting:
    """The member, acting for the organisation; one who does already stays as they are.

    Args:
        organisation: for which.
        member: who shall act for it; None when the city does not know them.
        of_member: what the member is to the organisation so far.
        now: the present instant.

    Raises:
        NotFound: `member_not_found`.
    """
    member = acknowledge(member)
    if of_member is None:
        return Acting(member.id, organisation.organisation_id, now)
    if of_member.is_present:
        return of_member
    return replace(of_member, joined_at=now, left_at=None, sequence=of_member.sequence + 1)


def leave(of_member: Acting | None, now: datetime) -> Acting:
    """The member, who no longer acts for the organisation; one who has left already stays as they are.

    Args:
        of_member: what the member is to the organisation; None for nothing ever.
        now: the present instant.

    Raises:
        NotFound: `organisation_not_found`: the member never acted for it.
    """
    if of_member is None:
        raise NotFound("organisation_not_found", "the member acts for no such organisation")
    if not of_member.is_present:
        return of_member
    return replace(of_member, left_at=now, sequence=of_member.sequence + 1)
