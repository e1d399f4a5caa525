"""Who waits for what, since when, and before whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from chassis.errors import NotFound
from services.bookings import domain
from services.bookings.queries import rows
from services.bookings.queries.diaries import LONGEST_BUFFER
from services.bookings.queries.rows import Cursor
from services.bookings.tables import covers, spaces, waits

_IN_TURN = (waits.c.asked_at, waits.c.wait_id)


def lock_wait(session: Session, wait_id: str, actor: domain.Actor) -> domain.Wait:
    """A wait of the actor, to be ended.

    Raises:
        NotFound: `wait_not_found`, also for another member's.
    """
    query = select(waits).where(waits.c.wait_id == wait_id, _of(actor.member_id, actor.city))
    return rows.one(session, query.with_for_update(), domain.Wait, "wait_not_found")


def lock_waits(session: Session, wait_ids: Collection[str]) -> list[domain.Wait]:
    """Those of some waits that still go on, to be offered something: locked by id, given in their turn."""
    query = select(waits).where(waits.c.wait_id.in_(wait_ids), waits.c.status == "waiting").order_by(waits.c.wait_id)
    found = rows.every(session, query.with_for_update(), domain.Wait)
    return sorted(found, key=lambda wait: (wait.asked_at, wait.wait_id))


def wait(session: Session, wait_id: str, actor: domain.Actor, now: datetime) -> domain.Waiting:
    """A wait of the actor with its position.

    Raises:
        NotFound: `wait_not_found`, also for another member's.
    """
    row = session.execute(_with_positions(actor, now).where(waits.c.wait_id == wait_id)).one_or_none()
    if row is None:
        raise NotFound("wait_not_found", "No wait of this member has that id.")
    return _waiting(row, now)


def waits_now(session: Session, holder: domain.Holder, now: datetime) -> list[domain.Wait]:
    """What a member waits for."""
    query = select(waits).where(_of(holder.member_id, holder.city), waits.c.status == "waiting")
    return rows.every(session, query.where(waits.c.starts_at > now), domain.Wait)


def waits_page(
    session: Session, actor: domain.Actor, now: datetime, limit: int, after: Cursor | None = None
) -> tuple[list[domain.Waiting], Cursor | None]:
    """The waits of a member with their positions, the latest first, and the cursor of the next page."""
    order = (waits.c.starts_at, waits.c.wait_id)
    query = _with_positions(actor, now).order_by(*(column.desc() for column in order)).limit(limit + 1)
    if after is not None:
        query = query.where(tuple_(*order) < rows.after(order, after))
    found = [_waiting(row, now) for row in session.execute(query)]
    _, following = rows.page([one.wait for one in found], limit, order)
    return found[:limit], following


def waiting_for(
    session: Session,
    space_ids: Collection[str],
    within: domain.Period,
    after_start: datetime,
    limit: int,
    after: Cursor | None = None,
) -> list[domain.Wait]:
    """Who waits for some spaces, for what contains them or for their parts, around a period: in their turn.

    One query when there is nobody, else three.

    Args:
        after_start: what begins before is left out.
        after: the last one seen.
    """
    query = (
        select(waits)
        .where(
            waits.c.status == "waiting",
            waits.c.space_id.in_(around(space_ids)),
            waits.c.starts_at >= after_start,
        )
        .order_by(*_IN_TURN)
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(*_IN_TURN) > rows.after(_IN_TURN, after))
    if rows.every(session, query.where(_touches(within, LONGEST_BUFFER)).limit(1), domain.Wait):
        return rows.every(session, query.where(_touches(within, _buffer(session, space_ids))), domain.Wait)
    return []


def spaces_waited_for(session: Session, now: datetime) -> list[str]:
    """The ids of the spaces that somebody waits for."""
    query = select(waits.c.space_id).where(waits.c.status == "waiting", waits.c.starts_at > now)
    return list(session.scalars(query.distinct().order_by(waits.c.space_id)))


def spaces_by_id(session: Session, space_ids: Collection[str]) -> dict[str, domain.Space]:
    """Some spaces."""
    found = rows.every(session, select(spaces).where(spaces.c.space_id.in_(space_ids)), domain.Space)
    return {space.space_id: space for space in found}


def keep_spaces(session: Session, space_ids: Collection[str]) -> None:
    """Likewise `keep_space`, of some, in the order of their ids."""
    query = select(spaces.c.space_id).where(spaces.c.space_id.in_(space_ids)).order_by(spaces.c.space_id)
    session.execute(query.with_for_update(read=True)).all()


def count_waiting(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """How many wait, and since when the one who waits longest does."""
    query = select(func.count(), func.min(waits.c.asked_at)).where(waits.c.status == "waiting", waits.c.starts_at > now)
    count, oldest = session.execute(query).one()
    return count, oldest


def _of(member_id: str, city: str) -> ColumnElement[bool]:
    return (waits.c.member_id == member_id) & (waits.c.home_city == city)


def _with_positions(actor: domain.Actor, now: datetime) -> Select[Any]:
    return select(waits, _position(now).label("position")).where(_of(actor.member_id, actor.city))


def _waiting(row: Row[Any], now: datetime) -> domain.Waiting:
    wait = domain.waiting.as_of(rows.thing(row, domain.Wait), now)
    return domain.Waiting(wait, row.position if wait.status == "waiting" else None)


def around(space_ids: Collection[str]) -> Select[tuple[str]]:
    """The spaces that contain some, themselves, and their parts: what is freed in one is freed in all."""
    above = select(covers.c.space_id).where(covers.c.covered_id.in_(space_ids))
    below = select(covers.c.covered_id).where(covers.c.space_id.in_(space_ids))
    return select(above.union(below).subquery().c.space_id)


def _buffer(session: Session, space_ids: Collection[str]) -> timedelta:
    """The longest of all around."""
    found = rows.every(session, select(spaces).where(spaces.c.space_id.in_(around(space_ids))), domain.Space)
    longest = max(max(space.rules.buffer_before_minutes, space.rules.buffer_after_minutes) for space in found)
    return timedelta(minutes=longest)


def _touches(within: domain.Period, margin: timedelta) -> ColumnElement[bool]:
    return (waits.c.starts_at < within.ends_at + margin) & (waits.c.ends_at > within.starts_at - margin)


def _position(now: datetime) -> ColumnElement[int]:
    """1, and one more for each who waited earlier for some of the same minutes."""
    other = waits.alias("other")
    shared = or_(
        and_(covers.c.space_id == other.c.space_id, covers.c.covered_id == waits.c.space_id),
        and_(covers.c.space_id == waits.c.space_id, covers.c.covered_id == other.c.space_id),
    )
    before = (
        select(func.count())
        .select_from(other)
        .where(
            other.c.status == "waiting",
            other.c.starts_at > now,
            other.c.starts_at < waits.c.ends_at,
            other.c.ends_at > waits.c.starts_at,
            tuple_(other.c.asked_at, other.c.wait_id) < tuple_(*_IN_TURN),
            select(covers.c.space_id).where(shared).correlate(other, waits).exists(),
        )
    )
    return before.correlate(waits).scalar_subquery() + 1
