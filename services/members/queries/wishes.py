"""Wishes for seats, until whoever wishes has confirmed their address."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import registration_wishes


def registration_wish(session: Session, wish_id: str | None) -> domain.RegistrationWish | None:
    """The wish, or None."""
    wanted = select(registration_wishes).where(registration_wishes.c.wish_id == wish_id)
    row = session.execute(wanted).mappings().one_or_none()
    return domain.RegistrationWish(**row) if row else None
