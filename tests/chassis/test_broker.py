"""The door to the broker: lines that come back, and facts that are confirmed or not said at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import eventlet
import pytest

from chassis import clock, embedded
from chassis.broker import BrokerUnavailable, Line, Message, Outgoing, Publisher, connect
from tests.chassis.bus import declare, waiting_in
from tests.chassis.house import channel
from tests.servers import Broker
from tests.servers.processes import free_port
from tests.servers.rabbitmq import vhost_of
from tests.waiting import until


@pytest.fixture
def uri(broker_uri: str) -> Iterator[str]:
    """A broker with a queue named `work`."""
    with channel(broker_uri) as opened:
        declare(opened, "work")
        yield broker_uri
    if broker_uri.startswith("embedded:"):
        embedded.forget(broker_uri)


@pytest.fixture
def cut(uri: str, request: pytest.FixtureRequest) -> Callable[[], None]:
    """Cuts every connection to the broker."""
    if uri.startswith("embedded:"):
        return lambda: embedded.forget(uri)
    broker: Broker = request.getfixturevalue("rabbitmq")

    def close_all() -> None:
        path = f"/vhosts/{vhost_of(uri)}/connections"
        for connection in until(lambda: broker.api("GET", path), "connection that the broker tells of"):
            broker.api("DELETE", f"/connections/{quote(connection['name'])}")

    return close_all


def nobody() -> str:
    """A broker's URI at which nobody listens."""
    return f"amqp://127.0.0.1:{free_port()}//"


def message(body: str, key: str = "work", **properties: Any) -> Outgoing:
    return Outgoing("", key, body, properties={"message_id": body, **properties})


@contextmanager
def reading(line: Line) -> Iterator[Line]:
    """The line, open."""
    thread = eventlet.spawn(line.run)
    try:
        until(lambda: line.connected, "line")
        yield line
    finally:
        line.stop()
        thread.wait()


def test_a_confirmed_message_is_with_the_broker(uri: str) -> None:
    publisher = Publisher(uri)
    for round_ in range(3):
        taken, returned = publisher.publish([message(f"{round_}-{number}") for number in range(50)])
        assert (taken, returned) == (set(range(50)), set())
    publisher.close()
    with channel(uri) as opened:
        assert waiting_in(opened, "work") == 150


def test_a_message_that_no_queue_wants_is_named(uri: str) -> None:
    publisher = Publisher(uri)
    _, returned = publisher.publish([message("wanted"), message("unwanted", key="nowhere"), message("also wanted")])
    publisher.close()
    assert returned == {"unwanted"}


def test_a_publisher_without_a_broker_says_so_and_is_of_use_later(uri: str) -> None:
    publisher = Publisher(nobody())
    with pytest.raises(BrokerUnavailable):
        publisher.publish([message("now")])
    publisher.uri = uri
    assert publisher.publish([message("later")]) == ({0}, set())
    publisher.close()


def test_a_message_to_an_exchange_that_is_not_there_is_not_confirmed_and_harms_nothing_after_it(uri: str) -> None:
    publisher = Publisher(uri)
    with pytest.raises(BrokerUnavailable):
        publisher.publish([Outgoing("nowhere.events", "a", "{}", properties={"message_id": "1"})])
    assert publisher.publish([message("next")]) == ({0}, set())
    publisher.close()


def test_a_connection_that_is_refused_is_unavailable_within_seconds() -> None:
    started = clock.monotonic()
    with pytest.raises(BrokerUnavailable):
        connect(nobody())
    assert clock.monotonic() - started < 7


def test_a_line_gives_what_comes_and_sends(uri: str) -> None:
    received: list[Message] = []
    with reading(Line(uri, "tests", lambda line: line.consume("work", received.append, prefetch=10))) as line:
        line.send(message("one"))
        until(lambda: received, "message")
        line.settle(received[0], requeue=True)
        until(lambda: len(received) == 2, "the same again")
        line.settle(received[1])
    assert [found.body for found in received] == ["one", "one"]
    assert received[1].delivery_info["redelivered"]
    with channel(uri) as opened:
        assert waiting_in(opened, "work") == 0


def test_a_lost_line_opens_again_and_what_was_not_settled_comes_again(uri: str, cut: Callable[[], None]) -> None:
    received: list[Message] = []
    lost: list[int] = []

    def consume(line: Line) -> None:
        line.consume("work", received.append, prefetch=10)

    with reading(Line(uri, "tests", consume, lambda: lost.append(len(received)))) as line:
        line.send(message("one"))
        until(lambda: received, "message")
        cut()
        until(lambda: len(received) == 2, "the same again")
        line.settle(received[0])  # of the line that is gone: harmless
        line.settle(received[1])
        assert lost == [1]
    with channel(uri) as opened:
        assert waiting_in(opened, "work") == 0


def test_a_line_that_is_down_refuses_to_send(uri: str) -> None:
    with pytest.raises(BrokerUnavailable):
        Line(uri, "tests", lambda _line: None).send(message("one"))


def test_a_line_that_cannot_be_set_up_is_tried_again(uri: str) -> None:
    tries: list[int] = []

    def fail_at_first(_line: Line) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise KeyError("not yet")

    with reading(Line(uri, "tests", fail_at_first)):
        assert len(tries) == 3


def test_a_cancelled_line_takes_nothing_new_and_settles_what_it_took(uri: str) -> None:
    received: list[Message] = []
    with reading(Line(uri, "tests", lambda line: line.consume("work", received.append, prefetch=10))) as line:
        line.send(message("taken"))
        until(lambda: received, "message")
        line.cancel()
        with channel(uri) as opened:
            line.send(message("left"))
            until(lambda: waiting_in(opened, "work") == 1, "message that stays")
            line.settle(received[0])
    assert [found.body for found in received] == ["taken"]
    with channel(uri) as opened:
        assert waiting_in(opened, "work") == 1


def test_a_line_whose_green_thread_is_ended_leaves_the_broker(uri: str) -> None:
    received: list[Message] = []
    line = Line(uri, "tests", lambda opened: opened.consume("work", received.append, prefetch=10))
    thread = eventlet.spawn(line.run)
    until(lambda: line.connected, "line")
    line.send(message("one"))
    until(lambda: received, "message")
    thread.kill()
    with channel(uri) as opened:
        until(lambda: waiting_in(opened, "work") == 1, "message that was given back")


def test_a_queue_that_is_gone_opens_the_line_anew(uri: str) -> None:
    opened_times: list[int] = []

    def consume(line: Line) -> None:
        opened_times.append(1)
        declare(line.channel_for_setup, "work")
        declare(line.channel_for_setup, "other")
        for queue in ("work", "other"):
            line.consume(queue, line.settle, prefetch=10)

    with reading(Line(uri, "tests", consume)) as line, channel(uri) as opened:
        opened.queue_delete(queue="other")
        until(lambda: len(opened_times) == 2 and line.connected, "line that was opened anew")
        opened.queue_declare(queue="other", passive=True)


def test_queues_have_a_channel_each_so_that_one_without_a_leader_holds_up_no_other(uri: str) -> None:
    def consume(line: Line) -> None:
        for _ in range(2):
            line.consume("work", line.settle, prefetch=10)

    with reading(Line(uri, "tests", consume)) as line:
        channels = [channel for channel, _tag in line.consumers]
    assert len({id(found) for found in [*channels, line.channel]}) == 3
