"""Who closes places, and what they do: each a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from chassis import envelope, tables
from chassis.database import Store
from services.bookings import commands, domain, queries
from services.bookings.domain.closures import Decision, Fate, Imported
from services.bookings.tables import members, special_hours
from tests.bookings.world import ACTOR, NOW, PLACE, ROOM, hours

STAFF = domain.Actor("staff-1", "roubaix", "resident", "individual", ("programme",))
NINE = hours(9, 11)
KEEP, CANCEL = Decision(Fate.KEEP), Decision(Fate.CANCEL)

_ids = count(1)


def new_id() -> str:
    return f"made-{next(_ids)}"


def propose(period: domain.Period, space_id: str = ROOM.space_id) -> Decision:
    return Decision(Fate.PROPOSE, space_id, period)


def special(
    period: domain.Period, special_id: str = "special-1", space_id: str | None = None, **more: Any
) -> domain.SpecialHours:
    made = domain.SpecialHours(
        special_id, PLACE.place_id, space_id, period.starts_at, period.ends_at, is_open=False, reason="travaux"
    )
    return replace(made, **more)


def close(
    store: Store,
    period: domain.Period = NINE,
    decisions: dict[str, Decision] | None = None,
    actor: domain.Actor = STAFF,
    **more: Any,
) -> list[domain.Booking]:
    return store.retrying(
        lambda session: commands.close(session, special(period, **more), decisions or {}, actor, new_id, NOW)
    )


def import_closures(
    store: Store, calendar: str, decisions: dict[str, Decision] | None = None, actor: domain.Actor = STAFF
) -> Imported:
    return store.retrying(
        lambda session: commands.import_closures(session, PLACE.place_id, calendar, decisions or {}, actor, new_id, NOW)
    )


def do(store: Store, command: Callable[..., Any], *args: Any, **more: Any) -> Any:
    more.setdefault("now", NOW)
    return store.retrying(lambda session: command(session, *args, **more))


def book(
    store: Store,
    booking_id: str = "booking-1",
    period: domain.Period = NINE,
    space: domain.Space = ROOM,
    actor: domain.Actor = ACTOR,
    **more: Any,
) -> domain.Booking:
    booking: domain.Booking = do(store, commands.book, booking_id, space.space_id, period, actor, **more)
    return booking


def booking(store: Store, booking_id: str) -> domain.Booking:
    with store.reading() as session:
        [found] = queries.bookings_by_id(session, [booking_id])
    return found


def know(store: Store, actor: domain.Actor = ACTOR) -> None:
    """A city has told of a member."""
    row = {
        "member_id": actor.member_id,
        "city": actor.city,
        "category": actor.category,
        "organisation_kind": actor.organisation_kind,
        "status": "active",
        "roles": list(actor.roles),
        "sequence": 0,
    }
    with store.transaction() as session:
        session.execute(insert(members).values(row))


def closures(store: Store) -> list[domain.Period]:
    with store.reading() as session:
        rows = session.execute(select(special_hours).order_by(special_hours.c.starts_at))
        return [domain.Period(row.starts_at, row.ends_at) for row in rows]


def said(store: Store, *types: str) -> list[envelope.Envelope]:
    """What was told, of some types."""
    with store.reading() as session:
        every = [envelope.parse(body) for body in session.scalars(select(tables.outbox.c.body).order_by("id"))]
    return [one for one in every if one.name in types]
