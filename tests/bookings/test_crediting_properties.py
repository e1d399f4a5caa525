"""Whatever becomes of bookings, no cent and no minute of a credit is lost, made, or used twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.database import Store
from chassis.errors import ServiceError
from services.bookings import commands, domain
from services.bookings.tables import bookings, credit_grants, credit_uses
from tests.bookings.test_crediting import STAFF, grant, known  # noqa: F401  a fixture
from tests.bookings.world import ACTOR, DESKS, NOW, hours

HOUR = timedelta(hours=1)
STARTS, LENGTHS, NUMBERS = st.integers(9, 16), st.sampled_from([0.25, 1, 1.5, 4]), st.integers(0, 3)
STEPS = st.one_of(
    st.tuples(st.just("book"), STARTS, LENGTHS, st.booleans()),
    st.tuples(st.just("move"), NUMBERS, STARTS, LENGTHS),
    st.tuples(st.just("cancel"), NUMBERS),
    st.tuples(st.sampled_from(["confirm", "approve", "deny", "lapse"]), NUMBERS),
    st.tuples(st.just("later"), st.integers(1, 40)),
)


def do(session: Session, made: list[str], step: tuple[Any, ...], now: datetime) -> None:
    """One step of some bookings; what is refused does nothing, which the books show too."""
    what, number, *more = step
    if what == "book":
        made.append(f"b-{len(made)}")
    if not made:
        return
    booking_id = made[-1] if what == "book" else made[number % len(made)]
    act: dict[str, Callable[[], Any]] = {
        "book": lambda: commands.book(
            session, booking_id, DESKS.space_id, hours(number, number + more[0]), ACTOR, now, tentative=more[1]
        ),
        "move": lambda: commands.move(
            session, booking_id, ACTOR, now, starts_at=hours(more[0], 24).starts_at,
            ends_at=hours(more[0], more[0] + more[1]).ends_at,
        ),
        "confirm": lambda: commands.confirm(session, booking_id, ACTOR, now),
        "approve": lambda: commands.approve(session, booking_id, STAFF, now),
        "deny": lambda: commands.deny(session, booking_id, STAFF, "full", now),
        "cancel": lambda: commands.cancel(session, booking_id, ACTOR, "member", now),
        "lapse": lambda: commands.end_lapsed(session, now),
    }  # fmt: skip
    try:
        with session.begin_nested():
            act[what]()
    except ServiceError:
        pass


def check_books(session: Session) -> None:
    """What is granted is left or used, and used by what says so."""
    credits_by_id = {credit.credit_id: credit for credit in session.execute(select(credit_grants))}
    of_credit: Counter[str] = Counter()
    of_booking: Counter[tuple[str, str]] = Counter()
    for use in session.execute(select(credit_uses)):
        of_credit[use.credit_id] += use.amount
        of_booking[use.booking_id, credits_by_id[use.credit_id].unit] += use.amount
    for credit in credits_by_id.values():
        assert credit.remaining + of_credit[credit.credit_id] == credit.granted
    for row in session.execute(select(bookings)):
        used = (of_booking[row.booking_id, "minutes"], of_booking[row.booking_id, "cents"])
        keeps = row.status in ("confirmed", "requested", "missed")
        if keeps or (row.status == "cancelled" and row.cancelled_at >= row.starts_at):
            assert used == (row.prepaid_minutes, row.credit_cents)
            minutes = (row.ends_at - row.starts_at) // timedelta(minutes=1)
            full = (minutes // 15 * DESKS.hourly_price_cents + 2) // 4
            left = (2 * full * (minutes - row.prepaid_minutes) + minutes) // (2 * minutes)
            assert row.price_cents == left - row.credit_cents
        else:
            assert used == (0, 0)


@pytest.mark.parametrize("approval", [False, True])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(STEPS, min_size=4, max_size=12))
def test_the_books_of_credits_are_right_whatever_happens(
    known: Store,  # noqa: F811
    approval: bool,
    steps: list[tuple[Any, ...]],
) -> None:
    now, made = NOW, list[str]()
    steps = [("book", 9, 1, False), *steps]
    with known.reading() as session:  # nothing of an example is kept
        session.info |= known.info
        rules = domain.Rules(approval=approval, release_after_minutes=15, hold_minutes=600)
        commands.publish_space(session, replace(DESKS, rules=rules), NOW)
        for number, unit in enumerate(("minutes", "cents", "minutes", "cents")):
            grant(session, f"c-{number}", 150 + 700 * number, unit, valid_until=hours(12 + number, 20).starts_at)
        grant(session, "endless", 90, "minutes")
        for step in steps:
            if step[0] == "later":
                now += step[1] * HOUR
            else:
                do(session, made, step, now)
        check_books(session)
