"""The embedded broker keeps RabbitMQ's rules: what consumers get, hold and give back."""

from __future__ import annotations

from typing import Any

import pytest
from amqp.exceptions import ConsumerCancelled, PreconditionFailed
from kombu import Exchange, Producer, Queue

from tests.chassis.bus import Connect, bodies, consume, declare, drain, fetch, publish, waiting_in


def test_a_consumer_is_given_no_more_than_its_prefetch(connect: Connect, channel: Any) -> None:
    declare(channel, "work")
    for body in "abcd":
        publish(channel, body)
    connection = connect()
    received = consume(connection.channel(), prefetch=2)
    drain(connection)
    assert [message.body for message in received] == ["a", "b"]
    received[0].channel.basic_ack(received[0].delivery_tag)
    drain(connection)
    assert [message.body for message in received] == ["a", "b", "c"]


def test_an_acknowledgement_of_many_takes_all_before_it(connect: Connect, channel: Any) -> None:
    declare(channel, "work")
    for body in "abc":
        publish(channel, body)
    other = connect().channel()
    _, second, _ = (fetch(other) for _ in range(3))
    other.basic_ack(second.delivery_tag, multiple=True)
    other.close()
    assert fetch(channel).body == "c"
    assert bodies(channel) == []


def test_consumers_take_turns(connect: Connect, channel: Any) -> None:
    declare(channel, "work")
    both = connect(), connect()
    received = [consume(connection.channel()) for connection in both]
    for body in "abcd":
        publish(channel, body)
    for connection in both:
        drain(connection)
    assert [len(messages) for messages in received] == [2, 2]


def test_what_is_not_acknowledged_comes_back_in_order(connect: Connect, channel: Any) -> None:
    declare(channel, "work")
    for body in "abc":
        publish(channel, body)
    connection = connect()
    consume(connection.channel())
    drain(connection)
    assert bodies(channel) == []
    connection.collect()
    again = [fetch(channel) for _ in range(3)]
    assert [(message.body, message.delivery_info["redelivered"]) for message in again] == [
        ("a", True),
        ("b", True),
        ("c", True),
    ]


def test_a_message_given_back_is_the_next_again(channel: Any) -> None:
    declare(channel, "work")
    for body in "ab":
        publish(channel, body)
    channel.basic_reject(fetch(channel).delivery_tag, requeue=True)
    again = fetch(channel)
    assert (again.body, again.delivery_info["redelivered"]) == ("a", True)


def test_a_cancelled_consumer_keeps_what_it_holds(connect: Connect, channel: Any) -> None:
    declare(channel, "work")
    publish(channel, "held")
    connection = connect()
    other = connection.channel()
    received = consume(other, consumer_tag="mine")
    drain(connection)
    other.basic_cancel("mine")
    assert bodies(channel) == []
    other.basic_ack(received[0].delivery_tag)
    other.close()
    assert bodies(channel) == []


def test_a_consumer_that_need_not_acknowledge_leaves_nothing(connect: Connect, channel: Any) -> None:
    declare(channel, "work")
    publish(channel, "gone")
    connection = connect()
    received = consume(connection.channel(), no_ack=True)
    drain(connection)
    connection.collect()
    assert [message.body for message in received] == ["gone"]
    assert bodies(channel) == []


def test_a_message_is_acknowledged_once(connect: Connect, channel: Any) -> None:
    declare(channel, "work")
    publish(channel, "once")
    tag = fetch(channel).delivery_tag
    channel.basic_ack(tag)
    with pytest.raises(PreconditionFailed):
        acknowledge_and_listen(channel, tag)


def acknowledge_and_listen(channel: Any, tag: int) -> None:
    channel.basic_ack(tag)
    waiting_in(channel, "work")  # RabbitMQ does not answer an acknowledgement; its protest comes later


def test_a_consumer_hears_that_its_queue_is_gone(connect: Connect, channel: Any) -> None:
    declare(channel, "work")
    connection = connect()
    consume(connection.channel())
    channel.queue_delete(queue="work")
    with pytest.raises(ConsumerCancelled):
        drain(connection, 5)


def test_waiting_for_an_event_has_an_end(connect: Connect) -> None:
    connection = connect()
    connection.heartbeat_check()
    with pytest.raises(TimeoutError):
        connection.drain_events(timeout=0.05)


def test_kombus_own_classes_work(connect: Connect) -> None:
    connection = connect()
    events = Exchange("events", "topic", durable=True)
    queue = Queue("hearer", events, routing_key="booking.#", durable=True)
    received: list[Any] = []

    def hear(body: Any, message: Any) -> None:
        received.append((body, message.properties["content_type"]))
        message.ack()

    with connection.Consumer([queue], callbacks=[hear], prefetch_count=1):
        Producer(connection.channel()).publish({"n": 1}, exchange=events, routing_key="booking.confirmed")
        drain(connection)
    assert received == [({"n": 1}, "application/json")]
    assert waiting_in(connection.channel(), "hearer") == 0
