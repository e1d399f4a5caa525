"""An event is recorded with its change, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis import outbox, trace
from chassis.database import Store
from chassis.envelope import parse
from chassis.tables import outbox as table
from tests.chassis.stores import NOW, Counted


def rows(store: Store) -> list[Any]:
    with store.reading() as session:
        return list(session.execute(select(table).order_by(table.c.id)).all())


def record_and_regret(session: Session) -> None:
    outbox.record(session, Counted("apples", 1), NOW)
    raise ValueError("no, after all")


def test_what_is_recorded_is_the_message_that_goes_on_the_wire(store: Store) -> None:
    traceparent = trace.begin()
    with store.transaction() as session:
        outbox.record(session, Counted("apples", 3), NOW)
    [row] = rows(store)
    envelope = parse(row.body)
    assert (envelope.name, envelope.subject, envelope.sequence) == ("thing.counted", "apples", 3)
    assert (envelope.source, envelope.time, envelope.traceparent) == ("/hub/things", NOW, traceparent)
    assert envelope.data == {"thing": "apples", "number": 3}
    assert (row.message_id, row.subject, row.recorded_at) == (envelope.id, "apples", NOW)
    assert row.routing_key == "thing.counted"


def test_the_events_stand_in_the_order_in_which_they_were_recorded(store: Store) -> None:
    for batch in (range(3), range(3, 5)):
        with store.transaction() as session:
            for number in batch:
                outbox.record(session, Counted("apples", number), NOW)
    assert [parse(row.body).sequence for row in rows(store)] == [0, 1, 2, 3, 4]


def test_an_event_goes_with_its_change(store: Store) -> None:
    with pytest.raises(ValueError, match="after all"), store.transaction() as session:
        record_and_regret(session)
    assert rows(store) == []


def test_the_relay_is_woken_when_the_event_can_be_seen_and_only_then(store: Store) -> None:
    seen: list[int] = []
    store.on_recorded = lambda: seen.append(len(rows(store)))
    with store.transaction():
        pass
    with pytest.raises(ValueError, match="after all"), store.transaction() as session:
        record_and_regret(session)
    assert seen == []
    with store.transaction() as session:
        outbox.record(session, Counted("apples", 1), NOW)
        outbox.record(session, Counted("apples", 2), NOW)
        assert seen == []
    assert seen == [2]
