"""All that the city holds of one member, for that member to take along. Never a secret, never somebody else."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Table, or_, select
from sqlalchemy.orm import Session

from chassis import own
from services.members.tables import (
    acting,
    address_failures,
    applications,
    attestations,
    consents,
    credentials,
    directory_entries,
    form_answers,
    forms,
    guardianships,
    heard_bookings,
    heard_registrations,
    identities,
    interests,
    links,
    logins,
    member_roles,
    members,
    organisations,
    recovery_codes,
    registration_wishes,
    second_factors,
    suspensions,
    views,
)

# What is told of each table, by whose id. Left out are secrets, digests of them, and who else it was.
TOLD: tuple[tuple[Table, Column[str], tuple[str, ...]], ...] = (
    (members, members.c.id, ("email_digest", "searched", "helper_id")),
    (member_roles, member_roles.c.member_id, ("granted_by_id",)),
    (consents, consents.c.member_id, ("heard_by_id",)),
    (credentials, credentials.c.member_id, ("password_hash",)),
    (second_factors, second_factors.c.member_id, ("secret", "next_secret", "last_step")),
    (recovery_codes, recovery_codes.c.member_id, ("code_digest",)),
    (identities, identities.c.member_id, ()),
    (address_failures, address_failures.c.member_id, ()),
    (links, links.c.member_id, ("token_digest",)),
    (logins, logins.c.member_id, ("client",)),
    (applications, applications.c.member_id, ("decided_by_id",)),
    (acting, acting.c.member_id, ()),
    (attestations, attestations.c.member_id, ("issued_by_id",)),
    (directory_entries, directory_entries.c.member_id, ("searched",)),
    (interests, interests.c.member_id, ()),
    (suspensions, suspensions.c.member_id, ("suspended_by_id", "lifted_by_id")),
    (views, views.c.member_id, ("viewer_id",)),
    (heard_bookings, heard_bookings.c.member_id, ()),
    (heard_registrations, heard_registrations.c.member_id, ()),
    (registration_wishes, registration_wishes.c.member_id, ()),
    (forms, forms.c.member_id, ()),
    (form_answers, form_answers.c.member_id, ()),
)


OF_OTHERS = ("verified_by_id",)  # of organisations


def everything_of(session: Session, member_id: str) -> list[dict[str, Any]]:
    """The sections of a member's own data: `{"name", "rows", "is_complete"}`. One query a table."""
    told = [own.section(session, table, column == member_id, without) for table, column, without in TOLD]
    acts_for = select(acting.c.organisation_id).where(acting.c.member_id == member_id, acting.c.left_at.is_(None))
    ours = organisations.c.organisation_id.in_(acts_for)
    bonds = or_(guardianships.c.minor_id == member_id, guardianships.c.guardian_id == member_id)
    return [*told, own.section(session, organisations, ours, OF_OTHERS), own.section(session, guardianships, bonds)]
