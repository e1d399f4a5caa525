"""What both databases understand alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, String, Table, select
from sqlalchemy.exc import StatementError

from chassis.database import Store
from chassis.sql import UtcDateTime, insert_ignoring
from chassis.tables import metadata

moments = Table("moments", metadata(), Column("name", String(20), primary_key=True), Column("at", UtcDateTime))
PARIS = timezone(timedelta(hours=1))


@pytest.fixture
def kept(store: Store) -> Store:
    moments.create(store.engine)
    return store


def test_an_instant_comes_back_aware_and_in_utc(kept: Store) -> None:
    with kept.transaction() as session:
        session.execute(moments.insert().values(name="a", at=datetime(2026, 11, 23, 10, 0, 0, 5, PARIS)))
    with kept.reading() as session:
        assert session.execute(select(moments.c.at)).scalar_one() == datetime(2026, 11, 23, 9, 0, 0, 5, UTC)


def test_a_naive_datetime_is_refused(kept: Store) -> None:
    with pytest.raises(StatementError, match="naive"), kept.transaction() as session:
        session.execute(moments.insert().values(name="a", at=datetime(2026, 11, 23, 10)))  # noqa: DTZ001


def test_instants_sort_as_time_does_whatever_zone_they_came_in(kept: Store) -> None:
    with kept.transaction() as session:
        session.execute(moments.insert().values(name="later", at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC)))
        session.execute(moments.insert().values(name="earlier", at=datetime(2026, 11, 23, 10, tzinfo=PARIS)))
    with kept.reading() as session:
        assert session.scalars(select(moments.c.name).order_by(moments.c.at)).all() == ["earlier", "later"]
        early = select(moments.c.name).where(moments.c.at < datetime(2026, 11, 23, 10, 15, tzinfo=PARIS))
        assert session.scalars(early).all() == ["earlier"]


def test_an_insert_that_yields_says_whether_it_went_in(kept: Store) -> None:
    with kept.transaction() as session:
        assert insert_ignoring(session, moments, {"name": "a", "at": None})
        assert not insert_ignoring(session, moments, {"name": "a", "at": None})
        assert insert_ignoring(session, moments, {"name": "b", "at": None})
