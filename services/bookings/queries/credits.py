"""Credits: what holders have, and what a booking used."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select, tuple_
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.queries import rows
from services.bookings.queries.rows import Cursor
from services.bookings.tables import credit_grants, credit_uses, member_organisations


def credits_for(session: Session, holder: domain.Holder | None, host_city: str, at: datetime) -> list[domain.Credit]:
    """What pays at the places of a city for what starts at an instant; a visitor has nothing."""
    return [] if holder is None else rows.every(session, _paying(holder, host_city, at), domain.Credit)


def lock_credits(session: Session, holder: domain.Holder, host_city: str, at: datetime) -> list[domain.Credit]:
    """The same, to be used: in the order of their ids, so that nobody waits in a circle."""
    query = _paying(holder, host_city, at).order_by(credit_grants.c.credit_id).with_for_update()
    return rows.every(session, query, domain.Credit)


def lock_uses(session: Session, booking_id: str) -> list[domain.Use]:
    """What a booking used, with the credits locked likewise."""
    query = (
        select(credit_uses.c.credit_id, credit_uses.c.amount)
        .join(credit_grants)
        .where(credit_uses.c.booking_id == booking_id)
        .order_by(credit_uses.c.credit_id)
        .with_for_update(of=credit_grants)
    )
    return rows.every(session, query, domain.Use)


def credits_page(
    session: Session, holders: Collection[str], now: datetime, limit: int, after: Cursor | None = None
) -> tuple[list[domain.Credit], Cursor | None]:
    """What some holders still have anywhere, in the order in which it was granted, and the cursor of the next page."""
    order = (credit_grants.c.granted_at, credit_grants.c.credit_id)
    query = _left(now).where(credit_grants.c.holder.in_(holders)).order_by(*order).limit(limit + 1)
    if after is not None:
        query = query.where(tuple_(*order) > rows.after(order, after))
    return rows.page(rows.every(session, query, domain.Credit), limit, order)


def is_organisation(session: Session, organisation_id: str) -> bool:
    """Whether a city told of somebody who acts, or acted, for this organisation."""
    query = select(member_organisations.c.member_id).where(member_organisations.c.organisation_id == organisation_id)
    return session.execute(query.limit(1)).first() is not None


def _paying(holder: domain.Holder, host_city: str, at: datetime) -> Select[Any]:
    return _left(at).where(credit_grants.c.holder == holder.payer, credit_grants.c.host_city == host_city)


def _left(at: datetime) -> Select[Any]:
    ends = credit_grants.c.valid_until
    return select(credit_grants).where(credit_grants.c.remaining > 0, or_(ends.is_(None), ends > at))
