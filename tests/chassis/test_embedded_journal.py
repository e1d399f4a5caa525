"""What the embedded broker remembers when it ends, politely or not, and what it forgets."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from amqp.exceptions import MessageNacked, RecoverableConnectionError
from kombu import Connection

from chassis import clock, embedded
from tests import waiting
from tests.chassis.bus import Connect, bodies, connections, declare, fetch, is_gone, publish, waiting_in


@pytest.fixture
def connect(journal: str) -> Iterator[Connect]:
    yield from connections(journal)


def test_durable_things_outlive_the_broker(journal: str, connect: Connect) -> None:
    channel = connect().channel()
    channel.exchange_declare(exchange="events", type="topic", durable=True, auto_delete=False)
    declare(channel, "work", ("events", "booking.#"), max_length=3, overflow="reject-publish")
    publish(channel, "kept", "events", "booking.confirmed", message_id="m1")
    publish(channel, "not persistent", "events", "booking.confirmed", delivery_mode=1)
    embedded.forget(journal)
    channel = connect().channel()
    publish(channel, "new", "events", "booking.cancelled")
    kept, new = fetch(channel), fetch(channel)
    assert (kept.body, kept.properties["message_id"]) == ("kept", "m1")
    assert (kept.delivery_info["redelivered"], new.body) == (True, "new")
    for _ in range(3):
        publish(channel, "filler")
    with pytest.raises(MessageNacked):
        publish(channel, "too many")


def test_passing_things_do_not_outlive_the_broker(journal: str, connect: Connect) -> None:
    channel = connect().channel()
    channel.queue_declare(queue="passing", durable=False, auto_delete=False)
    channel.queue_declare(queue="mine", durable=True, exclusive=True)
    publish(channel, "a", key="passing")
    embedded.forget(journal)
    assert is_gone(connect, "passing")
    assert is_gone(connect, "mine")


def test_what_is_settled_does_not_come_back(journal: str, connect: Connect) -> None:
    channel = connect().channel()
    for queue in "work", "dead", "deleted":
        declare(channel, queue)
    for body in "abc":
        publish(channel, body)
    publish(channel, "d", key="deleted")
    channel.basic_ack(fetch(channel).delivery_tag)
    channel.basic_reject(fetch(channel).delivery_tag, requeue=False)
    fetch(channel)
    channel.queue_delete(queue="deleted")
    embedded.forget(journal)
    channel = connect().channel()
    assert bodies(channel) == ["c"]
    assert is_gone(connect, "deleted")


def test_what_is_settled_is_gone_from_the_files_too(journal: str, connect: Connect, monkeypatch: Any) -> None:
    monkeypatch.setattr("chassis.embedded.broker._SCRUB_SECONDS", 0.05)
    channel = connect().channel()
    declare(channel, "work")
    publish(channel, "a planted name")
    folder = Path(str(embedded.path_of(journal))).parent

    def is_in_a_file() -> bool:
        return any(b"a planted name" in file.read_bytes() for file in folder.iterdir())

    assert is_in_a_file()
    channel.basic_ack(fetch(channel).delivery_tag)
    waiting.until(lambda: not is_in_a_file(), "file without it")


def test_a_retry_is_on_time_after_a_restart(journal: str, connect: Connect) -> None:
    channel = connect().channel()
    declare(channel, "work")
    declare(channel, "retry", message_ttl=300, dead_letter_exchange="", dead_letter_routing_key="work")
    publish(channel, "again", key="retry")
    embedded.forget(journal)
    channel = connect().channel()
    assert (waiting_in(channel, "retry"), waiting_in(channel, "work")) == (1, 0)
    again = fetch(channel)
    assert (again.body, again.delivery_info["redelivered"]) == ("again", False)


def test_a_retry_that_is_overdue_is_back_at_once(journal: str, connect: Connect) -> None:
    channel = connect().channel()
    declare(channel, "work")
    declare(channel, "retry", message_ttl=50, dead_letter_exchange="", dead_letter_routing_key="work")
    publish(channel, "again", key="retry")
    embedded.forget(journal)
    deadline = clock.monotonic() + 0.06
    waiting.until(lambda: clock.monotonic() > deadline, "end of the time to live")
    assert waiting_in(connect().channel(), "work") == 1


def test_how_often_a_message_was_given_back_is_remembered(journal: str, connect: Connect) -> None:
    channel = connect().channel()
    declare(channel, "work", delivery_limit=1)
    publish(channel, "poison")
    channel.basic_reject(fetch(channel).delivery_tag, requeue=True)
    embedded.forget(journal)
    channel = connect().channel()
    channel.basic_reject(fetch(channel).delivery_tag, requeue=True)
    assert bodies(channel) == []


def test_who_is_connected_hears_that_the_broker_has_gone(journal: str, connect: Connect) -> None:
    connection = connect()
    channel = connection.channel()
    declare(channel, "work")
    embedded.forget(journal)
    with pytest.raises(RecoverableConnectionError):
        connection.drain_events(timeout=5)
    with pytest.raises(RecoverableConnectionError):
        publish(channel, "whither")
    assert not connection.connected


def test_a_second_process_is_refused(journal: str, connect: Connect) -> None:
    connect()
    code = f"import champlibre.green, chassis.embedded, kombu; kombu.Connection({journal!r}).connect()"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "cannot be opened: database is locked" in other.stderr


def test_kill_9_loses_nothing_that_was_confirmed(journal: str, connect: Connect) -> None:
    said = [line for life in range(3) for line in last_words(journal, life)]
    confirmed, settling, settled = (
        {body for what, body in said if what == told} for told in ("confirmed", "settling", "settled")
    )
    left = bodies(connect().channel())
    assert len(confirmed) > 200
    assert confirmed - settling <= set(left)
    assert not settled & set(left)
    assert len(left) == len(set(left))


def last_words(journal: str, life: int) -> list[tuple[str, str]]:
    """What a node says it has done until it is killed in the midst of it."""
    command = [sys.executable, "-m", "tests.chassis.dying_node", journal, str(life)]
    said: list[tuple[str, str]] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as node:
        assert node.stdout is not None
        try:
            for line in node.stdout:
                what, body = line.split()
                said.append((what, body))
                if len(said) == 150:
                    node.kill()
        finally:
            node.kill()
    return said


def test_nothing_is_left_behind() -> None:
    with Connection("embedded://") as connection:
        channel = connection.channel()
        declare(channel, "work", message_ttl=60_000, expires=60_000)
        channel.queue_declare(queue="mine", exclusive=True)
        publish(channel, "a")
        publish(channel, "b")
        fetch(channel)
        broker = embedded.Broker.instances[None]
        queue = weakref.ref(broker.names.queues["work"])
        channel.queue_delete(queue="work")
    del channel
    gc.collect()
    assert queue() is None, "a timer holds it"
    assert not broker.names.queues
    assert not broker.connections
    embedded.forget("embedded://")
    assert None not in embedded.Broker.instances


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("embedded://", None),
        ("embedded:///", None),
        ("embedded:///var/broker.db", str(Path.cwd() / "var/broker.db")),
        ("embedded:////srv/broker.db", "/srv/broker.db"),
    ],
)
def test_a_uri_names_a_file_as_a_database_url_does(uri: str, path: str | None) -> None:
    assert embedded.path_of(uri) == path
