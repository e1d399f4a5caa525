"""Series against singles, against series, against moves: one winner each time, and nobody sees a deadlock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import eventlet
from eventlet.event import Event as Signal
from sqlalchemy import select

from chassis.database import Store
from services.bookings import commands, domain
from services.bookings.domain.series import Outcome
from services.bookings.tables import bookings, claims
from tests.bookings.recurring import NINE, TEN, WEEK, at, new_id, refused, standing
from tests.bookings.test_parallel import all_at_once
from tests.bookings.world import ACTOR, DESKS, NOW, ROOM


def member(number: int) -> domain.Actor:
    return replace(ACTOR, member_id=f"member-{number}")


def series_of(store: Store, number: int, made: list[Outcome], **more: Any) -> Callable[[], None]:
    asked = {"space_id": ROOM.space_id, "rule": "FREQ=WEEKLY;COUNT=6", "starts_local": NINE, "ends_local": TEN, **more}

    def book() -> None:
        made.append(
            store.retrying(
                lambda session: commands.book_series(
                    session, f"series-{number}", actor=member(number), now=NOW, new_id=new_id, **asked
                )
            )
        )

    return book


def single(store: Store, number: int, period: domain.Period, space: domain.Space = ROOM) -> Callable[[], None]:
    def book() -> None:
        store.retrying(
            lambda session: commands.book(session, f"single-{number}", space.space_id, period, member(number), NOW)
        )

    return book


def check_no_overlap(store: Store) -> None:
    """Every booking that stands has its claim, and no two claims of a unit overlap."""
    with store.reading() as session:
        by_unit = defaultdict(list)
        found = session.execute(select(claims.c.unit_id, claims.c.booking_id, claims.c.starts_at, claims.c.ends_at))
        for unit_id, booking_id, starts_at, ends_at in found:
            by_unit[unit_id].append((starts_at, ends_at, booking_id))
        stand = session.execute(
            select(bookings.c.unit_id, bookings.c.starts_at, bookings.c.ends_at, bookings.c.booking_id).where(
                bookings.c.status == "confirmed"
            )
        )
        assert sorted((unit, *claim) for unit, those in by_unit.items() for claim in those) == sorted(map(tuple, stand))
    for those in by_unit.values():
        assert all(one[1] <= other[0] for one, other in pairwise(sorted(those)))


def test_of_a_series_and_singles_each_period_has_one_winner(store: Store) -> None:
    made: list[Outcome] = []
    singles = [single(store, week, at(8, week)) for week in range(6)]
    outcomes = all_at_once([*singles[:3], series_of(store, 9, made), *singles[3:]])
    assert set(outcomes) <= {"done", "unit_taken", "series_conflict"}
    check_no_overlap(store)
    with store.reading() as session:
        held = session.scalars(select(bookings.c.starts_at).where(bookings.c.status == "confirmed")).all()
    assert sorted(held) == [at(8, week).starts_at for week in range(6)]  # nobody gave way to nobody
    if made:
        assert len(made[0].bookings) + len(refused(store, made[0])) == 6


def test_of_series_for_the_same_periods_each_period_has_one_winner(store: Store) -> None:
    made: list[Outcome] = []
    outcomes = all_at_once(series_of(store, number, made) for number in range(8))
    assert set(outcomes) <= {"done", "series_conflict"}
    assert sum(len(one.bookings) for one in made) == 6
    check_no_overlap(store)


def test_of_series_that_ask_for_all_or_nothing_one_wins(store: Store) -> None:
    made: list[Outcome] = []
    outcomes = all_at_once(series_of(store, number, made, on_conflict="fail") for number in range(8))
    assert outcomes == {"done": 1, "series_conflict": 7}
    check_no_overlap(store)


def test_series_of_a_space_of_three_units_and_singles_fill_it_and_no_more(store: Store) -> None:
    made: list[Outcome] = []
    series = [series_of(store, number, made, space_id=DESKS.space_id) for number in range(4)]
    singles = [single(store, 10 + week, at(8, week), DESKS) for week in range(6)]
    outcomes = all_at_once([*series, *singles])
    assert set(outcomes) <= {"done", "unit_taken", "series_conflict"}
    check_no_overlap(store)
    with store.reading() as session:
        assert len(session.scalars(select(claims.c.claim_id)).all()) == 18


def test_series_that_are_moved_onto_each_other_never_share_a_unit(store: Store) -> None:
    made: list[Outcome] = []
    hours_of_day = (8, 10, 13, 15)
    for number, hour in enumerate(hours_of_day):
        start = NINE.replace(hour=hour + 1)
        series_of(store, number, made, starts_local=start, ends_local=start.replace(hour=hour + 2))()

    def mover(number: int, hour: int) -> Callable[[], None]:
        booking_id, period = made[number].bookings[0].booking_id, at(hour, 0)

        def move() -> None:
            store.retrying(
                lambda session: commands.move_series(
                    session,
                    booking_id,
                    member(number),
                    NOW,
                    scope="all",
                    starts_at=period.starts_at,
                    ends_at=period.ends_at,
                )
            )

        return move

    contested = [mover(number, 16 if number % 2 else 9) for number in range(4)]
    outcomes = all_at_once([*contested, *(single(store, 20 + week, at(9, week)) for week in range(0, 6, 2))])
    assert set(outcomes) <= {"done", "unit_taken", "series_conflict"}
    check_no_overlap(store)
    assert all(len(standing(store, one)) == 6 for one in made)  # who could not be moved stays


def test_a_race_that_is_lost_by_one_occurrence_leaves_the_others(store: Store) -> None:
    """Another has claimed one period and not said so yet: the series waits for it, and goes on without."""
    holds, lets_go = Signal(), Signal()

    def hesitate() -> None:
        with store.transaction() as session:
            commands.book(session, "theirs", ROOM.space_id, at(8, 2), member(1), NOW)
            holds.send()
            lets_go.wait()

    made: list[Outcome] = []
    hesitant = eventlet.spawn(hesitate)
    holds.wait()
    booker = eventlet.spawn(series_of(store, 2, made))
    eventlet.sleep(0)
    lets_go.send()
    hesitant.wait()
    booker.wait()
    assert refused(store, made[0]) == {f"{NINE + 2 * WEEK:%Y-%m-%dT%H:%M:%S}": ("unit_taken",)}
    assert standing(store, made[0]) == [at(8, week) for week in (0, 1, 3, 4, 5)]
    check_no_overlap(store)
