"""Waiting for a space to become free: join, leave, and offer what was freed to whoever waits first.

What frees something names those who may be offered it before it locks anything else (`get_ready`), and offers it at
the end, in the same transaction (`offer_freed`): nobody can come in between. What claims something does the same first
(`make_room`), so that nobody overtakes those who wait.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from itertools import takewhile

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from services.bookings import domain, queries
from services.bookings.commands import claiming, lapsing, saving
from services.bookings.queries.rows import Cursor
from services.bookings.tables import waits

LOOKED_AT = 200
JUDGED_AT_ONCE = 20
LAPSED_AT_ONCE = 50


def join_waiting_list(
    session: Session,
    wait_id: str,
    space_id: str,
    period: domain.Period,
    actor: domain.Actor,
    now: datetime,
    *,
    persons: int = 1,
    organisation_id: str | None = None,
) -> domain.Wait:
    """Wait for a unit of a space to become free for a whole period. Nobody is told.

    Raises:
        NotFound: `space_not_found`.
        Forbidden, Invalid, Conflict, NotFound: as `domain.check`.
        Conflict: `unit_free`, `already_waiting`, `too_many_waits`, `notice_too_short`.
    """
    holder = domain.Holder(actor.member_id, actor.city, organisation_id)
    before = those_waiting(session, [space_id], period, now)
    claiming.lock_holders(session, holder, *(wait.holder for wait in before))
    wish = queries.wish(session, space_id, period, actor, now, holder=holder, persons=persons, to_claim=True)
    domain.check(wish, now)
    make_room(session, wish, before, now)
    diary = queries.diary(session, wish.space, period, now)
    is_free = bool(domain.free_units(diary, period))
    wait = domain.waiting.join(wish, wait_id, queries.waits_now(session, holder, now), is_free, now)
    session.execute(insert(waits).values(asdict(wait)))
    return wait


def leave_waiting_list(session: Session, wait_id: str, actor: domain.Actor, now: datetime) -> domain.Wait:
    """Wait no longer; what has ended already stays as it is.

    Raises:
        NotFound: `wait_not_found`, also for another member's.
    """
    wait = queries.lock_wait(session, wait_id, actor)
    left = domain.waiting.leave(wait, now)
    if left is not wait:
        _save(session, left)
    return left


def those_waiting(
    session: Session, space_ids: Collection[str], within: domain.Period, now: datetime, after: Cursor | None = None
) -> list[domain.Wait]:
    """Some of those who may be offered what is free in a period of some spaces, in their turn. One query."""
    return queries.waiting_for(session, space_ids, within, now + domain.waiting.TIME_TO_ANSWER, LOOKED_AT, after)


def get_ready(session: Session, bookings: Collection[domain.Booking], now: datetime) -> None:
    """Lock those who may be offered what some bookings hold, before the bookings are locked to be ended."""
    if bookings:
        _lock_waiting(session, {booking.space_id for booking in bookings}, _around(bookings), now)


def get_ready_at(session: Session, space_ids: Collection[str], now: datetime) -> None:
    """Likewise those who wait for some spaces, before the spaces are locked to be changed."""
    _lock_waiting(session, space_ids, domain.from_now_on(now), now)


def make_room(session: Session, wish: domain.Wish, before: Iterable[domain.Wait], now: datetime) -> None:
    """End what has lapsed in the way of a wish, and offer what is free to those who wait before whom it is for.

    Args:
        before: those who wait, their holders locked.
    """
    lapsing.sweep(session, wish.space.space_id, wish.period, now)
    mine = wish.beneficiary
    assert mine is not None, "a visitor claims nothing"
    key = (mine.member_id, mine.city)
    _offer(session, list(takewhile(lambda wait: (wait.member_id, wait.home_city) != key, before)), now)


def offer_freed(
    session: Session,
    space_ids: Collection[str],
    within: domain.Period,
    now: datetime,
    after: Cursor | None = None,
) -> Cursor | None:
    """Offer what is free in a period of some spaces, in what contains them and in their parts, to those who wait.

    Looks at so many and judges so many at most; the timer does the rest.

    Returns:
        The last wait that was looked at, to go on `after` it; None when there are no more.
    """
    waiting = those_waiting(session, space_ids, within, now, after)
    last = _offer(session, waiting, now)
    if last is None and len(waiting) < LOOKED_AT:
        return None
    last = last or waiting[-1]
    return last.asked_at, last.wait_id


def offer_ended(session: Session, ended: Collection[domain.Booking], now: datetime) -> None:
    """Likewise what some bookings held that have ended."""
    if ended:
        offer_freed(session, {booking.space_id for booking in ended}, _around(ended), now)


def end_lapsed(session: Session, now: datetime) -> int:
    """End some of all that has lapsed, and offer what it held; gives how many, up to `LAPSED_AT_ONCE`."""
    seen = queries.every_lapsed(session, now, LAPSED_AT_ONCE)
    get_ready(session, seen, now)
    ended = lapsing.end_lapsed(session, [booking.booking_id for booking in seen], now)
    offer_ended(session, ended, now)
    return len(ended)


def end_waits_over(session: Session, now: datetime) -> None:
    """End the waits whose period has begun."""
    begun = (waits.c.status == "waiting") & (waits.c.starts_at <= now)
    session.execute(update(waits).where(begun).values(status="over", ended_at=waits.c.starts_at))


def _offer(session: Session, waiting: list[domain.Wait], now: datetime) -> domain.Wait | None:
    """Offer what is free to those who wait, in their turn; the one with whom it was enough for once."""
    fitting = _fitting(session, waiting, now)
    if not fitting:
        return None
    claiming.lock_holders(session, *(wait.holder for wait in fitting))
    queries.keep_spaces(session, {wait.space_id for wait in fitting})
    fitting = queries.lock_waits(session, [wait.wait_id for wait in fitting])
    for _ in range(JUDGED_AT_ONCE):
        if not fitting:
            return None
        wait, *fitting = fitting
        if _offer_one(session, wait, now):
            fitting = _fitting(session, fitting, now)
    return wait


def _lock_waiting(session: Session, space_ids: Collection[str], within: domain.Period, now: datetime) -> None:
    if found := those_waiting(session, space_ids, within, now):
        claiming.lock_holders(session, *(wait.holder for wait in found))


def _fitting(session: Session, waiting: list[domain.Wait], now: datetime) -> list[domain.Wait]:
    """Those whose whole period is free. Two queries."""
    if not waiting:
        return []
    spaces = queries.spaces_by_id(session, {wait.space_id for wait in waiting})
    within = domain.Period(min(wait.starts_at for wait in waiting), max(wait.ends_at for wait in waiting))
    diaries = queries.diaries(session, spaces.values(), within, now)
    return [wait for wait in waiting if domain.free_units(diaries[wait.space_id], wait.period)]


def _offer_one(session: Session, wait: domain.Wait, now: datetime) -> bool:
    """Hold what is free for whoever waits, by the rules of now; whether it is offered."""
    wish = queries.wish(session, wait.space_id, wait.period, wait.actor, now, holder=wait.holder, persons=wait.persons)
    after = domain.waiting.turn(wait, domain.judge(wish, now), now)
    if after.status == "offered":
        lapsing.sweep(session, wait.space_id, wait.period, now)
        unit = claiming.win(session, wait.wait_id, wish, now)
        if unit is None:  # somebody was faster
            return False
        saving.create(session, domain.waiting.offer(wish, wait, unit, now), now, offered=True)
    if after is not wait:
        _save(session, after)
    return after.status == "offered"


def _around(bookings: Collection[domain.Booking]) -> domain.Period:
    return domain.Period(min(one.starts_at for one in bookings), max(one.ends_at for one in bookings))


def _save(session: Session, wait: domain.Wait) -> None:
    session.execute(update(waits).where(waits.c.wait_id == wait.wait_id).values(asdict(wait)))
