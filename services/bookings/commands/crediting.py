"""Credits: granted by a city, used by bookings, given back when a booking ends before its time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.orm import Session

from chassis.errors import NotFound
from services.bookings import domain, queries
from services.bookings.tables import credit_grants, credit_uses


def grant_credit(
    session: Session,
    credit_id: str,
    actor: domain.Actor,
    now: datetime,
    *,
    amount: int,
    unit: str,
    reason: str,
    member: domain.Holder | None = None,
    organisation_id: str | None = None,
    space_id: str | None = None,
    valid_until: datetime | None = None,
) -> domain.Credit:
    """Let a member, or an organisation, pay what they book at a city's places with what they have paid before.

    Args:
        amount: of `unit`, 1 or more.
        member, organisation_id: whose it is; one of the two.
        space_id: the only space for which it pays; None for every one of the actor's city.

    Raises:
        NotFound: `space_not_found`, `member_not_found`, `organisation_not_found`.
        Forbidden: `permission_missing`, `member_not_active`.
        Invalid: `valid_until_past`.
    """
    domain.check_there(is_erased=queries.is_erased(session, actor.member_id))
    space = queries.space(session, space_id) if space_id is not None else None
    where = domain.Where.of_space(space) if space else domain.Where.of_city(actor.city)
    domain.require(actor, domain.Permission.GRANT_CREDITS, where)
    domain.check_credit(valid_until, now)
    credit = domain.Credit(
        credit_id=credit_id,
        holder=_holder(session, member, organisation_id),
        host_city=space.city if space else actor.city,
        space_id=space_id,
        unit=unit,
        granted=amount,
        remaining=amount,
        valid_until=valid_until,
        reason=reason,
        granted_by_id=actor.member_id,
        granted_by_city=actor.city,
        granted_at=now,
    )
    session.execute(insert(credit_grants).values(asdict(credit)))
    return credit


def use(session: Session, booking: domain.Booking) -> domain.Booking:
    """The booking with its price paid as far as the credits of whom it is for go; a hold uses none.

    The credits are locked until the transaction ends. Three statements at most.

    Args:
        booking: at its full price, its credits not yet used.
    """
    if booking.status == "held" or booking.price_cents == 0:
        return booking
    granted = queries.lock_credits(session, booking.holder, booking.host_city, booking.starts_at)
    payment = domain.pay(booking.price_cents, booking.space_id, booking.period, granted)
    if not payment.uses:
        return booking
    session.execute(insert(credit_uses), [{"booking_id": booking.booking_id, **asdict(use)} for use in payment.uses])
    _take(session, [(use.credit_id, use.amount) for use in payment.uses])
    return domain.paid(booking, payment)


def give_back(session: Session, booking: domain.Booking) -> None:
    """Return what a booking that has ended used, unless it is a no-show or was cancelled after its start.

    The booking itself goes on saying what it used.
    """
    if domain.gives_back(booking):
        _return(session, booking)


def use_anew(session: Session, before: domain.Booking, after: domain.Booking) -> domain.Booking:
    """The booking as it is now, at the full price of now, with that paid instead of what it was before."""
    _return(session, before)
    return use(session, replace(after, prepaid_minutes=0, credit_cents=0))


def _return(session: Session, booking: domain.Booking) -> None:
    if booking.prepaid_minutes == booking.credit_cents == 0:
        return
    uses = queries.lock_uses(session, booking.booking_id)
    if uses:
        _take(session, [(use.credit_id, -use.amount) for use in uses])
        session.execute(delete(credit_uses).where(credit_uses.c.booking_id == booking.booking_id))


def _take(session: Session, amounts: Iterable[tuple[str, int]]) -> None:
    left = credit_grants.c.remaining - bindparam("amount")
    statement = update(credit_grants).where(credit_grants.c.credit_id == bindparam("of_credit")).values(remaining=left)
    rows = [{"of_credit": credit_id, "amount": amount} for credit_id, amount in amounts]
    session.connection().execute(statement, rows)


def _holder(session: Session, member: domain.Holder | None, organisation_id: str | None) -> str:
    if organisation_id is not None:
        if not queries.is_organisation(session, organisation_id):
            raise NotFound("organisation_not_found", "No city has told of this organisation.")
        return domain.organisation_key(organisation_id)
    assert member is not None, "the schema asks for one of the two"
    known = queries.member(session, member.member_id, member.city)
    if known is None or known.status == domain.ERASED:
        raise NotFound("member_not_found", "No city has told of this member.")
    return member.payer
