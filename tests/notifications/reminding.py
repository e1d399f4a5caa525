"""What tests of reminders hear, do and look at: a booking and a registration that begin at one instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from chassis.database import Store
from chassis.envelope import Envelope
from services.notifications import commands, reactions
from services.notifications.domain import Channel, Kind, Outcome, Status
from services.notifications.tables import appointments, deliveries, habits, notices
from tests.notifications import given

DAY, HOUR = 24 * 60, 60
STARTS_AT = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
LATER = {"starts_at": "2026-11-30T09:00:00+00:00", "ends_at": "2026-11-30T11:00:00+00:00"}
HOME = replace(given.HOME, channels=frozenset(Channel))
BOOKED = given.confirmed(lapses_at="2026-11-23T09:15:00+00:00")
REGISTERED = given.event(Kind.REGISTRATION_CONFIRMED)
of_both = pytest.mark.parametrize("come_to", [BOOKED, REGISTERED], ids=["booking", "registration"])


def before(**span: float) -> datetime:
    """So long before the start."""
    return STARTS_AT - timedelta(**span)


def word(name: str, on: Envelope, sequence: int = 1, /, **facts: Any) -> Envelope:
    """The next word on a booking or a registration."""
    return given.said(f"{on.name.partition('.')[0]}.{name}", sequence, **{**on.data, **facts, "sequence": sequence})


def hear(store: Store, *events: Envelope, now: datetime = given.NOW) -> None:
    """Hear of these, in order."""
    for event in events:
        reaction = getattr(reactions, f"on_{event.name.replace('.', '_')}")
        with store.transaction() as session:
            reaction(session, event, now, home=HOME)


def remind(store: Store, now: datetime) -> bool:
    """What the timer does at an instant."""
    with store.transaction() as session:
        return commands.remind(session, HOME, now)


def choose(store: Store, *minutes: int, now: datetime = given.NOW, quiet: tuple[str, str] | None = None) -> None:
    """The member chooses other times, or none."""
    since, until = quiet or (None, None)
    chosen = {"quiet_since": since, "quiet_until": until, "reminders": list(minutes)}
    with store.transaction() as session:
        if not session.connection().execute(update(habits).where(habits.c.member_id == "m-1").values(chosen)).rowcount:
            session.execute(insert(habits).values(member_id="m-1", **chosen))
        commands.reschedule_reminders(session, "m-1", now)


def reminders(store: Store) -> list[tuple[str, str]]:
    """The things and the causes of which members were reminded, in order."""
    reminding = [kind for kind in Kind if kind.reminds]
    with store.reading() as session:
        rows = session.execute(select(notices).where(notices.c.kind.in_(reminding)).order_by(notices.c.number))
        return [(row.subject, row.cause) for row in rows]


def due(store: Store) -> list[datetime | None]:
    """When the next reminder of each appointment is."""
    with store.reading() as session:
        return list(session.scalars(select(appointments.c.next_reminder_at).order_by(appointments.c.thing_id)))


def fates(store: Store, now: datetime) -> list[tuple[Kind, Channel, str]]:
    """What goes out now, or why it does not."""
    with store.transaction() as session:
        while claimed := commands.claim(session, timedelta(seconds=30), 20, HOME, now):
            for one in claimed:
                commands.settle(session, one, Outcome(Status.SENT), HOME, now)
        rows = session.execute(
            select(notices.c.kind, deliveries.c.channel, deliveries.c.status, deliveries.c.reason)
            .join(deliveries, deliveries.c.notice_id == notices.c.notice_id)
            .where(notices.c.kind.in_([kind for kind in Kind if kind.reminds]))
            .order_by(deliveries.c.number)
        )
        return [(row.kind, row.channel, row.reason or row.status) for row in rows]


def cause(thing_id: str, minutes: int, starts_at: str = "2026-11-23T09:00:00+00:00") -> tuple[str, str]:
    """The thing and the cause of a reminder."""
    return thing_id, f"{thing_id}/{starts_at}/{minutes}"
