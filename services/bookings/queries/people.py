"""Who may book, as their cities told; and the keys by which what the cities sign is verified."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Table, exists, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.queries import rows
from services.bookings.tables import attestations, erased, guardianships, issuer_keys, member_organisations, members


def member(session: Session, member_id: str, city: str, actor: domain.Actor | None = None) -> domain.Member | None:
    """What a city has told of a member, what it attests, whom they act for; None: nothing yet. Three queries.

    Of who was erased that alone is known, for a time.

    Args:
        session: the transaction.
        member_id: who.
        city: theirs.
        actor: who acts for them; if another of their city, then who may book for them is asked for too.
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
        guardians=_guardians(session, member_id, city) if _may_guard(actor, member_id, city) else (),
    )


def city_of(session: Session, member_id: str) -> str | None:
    """Which city has told of a member; None: none."""
    return session.scalar(select(members.c.city).where(members.c.member_id == member_id))


def is_erased(session: Session, member_id: str) -> bool:
    """Whether the city of a member has said, not too long ago, that they are gone."""
    return bool(session.scalar(select(exists().where(erased.c.member_digest == domain.digest(member_id)))))


def is_guardian(session: Session, actor: domain.Actor, member_id: str, city: str) -> bool:
    """Whether somebody books for another member of their city. One query; none for oneself."""
    return _may_guard(actor, member_id, city) and actor.member_id in _guardians(session, member_id, city)


def belongs_to(actor: domain.Actor, member_id: Column[str], city: Column[str]) -> ColumnElement[bool]:
    """What is of somebody, or of a member of their city for whom they answer.

    A member is known by city and id: a city speaks for its own members alone.
    """
    guarded = (guardianships.c.guardian_id == actor.member_id) & (guardianships.c.city == actor.city)
    wards = select(guardianships.c.member_id).where(guarded, guardianships.c.ended_at.is_(None))
    return member_id.in_(union_all(select(literal(actor.member_id)), wards)) & (city == actor.city)


def handles(session: Session, asked: Collection[domain.Holder]) -> dict[tuple[str, str], str]:
    """The handles of those who chose one, by city and id. One query."""
    wanted = tuple_(members.c.city, members.c.member_id).in_([(one.city, one.member_id) for one in asked])
    query = select(members.c.city, members.c.member_id, members.c.handle).where(wanted, members.c.handle.is_not(None))
    return {(city, member_id): handle for city, member_id, handle in session.execute(query)}


def _may_guard(actor: domain.Actor | None, member_id: str, city: str) -> bool:
    return actor is not None and actor.city == city and actor.member_id != member_id


def _guardians(session: Session, member_id: str, city: str) -> tuple[str, ...]:
    theirs = (guardianships.c.member_id == member_id) & (guardianships.c.city == city)
    query = select(guardianships.c.guardian_id).where(theirs, guardianships.c.ended_at.is_(None))
    return tuple(session.scalars(query))


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


def issuer(session: Session, city: str) -> Row[Any] | None:
    """What a city told of its keys: `city`, `keys`, `published_at`; None: nothing yet."""
    return session.execute(select(issuer_keys).where(issuer_keys.c.city == city)).one_or_none()


def issuers(session: Session) -> list[dict[str, Any]]:
    """The same of every city."""
    return [dict(row) for row in session.execute(select(issuer_keys).order_by(issuer_keys.c.city)).mappings()]


def attested_of(session: Session, member_id: str, city: str) -> list[dict[str, Any]]:
    """What a city attests of a member: `city`, `attestation_id`."""
    query = select(attestations.c.city, attestations.c.attestation_id).where(
        attestations.c.member_id == member_id, attestations.c.city == city, attestations.c.revoked_at.is_(None)
    )
    return [dict(row) for row in session.execute(query.order_by(attestations.c.attestation_id)).mappings()]


def revoked_since(session: Session, instant: datetime) -> list[dict[str, Any]]:
    """What the cities attest no longer since then: `city`, `attestation_id`, `revoked_at`."""
    told = select(attestations.c.city, attestations.c.attestation_id, attestations.c.revoked_at)
    query = told.where(attestations.c.revoked_at >= instant).order_by(attestations.c.attestation_id)
    return [dict(row) for row in session.execute(query).mappings()]


def lock_keys_published_at(session: Session, city: str) -> datetime:
    """When the keys that we have of a city were published."""
    query = select(issuer_keys.c.published_at).where(issuer_keys.c.city == city).with_for_update()
    published_at: datetime = session.execute(query).scalar_one()
    return published_at
