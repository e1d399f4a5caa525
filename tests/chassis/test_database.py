"""Transactions on both databases: kept whole or not at all, never blocking the others, never without an end."""

from __future__ import annotations

from pathlib import Path

import eventlet
import pytest
from sqlalchemy import Column, Integer, String, Table, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis import clock, outbox
from chassis.database import Store, metadata
from chassis.errors import Unavailable
from tests.chassis.stores import NOW, Counted, opened
from tests.substrates import MakeDatabase
from tests.waiting import until

tables = metadata()
things = Table("things", tables, Column("name", String(20), primary_key=True), Column("n", Integer, nullable=False))


@pytest.fixture
def filled(store: Store) -> Store:
    things.create(store.engine)
    with store.transaction() as session:
        session.execute(insert(things).values(name="a", n=0))
    return store


def count(store: Store) -> int:
    with store.reading() as session:
        return int(session.execute(select(func.count()).select_from(things)).scalar_one())


def test_a_transaction_that_raises_leaves_nothing(filled: Store) -> None:
    def insert_and_fail() -> None:
        with filled.transaction() as session:
            session.execute(insert(things).values(name="b", n=1))
            raise KeyError

    with pytest.raises(KeyError):
        insert_and_fail()
    assert count(filled) == 1


def test_the_relay_is_woken_after_the_commit_and_only_then(filled: Store) -> None:
    seen = []
    filled.on_recorded = lambda: seen.append(count(filled))
    with filled.transaction() as session:
        session.execute(insert(things).values(name="b", n=1))
    with filled.transaction() as session:
        session.execute(insert(things).values(name="c", n=1))
        outbox.record(session, Counted("c", 1), NOW)
        assert not seen
    assert seen == [3]


def test_parallel_writers_all_get_their_turn(filled: Store) -> None:
    def add(_: int) -> None:
        with filled.transaction() as session:
            n = session.execute(select(things.c.n).where(things.c.name == "a").with_for_update()).scalar_one()
            eventlet.sleep(0)
            session.execute(things.update().where(things.c.name == "a").values(n=n + 1))

    list(eventlet.GreenPool(20).imap(add, range(60)))
    with filled.reading() as session:
        assert session.execute(select(things.c.n)).scalar_one() == 60


def test_a_writer_never_freezes_the_others(filled: Store) -> None:
    longest, last, seen = 0.0, clock.monotonic(), []

    def watch() -> None:
        nonlocal longest, last
        while True:
            longest, last = max(longest, clock.monotonic() - last), clock.monotonic()
            seen.append(last)
            eventlet.sleep(0)

    watcher = eventlet.spawn(watch)

    def write(number: int) -> None:
        with filled.transaction() as session:
            session.execute(insert(things).values(name=f"w{number}", n=0))
            before = len(seen)
            until(lambda: len(seen) > before + 50, "others that run meanwhile")

    list(eventlet.GreenPool(4).imap(write, range(4)))
    watcher.kill()
    assert count(filled) == 5
    assert longest < 0.5  # a busy handler that sleeps in C would have held everything for 5 s


def test_readers_do_not_wait_for_a_writer(filled: Store) -> None:
    with filled.transaction() as session:
        session.execute(insert(things).values(name="b", n=1))
        assert count(filled) == 1


def test_the_victim_of_a_deadlock_is_tried_again(postgresql: object, filled: Store) -> None:
    if filled.engine.dialect.name == "sqlite":  # one writer at a time: no circle to wait in
        return
    with filled.transaction() as session:
        session.execute(insert(things).values(name="b", n=0))

    held = []

    def cross(order: tuple[str, str]) -> None:
        def move(session: Session) -> None:
            for name in order:
                session.execute(things.update().where(things.c.name == name).values(n=things.c.n + 1))
                held.append(name)
                until(lambda: {"a", "b"} <= set(held), "one row held by each")

        filled.retrying(move)

    list(eventlet.GreenPool(2).imap(cross, [("a", "b"), ("b", "a")]))
    with filled.reading() as session:
        assert session.execute(select(func.sum(things.c.n))).scalar_one() == 4


def test_a_broken_constraint_stays_what_it_is(filled: Store) -> None:
    with pytest.raises(IntegrityError), filled.transaction() as session:
        session.execute(insert(things).values(name="a", n=1))


def test_a_database_that_is_away_is_unavailable(tmp_path: Path) -> None:
    away = Store("postgresql+psycopg2://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable, match="database_unavailable"):
        away.ping()


def test_a_lock_held_too_long_is_unavailable(make_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.database.LOCK_TIMEOUT_SECONDS", 0.3)
    with opened(make_database, "held") as store:
        things.create(store.engine)

        def wait_for_the_holder() -> None:
            with store.transaction() as session:
                if store.engine.dialect.name == "postgresql":
                    session.execute(text("SET LOCAL lock_timeout = 200"))
                session.execute(insert(things).values(name="x", n=0))

        with store.transaction() as holder:
            holder.execute(insert(things).values(name="x", n=0))
            with pytest.raises(Unavailable, match="database_busy"):
                wait_for_the_holder()


@pytest.mark.parametrize("change", ["DELETE FROM things", "UPDATE things SET name = 'another'"])
def test_what_was_deleted_is_gone_from_the_files_of_sqlite_too(tmp_path: Path, change: str) -> None:
    store = Store(f"sqlite:///{tmp_path}/things.db")
    things.create(store.engine)
    with store.transaction() as session:
        session.execute(insert(things).values(name="a planted name", n=0))
    with store.transaction() as session:
        session.execute(text(change))

    def files_with_it() -> list[str]:
        return [file.name for file in tmp_path.iterdir() if b"a planted name" in file.read_bytes()]

    assert files_with_it(), "it was there"
    store.scrub()
    assert files_with_it() == []
    store.close()


def test_scrubbing_waits_for_nobody_and_is_harmless(filled: Store) -> None:
    with filled.transaction() as session:
        session.execute(insert(things).values(name="b", n=1))
        began_at = clock.monotonic()
        filled.scrub()
        assert clock.monotonic() - began_at < 1
    filled.scrub()
    assert count(filled) == 2
