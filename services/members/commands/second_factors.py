"""A member's second factor: set up, shown, removed. Whoever does any of it has locked the member first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from services.members import domain, queries
from services.members.commands import standing
from services.members.events import MemberSecondFactorChanged
from services.members.tables import recovery_codes, second_factors


def set_up_first(session: Session, member_id: str, secret: str, now: datetime) -> None:
    """Begin the first second factor of a member, which protects once a code of it was typed.

    Args:
        session: the transaction.
        member_id: whose.
        secret: base32, fresh.
        now: the present instant.

    Raises:
        NotFound: `member_not_found`.
        Conflict: `second_factor_present`.
    """
    member = domain.addressee(queries.lock_member(session, member_id))
    before = queries.second_factor(session, member_id)
    domain.second_factors.check_first(before)
    _save(session, domain.second_factors.set_up(member, before, secret, now))


def set_up(session: Session, city: str, member_id: str, code: str | None, secret: str, now: datetime) -> None:
    """Begin a second factor, or, by a code of the one that is there, another one. It protects once a code was typed.

    Args:
        session: the transaction.
        city: code of the city.
        member_id: whose.
        code: of the second factor that is there; None: none was typed.
        secret: base32, fresh.
        now: the present instant.

    Raises:
        NotFound: `member_not_found`.
        Forbidden: `second_factor_needed`, `wrong_code`.
    """
    member = domain.addressee(queries.lock_member(session, member_id))
    before = queries.second_factor(session, member_id)
    if before is not None and before.confirmed_at is not None:
        show(session, city, member_id, code, now)
        before = queries.second_factor(session, member_id)
    _save(session, domain.second_factors.set_up(member, before, secret, now))


def confirm(session: Session, city: str, member_id: str, code: str, fresh: Sequence[str], now: datetime) -> None:
    """Let a second factor that was begun protect from now on; earlier recovery codes are void.

    Args:
        session: the transaction.
        city: code of the city.
        member_id: whose.
        code: that the member's application shows.
        fresh: recovery codes; only their digests are kept.
        now: the present instant.

    Raises:
        NotFound: `member_not_found`.
        Conflict: `second_factor_not_begun`.
        Forbidden: `wrong_code`.
    """
    member = domain.addressee(queries.lock_member(session, member_id))
    before = queries.second_factor(session, member_id)
    _save(session, domain.second_factors.confirm(before, code, now))
    _give_codes(session, member_id, fresh)
    _tell(session, city, member, "replaced" if before and before.confirmed_at else "set_up", now)


def show(session: Session, city: str, member_id: str, code: str | None, now: datetime) -> None:
    """Take a code of the member's second factor, or a recovery code, each of which is taken once.

    Args:
        session: the transaction.
        city: code of the city.
        member_id: whose.
        code: as it was typed; None: none was.
        now: the present instant.

    Raises:
        NotFound: `member_not_found`.
        Conflict: `second_factor_absent`.
        Forbidden: `second_factor_needed`, `wrong_code`.
    """
    member = domain.addressee(queries.lock_member(session, member_id))
    digests = queries.unused_recovery_digests(session, member_id)
    shown = domain.second_factors.show(queries.second_factor(session, member_id), digests, code, now)
    _save(session, shown.factor)
    if shown.recovery_digest is not None:
        theirs = recovery_codes.c.member_id == member_id
        this = theirs & (recovery_codes.c.code_digest == shown.recovery_digest)
        session.execute(update(recovery_codes).where(this).values(used_at=now))
        _tell(session, city, member, "code_used", now)


def remove(session: Session, city: str, member_id: str, code: str, now: datetime) -> None:
    """Let a second factor go, by a code of it.

    Raises:
        NotFound: `member_not_found`.
        Conflict: `second_factor_absent`.
        Forbidden: `second_factor_required`, `wrong_code`.
    """
    domain.second_factors.check_removal(domain.addressee(queries.lock_member(session, member_id)))
    show(session, city, member_id, code, now)
    for table in (recovery_codes, second_factors):
        session.execute(delete(table).where(table.c.member_id == member_id))
    _tell(session, city, domain.addressee(queries.member(session, member_id)), "removed", now)


def renew_codes(session: Session, city: str, member_id: str, code: str, fresh: Sequence[str], now: datetime) -> None:
    """Give a member other recovery codes, by a code of the second factor; the earlier ones are void.

    Raises:
        NotFound: `member_not_found`.
        Conflict: `second_factor_absent`.
        Forbidden: `wrong_code`.
    """
    show(session, city, member_id, code, now)
    _give_codes(session, member_id, fresh)
    _tell(session, city, domain.addressee(queries.member(session, member_id)), "codes_renewed", now)


def _save(session: Session, factor: domain.second_factors.SecondFactor) -> None:
    theirs = second_factors.c.member_id == factor.member_id
    if not session.connection().execute(update(second_factors).where(theirs).values(asdict(factor))).rowcount:
        session.execute(insert(second_factors).values(asdict(factor)))


def _give_codes(session: Session, member_id: str, fresh: Sequence[str]) -> None:
    session.execute(delete(recovery_codes).where(recovery_codes.c.member_id == member_id))
    digests = [domain.second_factors.recovery_digest(code) for code in fresh]
    session.execute(insert(recovery_codes), [{"member_id": member_id, "code_digest": digest} for digest in digests])


def _tell(session: Session, city: str, member: domain.Member, change: str, now: datetime) -> None:
    told = domain.told(member)
    standing.save(session, told)
    outbox.record(session, MemberSecondFactorChanged(told.id, city, told.sequence, change, now), now)
