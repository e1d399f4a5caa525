"""A workshop and those who want to come, each step a transaction of its own; and what is to be seen afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from chassis.database import Store
from services.bookings import commands, domain, queries
from services.bookings.commands.activities.rows import row
from services.bookings.domain.activities import Activity, Occurrence, Registration, Terms
from services.bookings.queries import rows
from services.bookings.tables import decisions, occurrences, registrations
from tests.bookings.activities.programme import activity, occurrence, put
from tests.bookings.front_desk import do, names, said
from tests.bookings.world import NOW

DESK = domain.Actor("desk-1", "roubaix", "partner", "public_body", ("front_desk",))
LOOKER = domain.Actor("looker-1", "roubaix", "partner", "public_body", ("facilitator",))
OF_ACTIVITIES = commands.activities


def somebody(number: int, city: str = "tourcoing") -> domain.Actor:
    return domain.Actor(f"member-{number}", city, "resident", "individual")


def stage(store: Store, terms: Terms | None = None, lamp: Activity | None = None, **more: Any) -> None:
    """A workshop is announced, with one date of so many seats."""
    shown = lamp or activity(terms=terms or Terms())
    with store.transaction() as session:
        put(session, shown, occurrence(**more))


def come(
    store: Store, number: int, seats: int = 1, now: datetime = NOW, *, accept_waiting: bool = True, **more: Any
) -> Registration:
    """Somebody registers, as `registration-<number>`."""
    actor = more.pop("actor", somebody(number))
    more.setdefault("occurrence_id", "occurrence-1")
    came: Registration = do(
        store,
        OF_ACTIVITIES.register,
        f"registration-{number}",
        actor=actor,
        now=now,
        seats=seats,
        accept_waiting=accept_waiting,
        **more,
    )
    return came


def step(
    store: Store,
    command: Callable[..., Registration],
    number: int,
    *args: Any,
    actor: domain.Actor | None = None,
    now: datetime = NOW,
    **more: Any,
) -> Registration:
    """What is done with `registration-<number>`: by its member, unless by somebody else."""
    who = actor or somebody(number)
    done: Registration = do(store, command, f"registration-{number}", who, *args, now=now, **more)
    return done


def leave(store: Store, number: int, now: datetime = NOW, reason: str = "member") -> Registration:
    return step(store, OF_ACTIVITIES.cancel_registration, number, reason, now=now)


def accept(store: Store, number: int, now: datetime = NOW) -> Registration:
    return step(store, OF_ACTIVITIES.accept_offer, number, now=now)


def refuse(store: Store, number: int, now: datetime = NOW) -> Registration:
    return step(store, OF_ACTIVITIES.refuse_offer, number, now=now)


def settle(store: Store, now: datetime) -> None:
    """What the timer does at an instant."""
    do(store, OF_ACTIVITIES.settle_lists, now)


def resize(store: Store, now: datetime = NOW, **changes: Any) -> None:
    """The occurrence is as staff wants it, and what that frees is offered."""

    def change(session: Session) -> None:
        wanted = replace(queries.activities.lock_seats(session, "occurrence-1").occurrence, **changes)
        mine = occurrences.c.occurrence_id == wanted.occurrence_id
        session.execute(update(occurrences).where(mine).values(row(wanted)))
        OF_ACTIVITIES.offer_seats(session, wanted, now)

    store.retrying(change)


def house(store: Store) -> Occurrence:
    """The occurrence as it is written."""
    with store.reading() as session:
        [found] = rows.every(session, select(occurrences), Occurrence)
    return found


def everybody(store: Store) -> list[Registration]:
    """Every registration as it is written, in the order of arrival."""
    with store.reading() as session:
        return rows.every(session, select(registrations).order_by(registrations.c.number), Registration)


def written(store: Store, number: int) -> Registration:
    [found] = [one for one in everybody(store) if one.registration_id == f"registration-{number}"]
    return found


def statuses(store: Store) -> list[str]:
    """Of each, in the order of arrival."""
    return [one.status for one in everybody(store)]


def by_status(store: Store) -> Counter[str]:
    return Counter(statuses(store))


def lines(store: Store, number: int | None = None) -> list[tuple[str, dict[str, Any]]]:
    """The decisions, all or of one, in order: code and numbers."""
    query = select(decisions).order_by(decisions.c.number)
    if number is not None:
        query = query.where(decisions.c.registration_id == f"registration-{number}")
    with store.reading() as session:
        return [(line.code, dict(line.detail)) for line in session.execute(query)]


def codes(store: Store, number: int | None = None) -> list[str]:
    return [code for code, _ in lines(store, number)]


def told(store: Store, number: int) -> list[str]:
    """What its city was told, in order."""
    return names(store, f"registration-{number}")


def told_of_occurrence(store: Store) -> list[str]:
    return [one.name for one in said(store, "occurrence-1")]
