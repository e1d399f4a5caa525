"""What a service class is made of: timers, workers that are counted, a database that is kept tidy."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from chassis import clock, errors, inbox, metrics, outbox, sealing, trace
from chassis.config import Settings
from chassis.service import Database, Service, answers, database_url, every
from tests.chassis.house import House, house, settings, speaking
from tests.chassis.stores import Counted
from tests.waiting import until


@pytest.fixture
def empty(broker_uri: str, tmp_path: Path) -> Iterator[House]:
    with house(settings(broker_uri, tmp_path)) as built:
        until(lambda: built.caller.line.connected, "line")
        yield built


class Clockwork(Service):
    """Works by itself."""

    name = "clockwork"
    ran: ClassVar[list[float]] = []
    ended: ClassVar[list[float]] = []

    @every(seconds=0.05)
    def tick(self) -> None:
        self.ran.append(clock.monotonic())
        if len(self.ran) == 2:
            raise ValueError("camille@example.org")
        until(lambda: clock.monotonic() - self.ran[-1] > 0.1, "end of the work")
        self.ended.append(clock.monotonic())


class Seeds(Service):
    """Has a database."""

    name = "seeds"
    database: Any = Database()
    key: ClassVar[dict[str, Any]] = sealing.new_key("seeds")

    def sealing_keys(self) -> list[dict[str, Any]]:
        return [self.key]

    @answers
    def keys(self) -> dict[str, Any]:
        return {"keys": [sealing.public(self.key)]}

    @answers
    def where(self) -> list[Any]:
        return [self.settings.site, trace.trace_id()]

    @answers
    def sow(self, number: int) -> int:
        with self.database.transaction() as session:
            outbox.record(session, Counted("seeds", number), clock.now())
        return number

    @answers(sealed=True)
    def whisper(self, said: str) -> int:
        return len(said)

    @answers
    def crash(self) -> None:
        raise KeyError("camille@example.org")


def test_a_timer_runs_at_start_then_after_each_end_whatever_happens(empty: House) -> None:
    Clockwork.ran.clear()
    Clockwork.ended.clear()
    container = empty.begin(Clockwork)
    until(lambda: len(Clockwork.ended) >= 3, "third end")
    for end in Clockwork.ended[:-1]:
        [following] = [began for began in Clockwork.ran if began > end][:1]
        assert following - end >= 0.05
    started = clock.monotonic()
    empty.stop(container)
    assert clock.monotonic() - started < 2


def test_a_worker_knows_the_settings_and_the_trace_of_who_asked(empty: House) -> None:
    empty.start(Seeds)
    trace.begin("00-" + "c" * 32 + "-" + "d" * 16 + "-01")
    assert empty.call("seeds", "where") == ["hub", "c" * 32]


def test_requests_without_a_trace_get_one_each(empty: House) -> None:
    empty.start(Seeds)
    trace._present.set(None)
    first, second = (empty.call("seeds", "where")[1] for _ in range(2))
    assert first != second


def test_what_a_worker_does_is_counted_by_outcome(empty: House) -> None:
    empty.start(Seeds)

    def count(method: str, outcome: str) -> float:
        return float(metrics.worker_calls.labels("seeds", method, outcome)._value.get())

    before = count("sow", "ok"), count("crash", "failed")
    empty.call("seeds", "sow", number=1)
    with pytest.raises(errors.RemoteFailure):
        empty.call("seeds", "crash")
    until(lambda: (count("sow", "ok"), count("crash", "failed")) == (before[0] + 1, before[1] + 1), "counts")


def test_a_bug_is_logged_by_its_place_not_by_its_words(empty: House, caplog: pytest.LogCaptureFixture) -> None:
    empty.start(Seeds)
    with caplog.at_level(logging.ERROR), pytest.raises(errors.RemoteFailure):
        empty.call("seeds", "crash")
    [record] = until(lambda: [found for found in caplog.records if found.message == "worker failed"], "log line")
    facts = vars(record)["facts"]
    assert facts["exception"] == "KeyError"
    assert "test_service.py" in facts["trace"][-1]
    assert "camille" not in str(facts) + caplog.text


def test_a_sealed_answer_may_be_anything_that_is_json(empty: House) -> None:
    empty.start(Seeds)
    assert empty.call("seeds", "whisper", sealed=True, said="four") == 4


def test_what_was_not_sealed_is_refused_where_a_seal_is_the_rule(empty: House) -> None:
    empty.start(Seeds)
    with pytest.raises(errors.Invalid, match="arguments_invalid"):
        empty.call("seeds", "whisper", said="in the open")


def test_a_service_relays_what_it_records(empty: House, broker_uri: str) -> None:
    empty.start(Seeds)
    with speaking(broker_uri, "seeds"):
        relayed = metrics.relayed.labels("seeds")._value
        before = relayed.get()
        empty.call("seeds", "sow", number=1)
        until(lambda: relayed.get() == before + 1, "event with the broker")


def test_a_service_forgets_the_keys_that_cannot_come_again(empty: House) -> None:
    container = empty.start(Seeds)
    store = next(found for found in container.dependencies if isinstance(found, Database)).store
    old = clock.now() - timedelta(days=40)
    with store.transaction() as session:
        inbox.accept(session, "old", old)
        inbox.accept(session, "new", clock.now())
    empty.stop(container)
    container = empty.start(Seeds)
    store = next(found for found in container.dependencies if isinstance(found, Database)).store

    def is_tidy() -> bool:
        with store.transaction() as session:
            known = not inbox.accept(session, "new", clock.now())
            forgotten = inbox.accept(session, "old", old)
            session.rollback()
        return known and forgotten

    until(is_tidy, "tidy inbox")


def test_a_service_has_a_database_of_its_own_name(tmp_path: Path) -> None:
    made: Settings = settings("embedded://", tmp_path)
    assert database_url(made, "members_roubaix") == f"sqlite:///{tmp_path}/members_roubaix.db"


def test_a_service_of_which_every_part_is_idle_stops_at_once(empty: House) -> None:
    container = empty.start(Seeds)
    started = clock.monotonic()
    empty.stop(container)
    assert clock.monotonic() - started < 2
