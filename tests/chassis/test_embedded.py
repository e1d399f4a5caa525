"""The embedded broker keeps RabbitMQ's rules: how messages find their queues, and what publishers are told."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from amqp.exceptions import ChannelError, MessageNacked, NotFound
from kombu import Connection, Producer

from tests.chassis.bus import PERSISTENT, Connect, bodies, declare, drain_until, fetch, publish


@pytest.mark.parametrize(
    ("binding", "key", "taken"),
    [
        ("booking.confirmed", "booking.confirmed", True),
        ("booking.confirmed", "booking.confirmed.roubaix", False),
        ("booking.*", "booking.confirmed", True),
        ("booking.*", "booking", False),
        ("booking.*", "booking.confirmed.roubaix", False),
        ("booking.#", "booking", True),
        ("booking.#", "booking.confirmed.roubaix", True),
        ("booking.#", "bookings.confirmed", False),
        ("#.roubaix", "roubaix", True),
        ("#.roubaix", "booking.confirmed.roubaix", True),
        ("#.roubaix", "booking.confirmed.tourcoing", False),
        ("*.confirmed.#", "booking.confirmed", True),
        ("*.confirmed.#", "confirmed", False),
        ("booking.#.roubaix", "booking.roubaix", True),
        ("#", "", True),
        ("*", "", False),
        ("", "", True),
        ("*", "a.", False),
        ("a.*", "a.", True),
        ("a+b", "aab", False),
        ("booking.*.*", "booking.confirmed", False),
    ],
)
def test_a_topic_binding_takes_whole_words(channel: Any, binding: str, key: str, taken: bool) -> None:
    declare(channel, "work", ("amq.topic", binding))
    publish(channel, "hello", "amq.topic", key)
    assert bodies(channel) == (["hello"] if taken else [])


def test_a_direct_exchange_takes_the_key_and_a_fanout_any(channel: Any) -> None:
    declare(channel, "work", ("amq.direct", "one"), ("amq.fanout", ""))
    publish(channel, "direct", "amq.direct", "one")
    publish(channel, "lost", "amq.direct", "two")
    publish(channel, "fanned out", "amq.fanout", "anything")
    assert bodies(channel) == ["direct", "fanned out"]


def test_a_queue_bound_twice_gets_a_message_once(channel: Any) -> None:
    declare(channel, "work", ("amq.topic", "#"), ("amq.topic", "booking.#"))
    publish(channel, "once", "amq.topic", "booking.confirmed")
    assert bodies(channel) == ["once"]


def test_every_bound_queue_gets_its_own_copy(channel: Any) -> None:
    declare(channel, "work", ("amq.topic", "#"))
    declare(channel, "other", ("amq.topic", "#"))
    publish(channel, "both", "amq.topic", "booking.confirmed")
    assert (bodies(channel), bodies(channel, "other")) == (["both"], ["both"])


def test_an_unbound_queue_hears_no_more(channel: Any) -> None:
    declare(channel, "work", ("amq.topic", "#"))
    channel.queue_unbind(queue="work", exchange="amq.topic", routing_key="#")
    publish(channel, "unheard", "amq.topic", "booking.confirmed")
    assert bodies(channel) == []


def test_a_deleted_exchange_is_not_found(channel: Any) -> None:
    channel.exchange_declare(exchange="events", type="topic", durable=True, auto_delete=False)
    channel.exchange_delete(exchange="events")
    with pytest.raises(NotFound):
        channel.exchange_declare(exchange="events", type="topic", passive=True)


def test_nothing_is_published_to_an_exchange_that_is_not_there(channel: Any) -> None:
    with pytest.raises(NotFound):
        publish(channel, "whither", "nowhere")


def test_a_message_arrives_as_it_was_sent(channel: Any) -> None:
    declare(channel, "work")
    headers = {"traceparent": "00-ab-cd-01", "path": ["a", "b"], "depth": {"n": 2}}
    properties = {"message_id": "m1", "correlation_id": "c1", "reply_to": "r1", "type": "booking.confirmed"}
    message = channel.prepare_message('{"é": 1}', 0, "application/json", "utf-8", headers, PERSISTENT | properties)
    channel.basic_publish(message, exchange="", routing_key="work")
    got = fetch(channel)
    assert got.body == '{"é": 1}'
    assert got.headers == headers
    assert got.properties.items() >= properties.items()
    assert got.properties["content_type"] == "application/json"
    info = {"exchange": "", "routing_key": "work", "redelivered": False, "message_count": 0, "delivery_tag": 1}
    assert got.delivery_info == info


def test_bytes_arrive_as_text_if_they_say_how_they_are_encoded(channel: Any) -> None:
    declare(channel, "work")
    for encoding, body in ("utf-8", "é".encode()), ("binary", b"\xff\x00"):
        message = channel.prepare_message(body, content_encoding=encoding)
        channel.basic_publish(message, exchange="", routing_key="work")
    assert bodies(channel) == ["é", b"\xff\x00"]


def test_confirms_count_from_one_on_each_channel(broker_uri: str) -> None:
    with Connection(broker_uri) as connection:
        for _ in range(2):
            told, channel = listening(connection)
            for number in range(3):
                send(channel, str(number), "work")
            drain_until(connection, partial(has_acked, told, {1, 2, 3}))


def test_an_unroutable_mandatory_message_is_returned_before_it_is_confirmed(broker_uri: str) -> None:
    with Connection(broker_uri) as connection:
        told, channel = listening(connection)
        send(channel, "m1", "nowhere", mandatory=True)
        drain_until(connection, lambda: len(told) == 2)
    (returned, exc, exchange, key, message), confirmed = told
    assert (returned, exc.reply_code, exc.reply_text) == ("returned", 312, "NO_ROUTE")
    assert (exchange, key, message.properties["message_id"]) == ("", "nowhere", "m1")
    assert confirmed == ("acked", 1, False)


def test_a_full_queue_refuses_and_says_so(broker_uri: str) -> None:
    with Connection(broker_uri) as connection:
        told, channel = listening(connection)
        declare(channel, "work", max_length=1, overflow="reject-publish")
        send(channel, "m1", "work")
        drain_until(connection, lambda: ("acked", 1, False) in told)
        send(channel, "m2", "work")
        drain_until(connection, lambda: told[-1][:2] == ("nacked", 2))
        assert bodies(channel) == ["m1"]


def test_a_refused_publisher_that_waits_for_its_confirm_is_told_by_an_error(channel: Any) -> None:
    declare(channel, "work", max_length=1, overflow="reject-publish")
    publish(channel, "taken")
    with pytest.raises(MessageNacked):
        publish(channel, "refused")


def test_a_mandatory_message_that_nobody_takes_raises_no_route(connect: Connect) -> None:
    producer = Producer(connect())
    with pytest.raises(ChannelError, match="NO_ROUTE"):
        producer.publish({}, routing_key="nowhere", mandatory=True)


def listening(connection: Connection) -> tuple[list[Any], Any]:
    told: list[Any] = []
    channel = connection.channel()
    channel.confirm_select()
    channel.events["basic_ack"].add(lambda tag, multiple: told.append(("acked", tag, multiple)))
    channel.events["basic_nack"].add(lambda tag, multiple: told.append(("nacked", tag, multiple)))
    channel.events["basic_return"].add(lambda *returned: told.append(("returned", *returned)))
    return told, channel


def has_acked(told: list[Any], tags: set[int]) -> bool:
    acked: set[int] = set()
    for _, tag, multiple in told:
        acked.update(range(1, tag + 1) if multiple else [tag])
    return acked == tags


def send(channel: Any, message_id: str, key: str, *, mandatory: bool = False) -> None:
    message = channel.prepare_message(message_id, content_encoding="utf-8", properties={"message_id": message_id})
    channel._basic_publish(message, exchange="", routing_key=key, mandatory=mandatory)
