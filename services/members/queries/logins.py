"""Where members are signed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import logins, refresh_tokens


def login(session: Session, login_id: str) -> domain.Login | None:
    """The login, or None."""
    return _one(session, select(logins).where(logins.c.login_id == login_id))


def lock_login(session: Session, login_id: str) -> domain.Login | None:
    """The login, which changes only after this transaction; or None. Its member is locked before it."""
    return _one(session, select(logins).where(logins.c.login_id == login_id).with_for_update())


def lock_logins_of(session: Session, member_id: str, now: datetime) -> list[domain.Login]:
    """The logins of a member that go on, as `logins_of`, which change only after this transaction."""
    return _many(session, _open(member_id, now).with_for_update())


def logins_of(session: Session, member_id: str, now: datetime) -> list[domain.Login]:
    """The logins of a member that go on, the one that was used last first."""
    return _many(session, _open(member_id, now))


def remembered_logins_of(session: Session, member_id: str) -> list[domain.Login]:
    """The logins of a member, also those that are over, as far back as they are remembered."""
    return _many(session, select(logins).where(logins.c.member_id == member_id))


def refresh_token(session: Session, token_digest: str) -> domain.RefreshToken | None:
    """The refresh token of this digest, used or not; or None."""
    wanted = select(refresh_tokens).where(refresh_tokens.c.token_digest == token_digest)
    row = session.execute(wanted).mappings().one_or_none()
    return domain.RefreshToken(**row) if row else None


def _open(member_id: str, now: datetime) -> Select[Any]:
    goes_on = (logins.c.member_id == member_id) & logins.c.ended_at.is_(None) & (logins.c.expires_at > now)
    return select(logins).where(goes_on).order_by(logins.c.last_used_at.desc(), logins.c.login_id)


def _one(session: Session, wanted: Select[Any]) -> domain.Login | None:
    row = session.execute(wanted).mappings().one_or_none()
    return _login(row) if row else None


def _many(session: Session, wanted: Select[Any]) -> list[domain.Login]:
    return [_login(row) for row in session.execute(wanted).mappings()]


def _login(row: RowMapping) -> domain.Login:
    because = row["ended_because"]
    enums = {"method": domain.Method(row["method"]), "ended_because": domain.Ending(because) if because else None}
    return domain.Login(**{**row, **enums})
