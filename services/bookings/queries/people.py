"""Who may book, as their cities told; and the keys by which their tokens are verified."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, exists, select
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.queries import rows
from services.bookings.tables import attestations, erased, issuer_keys, member_organisations, members


def member(session: Session, member_id: str, city: str) -> domain.Member | None:
    """What a city has told of a member, what it attests, whom they act for; None: nothing yet. Three queries.

    Of who was erased that alone is known, for a time.
    """
    query = select(members).where(members.c.member_id == member_id, members.c.city == city)
    found = rows.first(session, query, domain.Member)
    if found is None:
        return domain.gone(member_id, city) if is_erased(session, member_id) else None
    attested = select(attestations).where(
        attestations.c.member_id == member_id, attestations.c.city == city, attestations.c.revoked_at.is_(None)
    )
    acts_for = select(member_organisations.c.organisation_id, member_organisations.c.kind).where(
        member_organisations.c.member_id == member_id,
        member_organisations.c.city == city,
        member_organisations.c.left_at.is_(None),
    )
    return replace(
        found,
        attestations=tuple(rows.every(session, attested, domain.Attestation)),
        organisations=tuple(rows.every(session, acts_for, domain.Organisation)),
    )


def city_of(session: Session, member_id: str) -> str | None:
    """Which city has told of a member; None: none."""
    return session.scalar(select(members.c.city).where(members.c.member_id == member_id))


def is_erased(session: Session, member_id: str) -> bool:
    """Whether the city of a member has said, not too long ago, that they are gone."""
    return bool(session.scalar(select(exists().where(erased.c.member_digest == domain.digest(member_id)))))


def lock_member(session: Session, member_id: str) -> domain.Member:
    """What we know of a member, to be told anew."""
    query = select(members).where(members.c.member_id == member_id).with_for_update()
    return rows.thing(session.execute(query).one(), domain.Member)


def lock_told(session: Session, table: Table, which: ColumnElement[bool]) -> tuple[str, int]:
    """Which city told what we know in a row, and with which sequence; to be told anew."""
    city, sequence = session.execute(select(table.c.city, table.c.sequence).where(which).with_for_update()).one()
    return city, sequence


def is_elsewhere(session: Session, organisation_id: str, city: str) -> bool:
    """Whether another city has told of this organisation."""
    told = (member_organisations.c.organisation_id == organisation_id) & (member_organisations.c.city != city)
    return bool(session.execute(select(exists().where(told))).scalar_one())


def every_issuer_key(session: Session) -> dict[str, list[dict[str, Any]]]:
    """The public keys of every city that has told them, by city code (JSON Web Keys)."""
    query = select(issuer_keys.c.city, issuer_keys.c["keys"])
    return {city: keys for city, keys in session.execute(query)}  # noqa: C416  a Row is no tuple to mypy


def lock_keys_published_at(session: Session, city: str) -> datetime:
    """When the keys that we have of a city were published."""
    query = select(issuer_keys.c.published_at).where(issuer_keys.c.city == city).with_for_update()
    published_at: datetime = session.execute(query).scalar_one()
    return published_at
