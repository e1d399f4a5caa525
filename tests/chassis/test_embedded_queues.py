"""The embedded broker keeps RabbitMQ's rules: how queues are declared, counted, and go."""

from __future__ import annotations

from typing import Any

import pytest
from amqp.exceptions import NotFound, PreconditionFailed, ResourceLocked

from tests import waiting
from tests.chassis.bus import Connect, bodies, consume, declare, drain, fetch, is_gone, publish

UNASKED_SECONDS = 0.5  # who asks whether a queue is there uses it


def test_a_queue_tells_what_waits_and_who_consumes(connect: Connect, channel: Any) -> None:
    declare(channel, "work")
    for body in "abc":
        publish(channel, body)
    connection = connect()
    consume(connection.channel(), prefetch=1)
    drain(connection)
    assert channel.queue_declare(queue="work", passive=True) == ("work", 2, 1)


def test_a_queue_that_is_not_there_is_not_found(channel: Any) -> None:
    with pytest.raises(NotFound):
        channel.queue_declare(queue="work", passive=True)


def test_a_queue_is_not_declared_twice_differently(channel: Any) -> None:
    declare(channel, "work")
    with pytest.raises(PreconditionFailed):
        declare(channel, "work", message_ttl=5)


def test_a_nameless_queue_gets_a_name(channel: Any) -> None:
    assert channel.queue_declare(queue="", exclusive=True).queue.startswith("amq.gen-")


def test_an_exclusive_queue_is_its_connections_alone_and_goes_with_it(connect: Connect) -> None:
    owner = connect()
    owner.channel().queue_declare(queue="mine", exclusive=True, auto_delete=False)
    with pytest.raises(ResourceLocked):
        connect().channel().queue_declare(queue="mine", passive=True)
    owner.collect()
    waiting.until(lambda: is_gone(connect, "mine"), "end of the queue")


def test_an_auto_delete_queue_goes_with_its_last_consumer(connect: Connect) -> None:
    first, second = connect(), connect()
    first.channel().queue_declare(queue="mine", auto_delete=True)
    consume(first.channel(), "mine")
    consume(second.channel(), "mine")
    first.collect()
    assert not is_gone(connect, "mine")
    second.collect()
    waiting.until(lambda: is_gone(connect, "mine"), "end of the queue")


def test_a_queue_that_nobody_uses_expires(connect: Connect, channel: Any) -> None:
    declare(channel, "work", expires=200)
    waiting.until(lambda: is_gone(connect, "work"), "end of the queue", pause=UNASKED_SECONDS)


def test_a_queue_with_a_consumer_does_not_expire(connect: Connect, channel: Any) -> None:
    declare(channel, "work", expires=200)
    connection = connect()
    consume(connection.channel())
    drain(connection, 0.4)
    assert not is_gone(connect, "work")
    connection.collect()
    waiting.until(lambda: is_gone(connect, "work"), "end of the queue", pause=UNASKED_SECONDS)


def test_purging_throws_away_what_waits(channel: Any) -> None:
    declare(channel, "dead")
    declare(channel, "work", message_ttl=100, dead_letter_exchange="", dead_letter_routing_key="dead")
    declare(channel, "slower", message_ttl=200, dead_letter_exchange="", dead_letter_routing_key="dead")
    publish(channel, "a")
    publish(channel, "b", key="slower")
    assert channel.queue_purge(queue="work") == 1
    assert fetch(channel, "dead").body == "b"


def test_a_deleted_queue_takes_its_messages_along(channel: Any) -> None:
    declare(channel, "work", ("amq.topic", "#"))
    publish(channel, "a")
    assert channel.queue_delete(queue="work") == 1
    assert channel.queue_delete(queue="work") == 0
    declare(channel, "work")
    publish(channel, "b", "amq.topic", "booking.confirmed")
    assert bodies(channel) == []


def test_a_queue_in_use_is_not_deleted_as_unused(connect: Connect, channel: Any) -> None:
    declare(channel, "work")
    consume(connect().channel())
    with pytest.raises(PreconditionFailed):
        channel.queue_delete(queue="work", if_unused=True)
