"""Guardians and their wards. Tells others who may book for whom, and nothing else of either."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from services.members import domain, queries
from services.members.commands import standing
from services.members.commands.erasure import erase
from services.members.commands.membership import keep
from services.members.events import GuardianshipBegan, GuardianshipEnded, MemberApproved
from services.members.tables import guardianships

ENDED_AT_ONCE = 100


def register_minor(
    session: Session,
    city: str,
    guardian: domain.Member,
    minor_id: str,
    person: domain.Person,
    born_on: date,
    handle: str | None,
    now: datetime,
    *,
    says_adult: bool,
) -> domain.Member:
    """Enter a minor, for whom the guardian consents and answers.

    Args:
        session: the transaction.
        city: code of the city.
        guardian: who registers the minor.
        minor_id: the id that the minor will have.
        person: without an address.
        born_on: kept, and told to nobody.
        handle: None for none.
        now: the present instant.
        says_adult: the guardian says that they are of age.

    Raises:
        Invalid: `not_a_minor`, `adult_not_said`.
        Forbidden: `not_an_adult`.
        Conflict: `too_many_wards`.
    """
    guardian = domain.acknowledge(queries.lock_member(session, guardian.id))  # two at one instant are counted both
    minor = domain.ward(minor_id, person, born_on, handle, now)
    others = queries.guardianships_of_guardian(session, guardian.id)
    first = domain.begin(minor_id, guardian, others, now, says_adult=says_adult)
    keep(session, minor, None, domain.NOTICE_VERSION, now, heard_by_id=guardian.id)
    standing.tell(session, city, minor, now, MemberApproved)
    session.execute(insert(guardianships).values(asdict(first)))
    _tell(session, city, first, now)
    return minor


def ask_guardian(
    session: Session, guardian: domain.Member, minor_id: str, other_id: str, now: datetime
) -> domain.Guardianship:
    """Ask another adult of the city to answer for a minor too; harmless the second time. Tells nobody.

    Raises:
        NotFound: `ward_not_found`, `member_not_found`.
        Conflict: `too_many_guardians`.
    """
    of_minor = _lock(session, minor_id)
    minor = domain.known_ward(queries.member(session, minor_id), now)
    asked = domain.ask(minor, guardian, queries.member(session, other_id), of_minor)
    if all(one.guardian_id != other_id for one in of_minor):
        session.execute(insert(guardianships).values(asdict(asked)))
    elif asked not in of_minor:
        _save(session, asked)
    return asked


def accept_ward(
    session: Session, city: str, guardian: domain.Member, minor_id: str, now: datetime, *, says_adult: bool
) -> domain.Guardianship:
    """Say yes to answering for a minor; harmless the second time.

    Raises:
        NotFound: `ward_not_found`: nobody asked.
        Invalid: `adult_not_said`.
        Forbidden: `not_an_adult`.
        Conflict: `too_many_wards`.
    """
    queries.lock_member(session, guardian.id)
    of_minor = _lock(session, minor_id)
    asked = domain.answers_for(guardian, of_minor, or_is_asked=True)
    if asked.stands:
        return asked
    others = queries.guardianships_of_guardian(session, guardian.id)
    begun = domain.begin(minor_id, guardian, others, now, says_adult=says_adult, asked=asked)
    _save(session, begun)
    _tell(session, city, begun, now)
    return begun


def leave_ward(
    session: Session, city: str, guardian: domain.Member, minor_id: str, now: datetime
) -> domain.Guardianship:
    """Answer for a minor no longer, or say no to it.

    Raises:
        NotFound: `ward_not_found`.
        Conflict: `last_guardian`.
    """
    ended = domain.leave_ward(guardian, _lock(session, minor_id), now)
    _save(session, ended)
    _tell(session, city, ended, now)
    return ended


def erase_ward(
    session: Session, city: str, guardian: domain.Member, minor_id: str, fresh_id: str, now: datetime
) -> datetime:
    """Erase a minor at the wish of who answers for them, as if they asked for it themselves.

    Args:
        session: the transaction.
        city: code of the city.
        guardian: who asks, and has shown to be there.
        minor_id: whom.
        fresh_id: as `erase` takes it.
        now: the present instant.

    Raises:
        NotFound: `ward_not_found`.
        Conflict: `erasure_kept_back`, with the `reasons`.
    """
    domain.answers_for(guardian, _lock(session, minor_id))
    minor = domain.known_ward(queries.member(session, minor_id), now)
    domain.check_erasable(domain.erasure(minor, queries.circumstances(session, minor_id, now), now))
    erase(session, city, minor, fresh_id, now)
    return now


def end_come_of_age(session: Session, city: str, now: datetime) -> int:
    """End what adults are to members who have come of age; gives of how many, `ENDED_AT_ONCE` at most."""
    of_age = queries.come_of_age(session, now.date(), ENDED_AT_ONCE)
    for minor_id in of_age:
        for theirs in _lock(session, minor_id):
            if theirs.ended_at is None:
                ended = domain.end_guardianship(theirs, now)
                _save(session, ended)
                _tell(session, city, ended, now)
    return len(of_age)


def _lock(session: Session, minor_id: str) -> list[domain.Guardianship]:
    """What anybody is to a minor, which nobody else changes meanwhile."""
    queries.lock_member(session, minor_id)
    return queries.guardianships_of_minor(session, minor_id)


def _save(session: Session, after: domain.Guardianship) -> None:
    theirs = (guardianships.c.minor_id == after.minor_id) & (guardianships.c.guardian_id == after.guardian_id)
    session.execute(update(guardianships).where(theirs).values(asdict(after)))


def _tell(session: Session, city: str, after: domain.Guardianship, now: datetime) -> None:
    """Say what others need: who was only asked is nobody to them."""
    if after.began_at is not None:
        event = GuardianshipBegan if after.stands else GuardianshipEnded
        outbox.record(session, event(after.minor_id, city, after.sequence, after.guardian_id, now), now)
