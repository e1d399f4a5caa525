"""Whatever many clients do at once, in any order: nothing is held twice, and every step is told once.

Clients are green threads, each with a transaction of its own, all let go at the same moment. Two spaces have parts,
all have other buffers, and what is held, asked for or not come to lapses as time passes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Row, delete, select, update

from chassis.database import Store
from services.bookings import commands, domain
from services.bookings.tables import bookings, metadata, spaces
from tests.bookings.front_desk import BOSS, do, publish
from tests.bookings.soundness import check_sound
from tests.bookings.test_parallel import all_at_once
from tests.bookings.world import NOW, PLACE, ROOM

OPEN = replace(PLACE, opening_hours="24/7")
QUARTER = timedelta(minutes=15)
MEMBERS = [domain.Actor(f"member-{number}", "tourcoing", "resident", "individual") for number in range(3)]
TWO_AHEAD = domain.Quota(domain.Of.MEMBER, domain.Over.AHEAD, most_bookings=2)


def space(space_id: str, parent_id: str | None = None, units: int = 1, **rules: Any) -> domain.Space:
    made = {"hold_minutes": 20, "check_in_from_minutes": 600, **rules}
    return replace(ROOM, space_id=space_id, parent_id=parent_id, units=units, rules=domain.Rules(**made))


FLOOR = space("floor", buffer_before_minutes=15)
HALL = space("hall", "floor", buffer_after_minutes=30, release_after_minutes=30)
STAGE = space("stage", "hall", buffer_before_minutes=30, buffer_after_minutes=15, approval=True)
TABLES = space("tables", "floor", units=2)
CABIN = space("cabin", units=2, buffer_after_minutes=15, release_after_minutes=15, quotas=(TWO_AHEAD,))
SPACES = (FLOOR, HALL, STAGE, TABLES, CABIN)
IDS = st.sampled_from([one.space_id for one in SPACES])
STARTS, LENGTHS, WHICH = st.integers(0, 16), st.integers(1, 6), st.integers(0, 30)

# What a client asks for: the name of a command, and what it is to be done with.
BOOK = st.tuples(st.just("book"), IDS, STARTS, LENGTHS, st.sampled_from(MEMBERS), st.booleans())
MOVE = st.tuples(st.just("move"), WHICH, STARTS, LENGTHS, st.none() | IDS)
LIVE = st.tuples(st.sampled_from(["confirm", "approve", "deny", "cancel", "check_in", "check_out"]), WHICH)
REST = st.one_of(
    st.tuples(st.just("series"), IDS, STARTS, LENGTHS, st.sampled_from(MEMBERS)),
    st.tuples(st.sampled_from(["cancel_series", "move_series"]), WHICH, STARTS),
    st.tuples(st.just("wait"), IDS, STARTS, LENGTHS, st.sampled_from(MEMBERS)),
    st.tuples(st.just("tables"), st.integers(1, 3)),
    st.just(("timer",)),
)
ASKED = st.sampled_from([BOOK, BOOK, MOVE, MOVE, LIVE, LIVE, REST, REST]).flatmap(lambda one: one)


class AnyMix(RuleBasedStateMachine):
    """Many clients of one database. A booking is named by its number among those that stand when the clients start."""

    store: Store

    def __init__(self) -> None:
        super().__init__()
        self.now, self.ids = NOW, count(1)
        with self.store.transaction() as session:
            session.execute(update(spaces).values(parent_id=None))
            for table in reversed(metadata.sorted_tables):
                session.execute(delete(table))
        do(self.store, commands.publish_place, OPEN, NOW)
        publish(self.store, *SPACES)

    @rule(asked=st.lists(ASKED, min_size=2, max_size=6), minutes=st.sampled_from([0, 0, 0, 10, 25]))
    def at_once(self, asked: list[tuple[Any, ...]], minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        with self.store.reading() as session:
            stand = bookings.c.status.in_(domain.STANDING) & (bookings.c.ends_at > self.now)
            query = select(bookings.c.booking_id, bookings.c.member_id).where(stand)
            rows = session.execute(query.order_by(bookings.c.booking_id))
            known = [(booking_id, member_id) for booking_id, member_id in rows]
        outcomes = all_at_once(action for one in asked if (action := self.action(known, *one)))
        assert not {outcome for outcome in outcomes if not outcome.islower() or outcome.startswith("database")}

    @invariant()
    def all_is_sound(self) -> None:
        check_sound(self.store, self.now)

    @invariant()
    def nobody_has_more_than_their_quota(self) -> None:
        with self.store.reading() as session:
            theirs = select(bookings).where(bookings.c.space_id == CABIN.space_id, bookings.c.ends_at > self.now)
            stand = [row.member_id for row in session.execute(theirs) if self.stands(row)]
        assert all(stand.count(member.member_id) <= 2 for member in MEMBERS)

    def stands(self, row: Row[Any]) -> bool:
        """What nobody has ended yet though its time has lapsed stands no more."""
        lapsed = row.lapses_at is not None and row.lapses_at <= self.now
        return row.status in domain.STANDING and row.checked_out_at is None and not lapsed

    def action(self, known: list[tuple[str, str]], name: str, *asked: Any) -> Callable[[], object] | None:
        """What a client does; None where there is nothing to do it with."""
        make = getattr(self, f"_{name}", None)
        if make is not None:
            made: Callable[[], object] | None = make(known, *asked)
            return made
        (which,) = asked
        if not known:
            return None
        booking_id, member_id = known[which % len(known)]
        actor = BOSS if name in ("approve", "deny") else self.member(member_id)
        reason = ("other",) if name in ("deny", "cancel") else ()
        return partial(do, self.store, getattr(commands, name), booking_id, actor, *reason, self.now)

    def period(self, start: int, length: int) -> domain.Period:
        """From a quarter of this afternoon on."""
        return domain.Period(NOW + start * QUARTER, NOW + (start + length) * QUARTER)

    def member(self, member_id: str) -> domain.Actor:
        return next(member for member in MEMBERS if member.member_id == member_id)

    def _book(self, _: Any, space_id: str, start: int, length: int, actor: domain.Actor, tentative: bool) -> Any:
        booking_id, period = f"booking-{next(self.ids)}", self.period(start, length)
        return partial(
            do, self.store, commands.book, booking_id, space_id, period, actor, self.now, tentative=tentative
        )

    def _move(self, known: list[tuple[str, str]], which: int, start: int, length: int, space_id: str | None) -> Any:
        if not known:
            return None
        (booking_id, member_id), period = known[which % len(known)], self.period(start, length)
        to = {"starts_at": period.starts_at, "ends_at": period.ends_at, "space_id": space_id}
        return partial(do, self.store, commands.move, booking_id, self.member(member_id), self.now, **to)

    def _series(self, _: Any, space_id: str, start: int, length: int, actor: domain.Actor) -> Any:
        local = (NOW + start * QUARTER + timedelta(hours=1)).replace(tzinfo=None)  # Paris in winter
        rule_of = ("FREQ=DAILY;COUNT=3", local, local + length * QUARTER)
        series_id = f"series-{next(self.ids)}"
        return partial(
            do, self.store, commands.book_series, series_id, space_id, *rule_of, actor, self.now, self.new_id
        )

    def _cancel_series(self, known: list[tuple[str, str]], which: int, _: int) -> Any:
        if not known:
            return None
        booking_id, member_id = known[which % len(known)]
        actor = self.member(member_id)
        return partial(do, self.store, commands.cancel_series, booking_id, actor, "member", self.now, scope="following")

    def _move_series(self, known: list[tuple[str, str]], which: int, start: int) -> Any:
        if not known:
            return None
        booking_id, member_id = known[which % len(known)]
        to = {"starts_at": self.period(start, 2).starts_at, "ends_at": self.period(start, 2).ends_at, "scope": "all"}
        return partial(do, self.store, commands.move_series, booking_id, self.member(member_id), self.now, **to)

    def _wait(self, _: Any, space_id: str, start: int, length: int, actor: domain.Actor) -> Any:
        wait_id, period = f"wait-{next(self.ids)}", self.period(start, length)
        return partial(do, self.store, commands.join_waiting_list, wait_id, space_id, period, actor, self.now)

    def _tables(self, _: Any, units: int) -> Any:
        return partial(publish, self.store, replace(TABLES, units=units), now=self.now)

    def _timer(self, _: Any) -> Any:
        return partial(do, self.store, commands.end_lapsed, self.now)

    def new_id(self) -> str:
        return f"booking-{next(self.ids)}"


def test_whatever_many_do_at_once_nothing_is_held_twice_and_each_step_is_told_once(store: Store) -> None:
    class Here(AnyMix):
        pass

    Here.store = store
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=20,
            stateful_step_count=10,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a race shrinks to nothing
            suppress_health_check=list(HealthCheck),
        ),
    )
