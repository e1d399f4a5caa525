"""People who wait, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from chassis import envelope, tables
from chassis.database import Store
from services.bookings import commands, domain, queries
from services.bookings.tables import waits
from tests.bookings.world import ACTOR, NOW, ROOM, hours

NINE = hours(9, 10)
LATER = NOW + timedelta(hours=1)
START = NINE.starts_at


def member(number: int) -> domain.Actor:
    return domain.Actor(f"waiting-{number}", "roubaix", "resident", "individual")


def do(store: Store, command: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return store.retrying(lambda session: command(session, *args, **kwargs))


def book(store: Store, booking_id: str = "booking-1", period: domain.Period = NINE, **asked: Any) -> domain.Booking:
    space, actor, now = asked.pop("space", ROOM), asked.pop("actor", ACTOR), asked.pop("now", NOW)
    booked: domain.Booking = do(store, commands.book, booking_id, space.space_id, period, actor, now, **asked)
    return booked


def cancel(store: Store, booking_id: str = "booking-1", actor: domain.Actor = ACTOR, now: Any = LATER) -> None:
    do(store, commands.cancel, booking_id, actor, "member", now)


def wait(store: Store, number: int = 1, period: domain.Period = NINE, **asked: Any) -> domain.Wait:
    """A member waits since as many minutes after now."""
    space, actor = asked.pop("space", ROOM), asked.pop("actor", member(number))
    now = asked.pop("now", NOW + timedelta(minutes=number))
    waiting: domain.Wait = do(
        store, commands.join_waiting_list, f"wait-{number}", space.space_id, period, actor, now, **asked
    )
    return waiting


def offer_all(store: Store, now: Any = LATER) -> None:
    """What the timer does."""
    do(store, commands.end_waits_over, now)
    with store.reading() as session:
        waited_for = queries.spaces_waited_for(session, now)
    for space_id in waited_for:
        after = None
        while after := do(store, commands.offer_freed, [space_id], domain.from_now_on(now), now, after):
            pass


def offers(store: Store) -> list[str]:
    """The ids of what was offered, in order, as others are told of it."""
    with store.reading() as session:
        told = [envelope.parse(body) for body in session.scalars(select(tables.outbox.c.body).order_by("id"))]
    return [event.subject for event in told if event.name == "booking.held" and event.data["offered"]]


def status(store: Store, number: int) -> str:
    with store.reading() as session:
        return str(session.scalar(select(waits.c.status).where(waits.c.wait_id == f"wait-{number}")))


def held(store: Store, number: int, now: Any = LATER) -> domain.Booking:
    with store.reading() as session:
        return domain.as_of(queries.booking(session, f"wait-{number}", member(number)), now)


def positions(store: Store, number: int, now: Any = LATER) -> list[int | None]:
    with store.reading() as session:
        return [one.position for one in queries.waits_page(session, member(number), now, 50)[0]]
