"""Who answers for which minor."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.queries.people import member
from services.members.tables import guardianships, members

_STANDS = guardianships.c.began_at.is_not(None) & guardianships.c.ended_at.is_(None)


def guardianships_of_minor(session: Session, minor_id: str) -> list[domain.Guardianship]:
    """What anybody is or was to a minor, who began first first."""
    return _every(session, guardianships.c.minor_id == minor_id)


def guardianships_of_guardian(session: Session, guardian_id: str) -> list[domain.Guardianship]:
    """For whom somebody answers, is asked to, or did."""
    return _every(session, guardianships.c.guardian_id == guardian_id)


def is_guardian(session: Session, guardian_id: str, minor_id: str) -> bool:
    """Whether somebody answers for a minor now."""
    theirs = (guardianships.c.minor_id == minor_id) & (guardianships.c.guardian_id == guardian_id)
    return bool(session.execute(select(exists().where(theirs, _STANDS))).scalar_one())


def guardians_of(session: Session, minor_id: str) -> list[domain.Member]:
    """Those who answer for a minor now, who began first first."""
    standing = (one.guardian_id for one in guardianships_of_minor(session, minor_id) if one.stands)
    return [found for guardian_id in standing if (found := member(session, guardian_id))]


def come_of_age(session: Session, on: date, most: int) -> list[str]:
    """Some members who are of age on a day and for whom somebody still answers, or is asked to; by id."""
    since = members.c.born_on <= domain.of_age_if_born_until(on)
    wanted = select(members.c.id).join(guardianships, guardianships.c.minor_id == members.c.id)
    open_ended = wanted.where(since, guardianships.c.ended_at.is_(None))
    return list(session.execute(open_ended.distinct().order_by(members.c.id).limit(most)).scalars())


def _every(session: Session, which: ColumnElement[bool]) -> list[domain.Guardianship]:
    order = (guardianships.c.began_at, guardianships.c.minor_id, guardianships.c.guardian_id)
    found = session.execute(select(guardianships).where(which).order_by(*order)).mappings()
    return [domain.Guardianship(**row) for row in found]
