"""What was tried: taken before it is done, given back when it went well."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from chassis.sql import insert_ignoring
from services.members import domain, queries
from services.members.tables import throttles


def take(session: Session, tries: Iterable[domain.Try], now: datetime) -> None:
    """Take all of these tries, or none: what is raised is not kept.

    Raises:
        TooMany: `too_many_tries`.
    """
    for one in sorted(tries, key=_key):  # in one order, so that nobody waits in a circle
        insert_ignoring(session, throttles, {"key": one.key, "full_at": now})
        _save(session, one, domain.take(one.allowance, queries.lock_throttle(session, one.key), now))


def give_back(session: Session, tries: Iterable[domain.Try]) -> None:
    """Give back tries that were taken; one of which nothing is known any more is there already."""
    for one in sorted(tries, key=_key):
        if full_at := queries.lock_throttle(session, one.key):
            _save(session, one, domain.give_back(one.allowance, full_at))


def forget_throttles(session: Session, now: datetime) -> None:
    """Forget the rows that say nothing any more."""
    session.execute(delete(throttles).where(throttles.c.full_at <= now))


def _save(session: Session, one: domain.Try, full_at: datetime) -> None:
    session.execute(update(throttles).where(throttles.c.key == one.key).values(full_at=full_at))


def _key(one: domain.Try) -> str:
    return one.key
