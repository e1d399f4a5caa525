"""What is done at a front desk, each a transaction of its own; and what there is to be seen of it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, insert, select

from chassis import envelope, tables
from chassis.database import Store
from chassis.envelope import Envelope
from services.bookings import commands, domain, queries
from services.bookings.tables import bookings, claims, members
from tests.bookings.world import ACTOR, NOW, ROOM, hours

NINE = hours(9, 10)
DESK = domain.Actor("desk-1", "roubaix", "partner", "public_body", ("front_desk",))
BOSS = domain.Actor("boss-1", "roubaix", "partner", "public_body", ("city_administrator",))


def do(store: Store, command: Callable[..., Any], *args: Any, **more: Any) -> Any:
    return store.retrying(lambda session: command(session, *args, **more))


def publish(store: Store, *spaces: domain.Space, now: datetime = NOW) -> None:
    for space in spaces:
        do(store, commands.publish_space, space, now)


def know(store: Store, actor: domain.Actor = ACTOR) -> None:
    """A city tells of a member."""
    told = {"member_id": actor.member_id, "city": actor.city, "category": actor.category, "status": "active"}
    more = {"organisation_kind": actor.organisation_kind, "roles": list(actor.roles), "sequence": 0}
    with store.transaction() as session:
        session.execute(insert(members).values(**told, **more))


def book(
    store: Store,
    booking_id: str = "booking-1",
    period: domain.Period = NINE,
    space: domain.Space = ROOM,
    actor: domain.Actor = ACTOR,
    now: datetime = NOW,
    **more: Any,
) -> domain.Booking:
    booked: domain.Booking = do(store, commands.book, booking_id, space.space_id, period, actor, now, **more)
    return booked


def move(store: Store, booking_id: str, actor: domain.Actor = ACTOR, now: datetime = NOW, **to: Any) -> domain.Booking:
    moved: domain.Booking = do(store, commands.move, booking_id, actor, now, **to)
    return moved


def to(period: domain.Period) -> dict[str, Any]:
    """Where to move, as `move` takes it."""
    return {"starts_at": period.starts_at, "ends_at": period.ends_at}


def cancel(
    store: Store,
    booking_id: str = "booking-1",
    actor: domain.Actor = ACTOR,
    now: datetime = NOW,
    reason: str = "member",
    **more: Any,
) -> domain.Booking:
    cancelled: domain.Booking = do(store, commands.cancel, booking_id, actor, reason, now, **more)
    return cancelled


def seen(store: Store, booking_id: str = "booking-1") -> domain.Booking:
    """A booking as it is written down."""
    with store.reading() as session:
        [found] = queries.bookings_by_id(session, [booking_id])
    return found


def claimed(store: Store, booking_id: str = "booking-1") -> list[str]:
    """The units that a booking claims."""
    with store.reading() as session:
        theirs = select(claims.c.unit_id).where(claims.c.booking_id == booking_id).order_by(claims.c.unit_id)
        return list(session.scalars(theirs))


def said(store: Store, subject: str | None = None) -> list[Envelope]:
    """Everything recorded to be told to others, or what was of one subject, in order."""
    with store.reading() as session:
        told = [envelope.parse(body) for body in session.scalars(select(tables.outbox.c.body).order_by("id"))]
    return [one for one in told if subject in (None, one.subject)]


def names(store: Store, subject: str = "booking-1") -> list[str]:
    return [told.name for told in said(store, subject)]


def traces(store: Store) -> list[int]:
    """How many bookings, claims and events there are."""
    return [count(store, table) for table in (bookings, claims, tables.outbox)]


def count(store: Store, table: Table) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
