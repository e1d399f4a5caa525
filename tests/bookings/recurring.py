"""Series in the small world: booked, changed, and what was told of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import event, func, insert, select

from chassis.database import Store
from chassis.tables import outbox
from services.bookings import commands, domain, queries
from services.bookings.domain.series import Change, Outcome
from services.bookings.tables import bookings, claims, members, refused_occurrences, series
from tests.bookings.world import ACTOR, MONDAY, NOW, OTHER, ROOM, hours, members_word

WEEK = timedelta(days=7)
NINE, TEN = datetime.fromisoformat("2026-11-23T09:00"), datetime.fromisoformat("2026-11-23T10:00")
STAFF = domain.Actor("staff-1", "roubaix", "resident", "individual", ("front_desk",))

_numbers = count(1)


def new_id() -> str:
    """An id that was never there before."""
    return f"made-{next(_numbers)}"


def at(hour: float, week: int) -> domain.Period:
    """An hour from some hour UTC on, some weeks after that Monday: nine in Paris is eight."""
    return hours(hour, hour + 1, MONDAY + week * WEEK)


def book_series(store: Store, rule: str = "FREQ=WEEKLY;COUNT=4", **more: Any) -> Outcome:
    """A series of the room: on Mondays from nine to ten, if nothing else is said."""
    asked: dict[str, Any] = {
        "space_id": ROOM.space_id,
        "starts_local": NINE,
        "ends_local": TEN,
        "actor": ACTOR,
        "now": NOW,
        **more,
    }
    with store.transaction() as session:
        return commands.book_series(session, new_id(), rule=rule, new_id=new_id, **asked)


def book_alone(store: Store, *periods: domain.Period, space: domain.Space = ROOM) -> None:
    """What another member holds."""
    with store.transaction() as session:
        for period in periods:
            commands.book(session, new_id(), space.space_id, period, OTHER, NOW)


def make_known(store: Store) -> None:
    """What the actor's city tells, so that others may act for them."""
    told_of = {**asdict(members_word()), "roles": ["member"]}
    with store.transaction() as session:
        session.execute(insert(members).values({column.name: told_of[column.name] for column in members.columns}))


def publish(store: Store, space: domain.Space = ROOM, **rules: Any) -> None:
    """The space with other rules."""
    with store.transaction() as session:
        commands.publish_space(session, replace(space, rules=domain.Rules(**rules)), NOW)


def move(store: Store, booking: domain.Booking, scope: str, period: domain.Period | None = None, **more: Any) -> Change:
    """Move bookings of a series: the one that is named to a period."""
    times = {"starts_at": period.starts_at, "ends_at": period.ends_at} if period else {}
    asked = {"actor": ACTOR, "now": NOW, **times, **more}
    with store.transaction() as session:
        return commands.move_series(session, booking.booking_id, scope=scope, **asked)


def cancel(store: Store, booking: domain.Booking, scope: str, **more: Any) -> Change:
    """Cancel bookings of a series."""
    asked = {"actor": ACTOR, "reason": "member", "now": NOW, **more}
    with store.transaction() as session:
        return commands.cancel_series(session, booking.booking_id, scope=scope, **asked)


def standing(store: Store, made: Outcome, now: datetime = NOW) -> list[domain.Period]:
    """When the bookings of a series stand."""
    with store.reading() as session:
        found = queries.bookings_of_series(session, made.series.series_id, now)
    return [booking.period for booking in found if booking.stands]


def refused(store: Store, made: Outcome) -> dict[str, tuple[str, ...]]:
    """What is kept as refused: the codes by occurrence."""
    with store.reading() as session:
        return {one.occurrence: one.codes for one in queries.refused_of_series(session, made.series.series_id)}


def told(store: Store, *names: str) -> list[dict[str, Any]]:
    """The data of all events of some names, in order."""
    with store.reading() as session:
        messages = [json.loads(body) for body in session.scalars(select(outbox.c.body).order_by(outbox.c.id))]
    wanted = {f"fr.champlibre.{name}.v1" for name in names}
    return [message["data"] for message in messages if message["type"] in wanted]


def traces(store: Store) -> dict[str, int]:
    """How many rows there are of whatever a booking or a series leaves."""
    with store.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in (bookings, claims, series, refused_occurrences, outbox)
        }


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that are executed meanwhile."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield statements
    event.remove(store.engine, "before_cursor_execute", note)
