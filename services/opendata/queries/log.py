"""The log, and how far the records follow it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from chassis.database import insert_ignoring
from services.opendata import domain, tables

_PAGE = 500


def head(session: Session) -> RowMapping | None:
    """The end of the log: `position`, `applied`, `published`, `seal`; None before anything was ever heard."""
    return session.execute(select(tables.head)).mappings().one_or_none()


def lock_head(session: Session) -> RowMapping:
    """The same, held until the end of the transaction: whoever changes what is published comes one after the other."""
    insert_ignoring(session, tables.head, {"id": 1, "position": 0, "applied": 0, "published": 0, "seal": ""})
    return session.execute(select(tables.head).with_for_update()).mappings().one()


def behind(session: Session) -> bool:
    """Whether lines of the log are still to be followed."""
    found = head(session)
    return found is not None and found["applied"] < found["position"]


def heard_at(session: Session) -> datetime | None:
    """When what the newest line of the log tells happened."""
    found = select(tables.log.c.at).order_by(tables.log.c.position.desc()).limit(1)
    return session.scalar(found)


def entries(session: Session, after: int = 0) -> Iterator[domain.Entry]:
    """The lines of the log in order, after a position; read as they are asked for, never all in memory."""
    log: Any = tables.log
    while page := session.execute(
        select(log).where(log.c.position > after).order_by(log.c.position).limit(_PAGE)
    ).mappings().all():  # fmt: skip
        for row in page:
            yield domain.Entry(**row)
        after = page[-1]["position"]
