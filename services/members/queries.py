"""Every SELECT of members: `lock_...` for commands, the rest for reading. Never writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, RowMapping, select
from sqlalchemy.orm import Session

from chassis import addresses
from services.members import domain
from services.members.tables import acting as acting_of
from services.members.tables import (
    attestations,
    city_keys,
    confirmations,
    credentials,
    heard_bookings,
    member_roles,
    members,
    organisations,
)


def member(session: Session, member_id: str) -> domain.Member | None:
    """The member, or None."""
    return _member(session, members.c.id == member_id)


def lock_member(session: Session, member_id: str) -> domain.Member | None:
    """The member, who changes only after this transaction; or None."""
    return _member(session, members.c.id == member_id, lock=True)


def lock_member_with_email(session: Session, email: str) -> domain.Member | None:
    """The member with this address, who changes only after this transaction; or None."""
    return _member(session, members.c.email_digest == addresses.digest(email), lock=True)


def is_known(session: Session, email_digest: str) -> bool:
    """Whether somebody has the address of this digest, confirmed or not."""
    wanted = select(members.c.id).where(members.c.email_digest == email_digest)
    return session.execute(wanted).one_or_none() is not None


def credential(session: Session, email: str) -> tuple[domain.Member | None, str | None]:
    """The member with this address and the hash of their password; None for what does not exist."""
    found = _member(session, members.c.email_digest == addresses.digest(email))
    if found is None:
        return None, None
    kept = select(credentials.c.password_hash).where(credentials.c.member_id == found.id)
    return found, session.execute(kept).scalar_one_or_none()


def lock_confirmation(session: Session, token_digest: str) -> domain.Confirmation | None:
    """The link that was sent, with its member, who changes only after this transaction; or None."""
    wanted = select(confirmations).where(confirmations.c.token_digest == token_digest)
    sent = session.execute(wanted).one_or_none()
    known = lock_member(session, sent.member_id) if sent else None
    return domain.Confirmation(known, sent.expires_at) if sent and known else None


def keys(session: Session, now: datetime) -> list[domain.CityKey]:
    """The city's keys that have not retired, newest first."""
    valid = city_keys.c.retires_at.is_(None) | (city_keys.c.retires_at > now)
    wanted = select(city_keys).where(valid).order_by(city_keys.c.generation.desc(), city_keys.c.use)
    return [domain.CityKey(**row) for row in session.execute(wanted).mappings()]


def private_jwks(session: Session, use: domain.KeyUse, now: datetime) -> list[domain.Jwk]:
    """The private JWKs of this use that have not retired, newest first."""
    return [key.jwk for key in keys(session, now) if key.use == use]


def lock_attestation(session: Session, attestation_id: str) -> domain.Attestation | None:
    """The attestation, which changes only after this transaction; or None."""
    wanted = select(attestations).where(attestations.c.attestation_id == attestation_id).with_for_update()
    row = session.execute(wanted).mappings().one_or_none()
    return domain.Attestation(**row) if row else None


def attestations_of(session: Session, member_id: str) -> list[domain.Attestation]:
    """What the city attests of a member, expired or not, without what it revoked; the oldest first."""
    standing = (attestations.c.member_id == member_id) & attestations.c.revoked_at.is_(None)
    wanted = select(attestations).where(standing).order_by(attestations.c.issued_at, attestations.c.attestation_id)
    return [domain.Attestation(**row) for row in session.execute(wanted).mappings()]


def organisation(session: Session, organisation_id: str) -> domain.Organisation | None:
    """The organisation, or None."""
    wanted = select(organisations).where(organisations.c.organisation_id == organisation_id)
    row = session.execute(wanted).mappings().one_or_none()
    return _organisation(row) if row else None


def organisations_of(session: Session, member_id: str) -> list[domain.Organisation]:
    """The organisations for which a member acts now; the first joined first."""
    wanted = (
        select(organisations)
        .join(acting_of)
        .where(acting_of.c.member_id == member_id, acting_of.c.left_at.is_(None))
        .order_by(acting_of.c.joined_at, acting_of.c.organisation_id)
    )
    return [_organisation(row) for row in session.execute(wanted).mappings()]


def acting(session: Session, member_id: str, organisation_id: str) -> domain.Acting | None:
    """What a member is to an organisation, or was; None for nothing ever."""
    theirs = (acting_of.c.member_id == member_id) & (acting_of.c.organisation_id == organisation_id)
    row = session.execute(select(acting_of).where(theirs)).mappings().one_or_none()
    return domain.Acting(**row) if row else None


def bookings_around(session: Session, month: str) -> list[domain.HeardBooking]:
    """What the ledger of a month may count: bookings of the city's members that start around it, anywhere."""
    since, until = domain.around(month)
    wanted = select(heard_bookings).where(
        heard_bookings.c.status.in_(domain.COUNTED),
        heard_bookings.c.starts_at >= since,
        heard_bookings.c.starts_at < until,
    )
    return [domain.HeardBooking(**row) for row in session.execute(wanted).mappings()]


def _organisation(row: RowMapping) -> domain.Organisation:
    return domain.Organisation(**{**row, "kind": domain.OrganisationKind(row["kind"])})


def _member(session: Session, condition: ColumnElement[bool], *, lock: bool = False) -> domain.Member | None:
    wanted = select(members).where(condition)
    row = session.execute(wanted.with_for_update() if lock else wanted).one_or_none()
    return _with_roles(session, row) if row else None


def _with_roles(session: Session, row: Row[Any]) -> domain.Member:
    granted = select(member_roles.c.role).where(member_roles.c.member_id == row.id)
    return domain.Member(
        id=row.id,
        name=row.name,
        email=row.email,
        language=row.language,
        category=domain.Category(row.category),
        organisation_kind=domain.OrganisationKind(row.organisation_kind),
        roles=tuple(sorted(domain.Role(role) for role in session.execute(granted).scalars())),
        status=domain.Status(row.status),
        sequence=row.sequence,
        registered_at=row.registered_at,
        confirmed_at=row.confirmed_at,
    )
