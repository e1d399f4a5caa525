"""Applying for a membership, and the city's answer."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from chassis import outbox
from chassis.errors import Conflict
from chassis.sql import insert_ignoring
from services.members import domain, queries
from services.members.commands import rights, standing
from services.members.events import ApplicationDecided
from services.members.tables import applications


def apply_for(
    session: Session, application_id: str, member: domain.Member, wish: domain.Wish, now: datetime
) -> domain.Application:
    """Keep what a member asks the city to be.

    Args:
        session: the transaction.
        application_id: the id that it will have.
        member: who applies.
        wish: what they want to be.
        now: the present instant.

    Raises:
        Forbidden: `member_not_active`, `not_of_organisation`.
        Invalid: `motivation_missing`, `organisation_kind_differs`.
        Conflict: `member_already`, `application_open`.
    """
    known = domain.as_of(domain.acknowledge(queries.lock_member(session, member.id)), now)
    organisation = acts = None
    if wish.organisation_id is not None:
        organisation = queries.organisation(session, wish.organisation_id)
        acts = queries.acting(session, member.id, wish.organisation_id)
    application = domain.apply_for(application_id, known, wish, organisation, acts, now)
    if not insert_ignoring(session, applications, asdict(application)):
        raise Conflict("application_open", "the city has not answered the member's last application yet")
    return application


def withdraw_application(
    session: Session, application_id: str, member: domain.Member, now: datetime
) -> domain.Application:
    """Ask it no longer; harmless the second time.

    Raises:
        NotFound: `application_not_found`.
        Conflict: `application_decided`.
    """
    queries.lock_member(session, member.id)
    before = queries.lock_application(session, application_id)
    after = domain.withdraw(before, member, now)
    if after != before:
        _save(session, after)
    return after


def read_application(
    session: Session, application_id: str, staff: domain.Member, now: datetime
) -> tuple[domain.Application, domain.Member, domain.Organisation | None]:
    """What a member asks, who they are, and for which organisation, for who decides; that they looked is remembered.

    Raises:
        Forbidden: `permission_missing`.
        NotFound: `application_not_found`.
    """
    found = queries.application(session, application_id)
    member_id = found.member_id if found else None
    rights.use(session, staff, domain.Permission.REVIEW_APPLICATIONS, member_id, "read_application", now)
    application = domain.existing_application(found)
    member = domain.acknowledge(queries.member(session, application.member_id))
    named = application.organisation_id
    return application, domain.as_of(member, now), queries.organisation(session, named) if named else None


def admit(
    session: Session,
    city: str,
    application_id: str,
    staff: domain.Member,
    reason: str,
    until: datetime | None,
    now: datetime,
) -> domain.Application:
    """Let a member be what they asked to be.

    Args:
        session: the transaction.
        city: code of the city.
        application_id: of which application.
        staff: who decides.
        reason: what the member reads.
        until: when the membership ends; None: as usual.
        now: the present instant.

    Raises:
        Forbidden: `permission_missing`, `reviews_oneself`.
        NotFound: `application_not_found`.
        Conflict: `application_decided`.
        Invalid: `valid_until_past`, `valid_too_long`.
    """
    application, member = _lock_to_decide(session, application_id, staff, now)
    admitted, changed = domain.admit(application, member, staff, reason, until, now)
    standing.save(session, changed)
    standing.tell(session, city, changed, now)
    return _answer(session, city, admitted, now)


def decline(
    session: Session, city: str, application_id: str, staff: domain.Member, reason: str, now: datetime
) -> domain.Application:
    """Do not let a member be what they asked to be; they stay what they are.

    Args:
        session: the transaction.
        city: code of the city.
        application_id: of which application.
        staff: who decides.
        reason: what the member reads.
        now: the present instant.

    Raises:
        Forbidden: `permission_missing`, `reviews_oneself`.
        NotFound: `application_not_found`.
        Conflict: `application_decided`.
    """
    application, _ = _lock_to_decide(session, application_id, staff, now)
    return _answer(session, city, domain.decline(application, staff, reason, now), now)


def _lock_to_decide(
    session: Session, application_id: str, staff: domain.Member, now: datetime
) -> tuple[domain.Application, domain.Member]:
    """An application and its member, who is locked first, as everywhere."""
    found = queries.application(session, application_id)
    member_id = found.member_id if found else None
    member = queries.lock_member(session, member_id) if member_id else None
    rights.use(session, staff, domain.Permission.REVIEW_APPLICATIONS, member_id, "decide_application", now)
    application = domain.existing_application(queries.lock_application(session, application_id))
    return application, domain.as_of(domain.acknowledge(member), now)


def _answer(session: Session, city: str, decided: domain.Application, now: datetime) -> domain.Application:
    _save(session, decided)
    event = ApplicationDecided(
        decided.member_id, city, decided.sequence, decided.application_id, str(decided.status), now
    )
    outbox.record(session, event, now)
    return decided


def _save(session: Session, after: domain.Application) -> None:
    this = applications.c.application_id == after.application_id
    session.execute(update(applications).where(this).values(asdict(after)))
