"""Organisations, and which members act for them.

Locks in this order, so that nobody waits in a circle: member ▸ organisation ▸ who acts for it.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from chassis.errors import Conflict
from chassis.sql import insert_ignoring
from services.members import domain, queries
from services.members.commands import rights
from services.members.events import OrganisationJoined, OrganisationLeft
from services.members.tables import acting, organisations


def found_organisation(
    session: Session, city: str, organisation: domain.Organisation, founder: domain.Member, now: datetime
) -> domain.Organisation:
    """Keep a new organisation, for which its founder acts.

    Raises:
        Invalid: `siret_missing`.
        Conflict: `too_many_organisations`, `siret_known`.
    """
    domain.check_siret(organisation.kind, organisation.siret)
    queries.lock_member(session, founder.id)  # so that two at one instant are counted both
    first = domain.founder(organisation, founder, queries.organisations_of(session, founder.id))
    if not insert_ignoring(session, organisations, asdict(organisation)):
        raise Conflict("siret_known", "the city knows the organisation: whoever acts for it can let others in")
    session.execute(insert(acting).values(asdict(first)))
    _tell_of_joining(session, city, organisation, first, now)
    return organisation


def join_organisation(
    session: Session, city: str, organisation_id: str, actor: domain.Member, member_id: str, now: datetime
) -> domain.Acting:
    """Let a member act for an organisation; harmless the second time.

    Args:
        session: the transaction.
        city: code of the city.
        organisation_id: for which.
        actor: who adds the member.
        member_id: who shall act for it.
        now: the present instant.

    Raises:
        NotFound: `organisation_not_found`, `member_not_found`.
        Forbidden: `permission_missing`.
    """
    member = queries.lock_member(session, member_id)
    organisation = domain.existing_organisation(queries.lock_organisation(session, organisation_id, shared=True))
    if not domain.lets_in(queries.acting(session, actor.id, organisation_id)):
        rights.use(session, actor, domain.Permission.MANAGE_ORGANISATIONS, member_id, "join_organisation", now)
    before = queries.lock_acting(session, member_id, organisation_id)
    after = domain.join(organisation, member, before, now)
    if before is None:
        session.execute(insert(acting).values(asdict(after)))
    elif after != before:
        _save(session, after)
    if after != before:
        _tell_of_joining(session, city, organisation, after, now)
    return after


def leave_organisation(
    session: Session, city: str, organisation_id: str, actor: domain.Member, member_id: str, now: datetime
) -> domain.Acting:
    """Let a member act for an organisation no longer; harmless the second time.

    Args:
        session: the transaction.
        city: code of the city.
        organisation_id: for which.
        actor: the member, or who manages organisations.
        member_id: who leaves.
        now: the present instant.

    Raises:
        Forbidden: `permission_missing`.
        NotFound: `organisation_not_found`.
    """
    queries.lock_member(session, member_id)
    if actor.id != member_id:
        rights.use(session, actor, domain.Permission.MANAGE_ORGANISATIONS, member_id, "leave_organisation", now)
    before = queries.lock_acting(session, member_id, organisation_id)
    after = domain.leave(before, now)
    if after != before:
        _save(session, after)
        outbox.record(session, OrganisationLeft(member_id, city, after.sequence, organisation_id, now), now)
    return after


def read_organisation(
    session: Session, organisation_id: str, actor: domain.Member, now: datetime
) -> tuple[domain.Organisation, list[tuple[domain.Acting, str | None]]]:
    """An organisation, and who acts for it and is called what: for those who do, and for the city's administrators.

    The former are told no name but their own until the city has verified it.

    Raises:
        Forbidden: `permission_missing`.
        NotFound: `organisation_not_found`.
    """
    found = queries.organisation(session, organisation_id)
    present = queries.members_acting_for(session, organisation_id)
    seen = [acts.member_id for acts, _ in present]
    to_staff = actor.id not in seen
    if to_staff:
        looked_at: list[str | None] = [*seen] or [None]
        for member_id in looked_at:
            rights.use(session, actor, domain.Permission.MANAGE_ORGANISATIONS, member_id, "read_organisation", now)
    organisation = domain.existing_organisation(found)
    named = domain.tells_names(organisation, to_staff=to_staff)
    return organisation, [(acts, name if named or acts.member_id == actor.id else None) for acts, name in present]


def verify_organisation(
    session: Session, city: str, organisation_id: str, staff: domain.Member, now: datetime
) -> domain.Organisation:
    """Say that an organisation is what it says, and tell so with each member who acts for it; harmless the second time.

    Args:
        session: the transaction.
        city: code of the city.
        organisation_id: which.
        staff: who looked.
        now: the present instant.

    Raises:
        Forbidden: `permission_missing`, `attests_oneself`.
        NotFound: `organisation_not_found`.
    """
    rights.use(session, staff, domain.Permission.MANAGE_ORGANISATIONS, None, "verify_organisation", now)
    before = domain.existing_organisation(queries.lock_organisation(session, organisation_id))
    after = domain.verify(before, queries.acting(session, staff.id, organisation_id), staff.id, now)
    if after != before:
        this = organisations.c.organisation_id == organisation_id
        session.execute(update(organisations).where(this).values(asdict(after)))
        for acts in queries.lock_acting_for(session, organisation_id):
            told = replace(acts, sequence=acts.sequence + 1)
            _save(session, told)
            _tell_of_joining(session, city, after, told, now)
    return after


def _save(session: Session, after: domain.Acting) -> None:
    theirs = (acting.c.member_id == after.member_id) & (acting.c.organisation_id == after.organisation_id)
    session.execute(update(acting).where(theirs).values(asdict(after)))


def _tell_of_joining(
    session: Session, city: str, organisation: domain.Organisation, after: domain.Acting, now: datetime
) -> None:
    event = OrganisationJoined(
        after.member_id, city, after.sequence, after.organisation_id, domain.told_kind(organisation), after.joined_at
    )
    outbox.record(session, event, now)
