"""A service's database: engine, transactions, both dialects. Never knows a table of a service.

PostgreSQL through psycopg2, which the launcher made green; every statement has an end (statement_timeout).
SQLite in WAL with its own busy handler off, because that one sleeps in C and would freeze every green thread:
writers wait for their turn here instead, first come first served, and retry BEGIN IMMEDIATE greenly.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import eventlet
from eventlet.semaphore import Semaphore
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from chassis import clock, inbox, metrics
from chassis.envelope import Envelope
from chassis.errors import Unavailable
from chassis.sql import UtcDateTime, insert_ignoring
from chassis.tables import metadata

__all__ = ["Store", "UtcDateTime", "insert_ignoring", "metadata", "open_engine"]

LOCK_TIMEOUT_SECONDS = 5.0
_RETRIED = ("40001", "40P01")  # serialization failure, deadlock detected
_TIMED_OUT = ("55P03", "57014")  # lock not available, query canceled

T = TypeVar("T")


class Store:
    """The database of one service.

    Args:
        url: SQLAlchemy URL, without placeholder.
        service: the name under which its events are published.
        site: the node's site, the first part of the events' source.
    """

    def __init__(self, url: str, service: str = "service", site: str = "hub") -> None:
        self.engine = open_engine(url)
        self.info = {"source": f"/{site}/{service}"}
        self._service = service
        self.on_recorded: Callable[[], None] = lambda: None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose changes are kept at the end of the block, or not at all.

        Raises:
            Unavailable: `database_unavailable` or `database_busy`.
        """
        session = Session(self.engine, info=dict(self.info), expire_on_commit=False)
        with _translated(), session, session.begin():
            yield session
        if recorded := session.info.get("recorded", []):
            for name in recorded:
                metrics.recorded.labels(self._service, name).inc()
            self.on_recorded()  # after COMMIT: the relay must find the row

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session to read with; on SQLite it waits for no writer. Nothing it writes is kept."""
        with _translated(), Session(self.engine.execution_options(sqlite_begin="DEFERRED")) as session:
            yield session

    def retrying(self, action: Callable[[Session], T], attempts: int = 5) -> T:
        """`action` in a transaction, again when the database chose it as the victim of a deadlock."""
        for attempt in range(1, attempts + 1):
            try:
                with self.transaction() as session:
                    return action(session)
            except DBAPIError as exc:
                if getattr(exc.orig, "pgcode", None) not in _RETRIED or attempt == attempts:
                    raise
            eventlet.sleep(random.uniform(0, 0.02 * attempt))
        raise AssertionError("unreachable")

    def react(self, envelope: Envelope, reaction: Callable[[Session, Envelope, datetime], None]) -> None:
        """Do what an event asks for, once: its key is kept in the transaction of the effect."""
        now = clock.now()

        def accept_and_react(session: Session) -> None:
            if inbox.accept(session, envelope.key, now):
                reaction(session, envelope, now)

        self.retrying(accept_and_react)

    def ping(self) -> None:
        """Ask the database for a sign of life.

        Raises:
            Unavailable: there is none.
        """
        with self.reading() as session:
            session.execute(text("SELECT 1"))

    def scrub(self) -> None:
        """Have what was deleted gone from SQLite's files: empty its log into the database, where it was overwritten.

        When somebody reads or writes meanwhile, the rest goes the next time. PostgreSQL does such by itself (vacuum).
        """
        if self.engine.dialect.name != "sqlite":
            return
        with closing(self.engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_engine(url: str) -> Engine:
    """An engine with deadlines for PostgreSQL, or the green recipe for SQLite."""
    if make_url(url).get_backend_name() == "sqlite":
        return _open_sqlite(url)
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=3,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={
            "connect_timeout": 3,
            "application_name": "champlibre",
            "keepalives_idle": 30,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 10000,
            "options": "-c statement_timeout=5000 -c lock_timeout=4000"
            " -c idle_in_transaction_session_timeout=15000 -c timezone=UTC",
        },
    )


def _open_sqlite(url: str) -> Engine:
    if path := make_url(url).database:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=20,
        pool_timeout=LOCK_TIMEOUT_SECONDS,
        connect_args={"timeout": 0},
    )
    turn = Semaphore()

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # no BEGIN of the driver's own
        _green_retry(lambda: connection.execute("PRAGMA journal_mode=WAL"))
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "journal_size_limit=67108864"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
        if mode == "IMMEDIATE" and not connection.info.get("turn"):
            # acquire(timeout=...) would jump the queue, hence a Timeout around it
            with eventlet.Timeout(LOCK_TIMEOUT_SECONDS, Unavailable("database_busy", "no turn to write in time")):
                turn.acquire()
            connection.info["turn"] = True
        _green_retry(lambda: connection.exec_driver_sql(f"BEGIN {mode}"))

    def _give_turn(_connection: Any, record: Any, *_: Any) -> None:
        if record is not None and record.info.pop("turn", None):
            turn.release()

    event.listen(engine, "checkin", _give_turn)
    event.listen(engine, "invalidate", _give_turn)
    return engine


def _green_retry(action: Callable[[], Any]) -> None:
    """Try again while another process holds SQLite's lock, letting other green threads run meanwhile."""
    end, pause = clock.monotonic() + LOCK_TIMEOUT_SECONDS, 0.0005
    while True:
        try:
            action()
            return
        except (sqlite3.OperationalError, OperationalError) as exc:
            said = str(getattr(exc, "orig", exc))
            if not ("locked" in said or "busy" in said) or clock.monotonic() > end:
                raise
        eventlet.sleep(pause * random.uniform(0.5, 1.5))
        pause = min(pause * 1.6, 0.02)


@contextmanager
def _translated() -> Iterator[None]:
    """What the database cannot do now becomes a refusal that says when to come back."""
    try:
        yield
    except PoolTimeout:
        raise Unavailable("database_busy", "every connection is in use") from None
    except DBAPIError as exc:
        pgcode = getattr(exc.orig, "pgcode", None)
        if pgcode in _TIMED_OUT or "database is locked" in str(exc.orig):
            raise Unavailable("database_busy", "the database did not answer in time") from None
        lost = isinstance(exc, OperationalError) and pgcode is None and not isinstance(exc.orig, sqlite3.Error)
        if exc.connection_invalidated or lost or "unable to open" in str(exc.orig):
            raise Unavailable("database_unavailable", "the database cannot be reached") from None
        raise
