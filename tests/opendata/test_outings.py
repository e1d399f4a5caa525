"""What is on after lines of the log: told once, found by time and place, the same after a rebuild."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tested
from hypothesis import strategies as st
from sqlalchemy import select

from chassis.database import Store
from services.opendata import commands, queries, tables
from services.opendata.domain import happenings, outings
from services.opendata.domain.happenings import Happening, Where
from services.opendata.domain.outings.looking import After, Among, Around, Wanted, fits, is_within, order
from services.opendata.domain.points import Point
from tests.opendata.announcing import GRAND_MIX, START, concert, lasting, one, several
from tests.opendata.heard import NETWORK, NOW

WEEK = outings.Window(START - timedelta(days=3), START + timedelta(days=4))
Receive = Callable[..., None]


@pytest.fixture
def receive(store: Store) -> Receive:
    """`receive(happening, sequence=0)`: a source announces it; `removed=True`: it does not any more."""

    def received(happening: Happening, sequence: int = 0, removed: bool = False) -> None:
        kind = "happening.removed" if removed else "happening.received"
        with store.transaction() as session:
            facts = {**happenings.as_json(happening), "city": happening.source}
            commands.note(session, kind, happening.id, sequence, NOW, facts)

    return received


def rows(store: Store) -> list[dict[str, Any]]:
    with store.reading() as session:
        found = session.execute(select(tables.outings).order_by(tables.outings.c.id)).mappings()
        return [dict(row) for row in found]


def found(store: Store, wanted: Wanted) -> list[str]:
    with store.reading() as session:
        return [row["id"] for row in queries.outings(session, wanted)]


def as_outing(row: dict[str, Any]) -> outings.Outing:
    return outings.Outing(**{name: value for name, value in row.items() if name != "told_by"})


def test_what_two_sources_announce_is_told_once_and_by_whom_it_was_told_too(store: Store, receive: Receive) -> None:
    poor = concert("7", "mel", summary=None, where=Where("Le Grand Mix"))
    receive(poor)
    receive(concert())
    teller, told = one(concert()).id, one(poor).id
    assert found(store, Wanted(WEEK)) == [teller]
    with store.reading() as session:
        assert [each["id"] for each in queries.other_tellers(session, [teller])[teller]] == [told]
        asked = queries.outing(session, told)
    assert asked and asked["id"] == teller


def test_what_is_announced_otherwise_or_no_more_is_told_so(store: Store, receive: Receive) -> None:
    receive(concert("7", "mel", summary=None))
    receive(concert())
    receive(concert(title="Autre chose"), sequence=1)
    assert len(found(store, Wanted(WEEK))) == 2
    receive(concert(), sequence=2)
    assert len(found(store, Wanted(WEEK))) == 1
    receive(concert(), sequence=3, removed=True)
    assert found(store, Wanted(WEEK)) == [one(concert("7", "mel")).id]


def test_an_older_line_changes_nothing(store: Store, receive: Receive) -> None:
    receive(concert(), sequence=5)
    before = rows(store)
    receive(concert(title="Ancien titre"), sequence=4)
    receive(concert(), sequence=5, removed=True)
    assert rows(store) == before


def test_a_date_that_is_dropped_is_gone_and_the_others_stay(store: Store, receive: Receive) -> None:
    dates = tuple(lasting(start=START + timedelta(days=day)) for day in range(3))
    receive(concert(timings=dates))
    receive(concert(timings=(dates[0], dates[2])), sequence=1)
    assert [row["starts_at"] for row in rows(store)] == [dates[0].starts_at, dates[2].starts_at]


def test_all_of_it_comes_again_from_the_log(store: Store, receive: Receive) -> None:
    for number, source in enumerate(("mel", "tourcoing", "roubaix")):
        receive(concert(str(number), source, summary=None if number else "Un soir."))
    receive(concert("9", "mel", title="Marché", status="cancelled"))
    receive(concert("1", "tourcoing"), sequence=1, removed=True)
    before = rows(store)
    with store.transaction() as session:
        commands.rebuild(session, NETWORK, NOW)
    assert rows(store) == before
    assert len(before) == 3


WISHES: tuple[dict[str, Any], ...] = (
    {},
    {"around": Around(Point(50.724, 3.16), 300)},
    {"around": Around(Point(50.724, 3.16), 50_000)},
    {"city": Among("tourcoing", "59599")},
    {"city": Among("roubaix", "59512")},
    {"theme": "musique"},
    {"public": "familles"},
    {"public": "_amille%"},
    {"free": True},
    {"free": False},
    {"max_price_cents": 0},
    {"accessibility": ("hi", "mi")},
    {"window": outings.Window(START, START + timedelta(hours=1))},
    {"window": outings.Window(START + timedelta(hours=20), START + timedelta(hours=21))},
)


@given(several(), st.integers(1, 3))
@tested(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_finds_what_the_rule_says_page_by_page(
    store: Store, receive: Receive, announced: list[Happening], limit: int
) -> None:
    with store.transaction() as session:
        for table in (tables.outings, tables.subjects, tables.log):
            session.execute(table.delete())
    for happening in announced:
        receive(happening)
    shown = [as_outing(row) for row in rows(store) if row["told_by"] is None]
    for wish in WISHES:
        wanted = Wanted(**{"window": WEEK, "limit": limit, **wish})
        expected = {each.id for each in shown if fits(each, wanted)}
        seen: list[outings.Outing] = []
        while True:
            with store.reading() as session:
                page = [as_outing(row) for row in queries.outings(session, wanted)]
            seen += page[:limit]
            if len(page) <= limit:
                break
            wanted = replace(wanted, after=After(seen[-1].off, seen[-1].starts_at, seen[-1].id))
        around = wanted.around
        exact = [each for each in seen if around is None or is_within(each.latitude, each.longitude, around)]
        assert {each.id for each in exact} == expected
        assert len(seen) == len({each.id for each in seen})
        assert [order(each)[:2] for each in seen] == sorted(order(each)[:2] for each in seen)


def test_themes_and_publics_are_those_of_what_begins(store: Store, receive: Receive) -> None:
    receive(concert("1", theme="Théâtre", publics=("Tout public",)))
    receive(concert("2", theme="théâtre", publics=("Familles", "Ados"), title="Autre"))
    receive(concert("3", theme="Cirque", timings=(lasting(start=START + timedelta(days=9)),)))
    with store.reading() as session:
        assert queries.themes(session, WEEK.starts_at, WEEK.ends_at).keys() == {"theatre"}
        assert queries.publics(session, WEEK.starts_at, WEEK.ends_at) == ["ados", "familles", "tout public"]


def test_happenings_come_as_their_next_dates_do(store: Store, receive: Receive) -> None:
    past, later = lasting(start=START - timedelta(days=9)), lasting(start=START + timedelta(days=1))
    receive(concert("1", timings=(past, later)))
    receive(concert("2", title="Ce soir"))
    receive(concert("3", title="Fini", timings=(past,)))
    with store.reading() as session:
        ids = queries.happenings_in(session, outings.Window(START, START + timedelta(days=9)))
        soon = queries.happenings_in(session, outings.Window(START, START + timedelta(hours=5)))
        dates = queries.dates_of(session, ids, START)
    assert ids == [concert("2").id, concert("1").id]
    assert soon == ids[:1]
    assert [row["starts_at"] for row in dates[concert("1").id]] == [later.starts_at]


def test_a_place_that_nobody_has_named_is_no_place(store: Store, receive: Receive) -> None:
    receive(concert("1", where=None))
    receive(concert("2", "mel", where=replace(GRAND_MIX, latitude=None, longitude=None)))
    assert len(found(store, Wanted(WEEK))) == 2
