"""The embedded broker keeps RabbitMQ's rules: the first part runs on both. The second is about the journal."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from amqp.exceptions import (
    ChannelError,
    ConsumerCancelled,
    MessageNacked,
    NotFound,
    PreconditionFailed,
    RecoverableConnectionError,
    ResourceLocked,
)
from kombu import Connection, Exchange, Producer, Queue

from chassis import clock, embedded
from tests import waiting

Connect = Callable[[], Connection]
PERSISTENT = {"delivery_mode": 2}
UNASKED_SECONDS = 0.5  # who asks whether a queue is there uses it


@pytest.fixture
def connect(broker_uri: str) -> Iterator[Connect]:
    """Makes connections to the broker of this test."""
    yield from connections(broker_uri)


@pytest.fixture
def channel(connect: Connect) -> Any:
    """A channel that is confirmed what it publishes."""
    return connect().channel()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[str]:
    """The URI of an embedded broker with a journal."""
    uri = f"embedded:///{tmp_path}/journal.db"
    yield uri
    embedded.forget(uri)


def connections(uri: str) -> Iterator[Connect]:
    made = []

    def connect() -> Connection:
        made.append(Connection(uri, transport_options={"confirm_publish": True}))
        return made[-1].connect() and made[-1]

    yield connect
    for connection in made:
        connection.collect()
    embedded.forget(uri)


def declare(channel: Any, name: str, *bindings: tuple[str, str], **arguments: Any) -> None:
    """A durable queue; its arguments with `_` for `-`."""
    dashed = {f"x-{key.replace('_', '-')}": value for key, value in arguments.items()}
    channel.queue_declare(queue=name, durable=True, auto_delete=False, arguments=dashed)
    for exchange, key in bindings:
        channel.queue_bind(queue=name, exchange=exchange, routing_key=key)


def publish(channel: Any, body: str, exchange: str = "", key: str = "work", **properties: Any) -> None:
    message = channel.prepare_message(body, content_encoding="utf-8", properties=PERSISTENT | properties)
    channel.basic_publish(message, exchange=exchange, routing_key=key)


def fetch(channel: Any, queue: str = "work") -> Any:
    """The next message of a queue, which may still be on its way."""
    return waiting.until(lambda: channel.basic_get(queue=queue), f"message in {queue}")


def bodies(channel: Any, queue: str = "work") -> list[str]:
    """What waits in a queue; taken out."""
    return [message.body for message in iter(lambda: channel.basic_get(queue=queue, no_ack=True), None)]


def consume(channel: Any, queue: str = "work", prefetch: int = 0, **options: Any) -> list[Any]:
    """A list that fills with what a consumer receives."""
    received: list[Any] = []
    channel.basic_qos(0, prefetch, False)
    channel.basic_consume(queue=queue, callback=received.append, **options)
    return received


def drain(connection: Connection, seconds: float = 0.15) -> None:
    """Deal with what has come, and with what comes within some tenths of a second."""
    while True:
        try:
            connection.drain_events(timeout=seconds)
        except TimeoutError:
            return


def drain_until(connection: Connection, is_done: Callable[[], bool]) -> None:
    """Deal with what comes until the condition holds."""

    def look() -> bool:
        drain(connection, 0.02)
        return is_done()

    waiting.until(look, "such event")


def waiting_in(channel: Any, queue: str) -> int:
    return int(channel.queue_declare(queue=queue, passive=True).message_count)


class TestRouting:
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
    def test_a_topic_binding_takes_whole_words(
        self, channel: Any, binding: str, key: str, taken: bool
    ) -> None:
        declare(channel, "work", ("amq.topic", binding))
        publish(channel, "hello", "amq.topic", key)
        assert bodies(channel) == (["hello"] if taken else [])

    def test_a_direct_exchange_takes_the_key_and_a_fanout_any(self, channel: Any) -> None:
        declare(channel, "work", ("amq.direct", "one"), ("amq.fanout", ""))
        publish(channel, "direct", "amq.direct", "one")
        publish(channel, "lost", "amq.direct", "two")
        publish(channel, "fanned out", "amq.fanout", "anything")
        assert bodies(channel) == ["direct", "fanned out"]

    def test_a_queue_bound_twice_gets_a_message_once(self, channel: Any) -> None:
        declare(channel, "work", ("amq.topic", "#"), ("amq.topic", "booking.#"))
        publish(channel, "once", "amq.topic", "booking.confirmed")
        assert bodies(channel) == ["once"]

    def test_every_bound_queue_gets_its_own_copy(self, channel: Any) -> None:
        declare(channel, "work", ("amq.topic", "#"))
        declare(channel, "other", ("amq.topic", "#"))
        publish(channel, "both", "amq.topic", "booking.confirmed")
        assert (bodies(channel), bodies(channel, "other")) == (["both"], ["both"])

    def test_an_unbound_queue_hears_no_more(self, channel: Any) -> None:
        declare(channel, "work", ("amq.topic", "#"))
        channel.queue_unbind(queue="work", exchange="amq.topic", routing_key="#")
        publish(channel, "unheard", "amq.topic", "booking.confirmed")
        assert bodies(channel) == []

    def test_a_deleted_exchange_is_not_found(self, channel: Any) -> None:
        channel.exchange_declare(exchange="events", type="topic", durable=True, auto_delete=False)
        channel.exchange_delete(exchange="events")
        with pytest.raises(NotFound):
            channel.exchange_declare(exchange="events", type="topic", passive=True)

    def test_nothing_is_published_to_an_exchange_that_is_not_there(self, channel: Any) -> None:
        with pytest.raises(NotFound):
            publish(channel, "whither", "nowhere")


class TestPublishing:
    def test_a_message_arrives_as_it_was_sent(self, channel: Any) -> None:
        declare(channel, "work")
        headers = {"traceparent": "00-ab-cd-01", "path": ["a", "b"], "depth": {"n": 2}}
        properties = {"message_id": "m1", "correlation_id": "c1", "reply_to": "r1", "type": "booking.confirmed"}
        message = channel.prepare_message(
            '{"é": 1}', 0, "application/json", "utf-8", headers, PERSISTENT | properties
        )
        channel.basic_publish(message, exchange="", routing_key="work")
        got = fetch(channel)
        assert got.body == '{"é": 1}'
        assert got.headers == headers
        assert got.properties.items() >= properties.items()
        assert got.properties["content_type"] == "application/json"
        info = {"exchange": "", "routing_key": "work", "redelivered": False, "message_count": 0, "delivery_tag": 1}
        assert got.delivery_info == info

    def test_bytes_arrive_as_text_if_they_say_how_they_are_encoded(self, channel: Any) -> None:
        declare(channel, "work")
        for encoding, body in ("utf-8", "é".encode()), ("binary", b"\xff\x00"):
            message = channel.prepare_message(body, content_encoding=encoding)
            channel.basic_publish(message, exchange="", routing_key="work")
        assert bodies(channel) == ["é", b"\xff\x00"]

    def test_confirms_count_from_one_on_each_channel(self, broker_uri: str) -> None:
        with Connection(broker_uri) as connection:
            for _ in range(2):
                told, channel = self.listening(connection)
                for number in range(3):
                    self.send(channel, str(number), "work")
                drain_until(connection, partial(self.has_acked, told, {1, 2, 3}))

    def test_an_unroutable_mandatory_message_is_returned_before_it_is_confirmed(self, broker_uri: str) -> None:
        with Connection(broker_uri) as connection:
            told, channel = self.listening(connection)
            self.send(channel, "m1", "nowhere", mandatory=True)
            drain_until(connection, lambda: len(told) == 2)
        (returned, exc, exchange, key, message), confirmed = told
        assert (returned, exc.reply_code, exc.reply_text) == ("returned", 312, "NO_ROUTE")
        assert (exchange, key, message.properties["message_id"]) == ("", "nowhere", "m1")
        assert confirmed == ("acked", 1, False)

    def test_a_full_queue_refuses_and_says_so(self, broker_uri: str) -> None:
        with Connection(broker_uri) as connection:
            told, channel = self.listening(connection)
            declare(channel, "work", max_length=1, overflow="reject-publish")
            self.send(channel, "m1", "work")
            drain_until(connection, lambda: ("acked", 1, False) in told)
            self.send(channel, "m2", "work")
            drain_until(connection, lambda: told[-1][:2] == ("nacked", 2))
            assert bodies(channel) == ["m1"]

    def test_a_refused_publisher_that_waits_for_its_confirm_is_told_by_an_error(self, channel: Any) -> None:
        declare(channel, "work", max_length=1, overflow="reject-publish")
        publish(channel, "taken")
        with pytest.raises(MessageNacked):
            publish(channel, "refused")

    def test_a_mandatory_message_that_nobody_takes_raises_no_route(self, connect: Connect) -> None:
        producer = Producer(connect())
        with pytest.raises(ChannelError, match="NO_ROUTE"):
            producer.publish({}, routing_key="nowhere", mandatory=True)

    @staticmethod
    def listening(connection: Connection) -> tuple[list[Any], Any]:
        told: list[Any] = []
        channel = connection.channel()
        channel.confirm_select()
        channel.events["basic_ack"].add(lambda tag, multiple: told.append(("acked", tag, multiple)))
        channel.events["basic_nack"].add(lambda tag, multiple: told.append(("nacked", tag, multiple)))
        channel.events["basic_return"].add(lambda *returned: told.append(("returned", *returned)))
        return told, channel

    @staticmethod
    def has_acked(told: list[Any], tags: set[int]) -> bool:
        acked: set[int] = set()
        for _, tag, multiple in told:
            acked.update(range(1, tag + 1) if multiple else [tag])
        return acked == tags

    @staticmethod
    def send(channel: Any, message_id: str, key: str, *, mandatory: bool = False) -> None:
        message = channel.prepare_message(
            message_id, content_encoding="utf-8", properties={"message_id": message_id}
        )
        channel._basic_publish(message, exchange="", routing_key=key, mandatory=mandatory)


class TestReceiving:
    def test_a_consumer_is_given_no_more_than_its_prefetch(self, connect: Connect, channel: Any) -> None:
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

    def test_an_acknowledgement_of_many_takes_all_before_it(self, connect: Connect, channel: Any) -> None:
        declare(channel, "work")
        for body in "abc":
            publish(channel, body)
        other = connect().channel()
        _, second, _ = (fetch(other) for _ in range(3))
        other.basic_ack(second.delivery_tag, multiple=True)
        other.close()
        assert fetch(channel).body == "c"
        assert bodies(channel) == []

    def test_consumers_take_turns(self, connect: Connect, channel: Any) -> None:
        declare(channel, "work")
        both = connect(), connect()
        received = [consume(connection.channel()) for connection in both]
        for body in "abcd":
            publish(channel, body)
        for connection in both:
            drain(connection)
        assert [len(messages) for messages in received] == [2, 2]

    def test_what_is_not_acknowledged_comes_back_in_order(self, connect: Connect, channel: Any) -> None:
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

    def test_a_message_given_back_is_the_next_again(self, channel: Any) -> None:
        declare(channel, "work")
        for body in "ab":
            publish(channel, body)
        channel.basic_reject(fetch(channel).delivery_tag, requeue=True)
        again = fetch(channel)
        assert (again.body, again.delivery_info["redelivered"]) == ("a", True)

    def test_a_cancelled_consumer_keeps_what_it_holds(self, connect: Connect, channel: Any) -> None:
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

    def test_a_consumer_that_need_not_acknowledge_leaves_nothing(self, connect: Connect, channel: Any) -> None:
        declare(channel, "work")
        publish(channel, "gone")
        connection = connect()
        received = consume(connection.channel(), no_ack=True)
        drain(connection)
        connection.collect()
        assert [message.body for message in received] == ["gone"]
        assert bodies(channel) == []

    def test_a_message_is_acknowledged_once(self, connect: Connect, channel: Any) -> None:
        declare(channel, "work")
        publish(channel, "once")
        tag = fetch(channel).delivery_tag
        channel.basic_ack(tag)
        with pytest.raises(PreconditionFailed):
            self.acknowledge_and_listen(channel, tag)

    @staticmethod
    def acknowledge_and_listen(channel: Any, tag: int) -> None:
        channel.basic_ack(tag)
        waiting_in(channel, "work")  # RabbitMQ does not answer an acknowledgement; its protest comes later

    def test_a_consumer_hears_that_its_queue_is_gone(self, connect: Connect, channel: Any) -> None:
        declare(channel, "work")
        connection = connect()
        consume(connection.channel())
        channel.queue_delete(queue="work")
        with pytest.raises(ConsumerCancelled):
            drain(connection, 5)

    def test_waiting_for_an_event_has_an_end(self, connect: Connect) -> None:
        connection = connect()
        connection.heartbeat_check()
        with pytest.raises(TimeoutError):
            connection.drain_events(timeout=0.05)

    def test_kombus_own_classes_work(self, connect: Connect) -> None:
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


class TestDeadLetters:
    def test_a_rejected_message_keeps_its_routing_key(self, channel: Any) -> None:
        declare(channel, "dead", ("amq.topic", "booking.#"))
        declare(channel, "work", ("amq.direct", "booking.confirmed"), dead_letter_exchange="amq.topic")
        publish(channel, "bad", "amq.direct", "booking.confirmed", message_id="m1")
        channel.basic_reject(fetch(channel).delivery_tag, requeue=False)
        dead = fetch(channel, "dead")
        assert (dead.body, dead.properties["message_id"]) == ("bad", "m1")
        assert dead.delivery_info["exchange"] == "amq.topic"
        assert dead.delivery_info["routing_key"] == "booking.confirmed"
        assert dead.headers == {
            "x-death": [
                {
                    "count": 1,
                    "reason": "rejected",
                    "queue": "work",
                    "time": dead.headers["x-death"][0]["time"],
                    "exchange": "amq.direct",
                    "routing-keys": ["booking.confirmed"],
                }
            ],
            "x-first-death-queue": "work",
            "x-first-death-reason": "rejected",
            "x-first-death-exchange": "amq.direct",
        }
        assert isinstance(dead.headers["x-death"][0]["time"], datetime)

    def test_a_queue_may_say_under_which_key_its_dead_go(self, channel: Any) -> None:
        declare(channel, "dead")
        declare(channel, "work", dead_letter_exchange="", dead_letter_routing_key="dead")
        publish(channel, "bad")
        channel.basic_reject(fetch(channel).delivery_tag, requeue=False)
        assert fetch(channel, "dead").body == "bad"

    def test_a_rejected_message_without_a_place_for_the_dead_is_gone(self, channel: Any) -> None:
        declare(channel, "work", dead_letter_exchange="nowhere")
        publish(channel, "bad")
        channel.basic_reject(fetch(channel).delivery_tag, requeue=False)
        assert bodies(channel) == []

    def test_a_message_expires_with_its_queues_time_to_live(self, channel: Any) -> None:
        declare(channel, "dead")
        declare(channel, "work", message_ttl=100, dead_letter_exchange="", dead_letter_routing_key="dead")
        publish(channel, "late")
        dead = fetch(channel, "dead")
        assert dead.headers["x-death"][0]["reason"] == "expired"
        assert waiting_in(channel, "work") == 0

    def test_a_message_expires_with_its_own_time_to_live(self, channel: Any) -> None:
        declare(channel, "dead")
        declare(channel, "work", message_ttl=60_000, dead_letter_exchange="", dead_letter_routing_key="dead")
        publish(channel, "late", expiration="50")
        dead = fetch(channel, "dead")
        assert dead.headers["x-death"][0]["original-expiration"] == "50"
        assert "expiration" not in dead.properties

    def test_a_message_that_is_held_does_not_expire(self, channel: Any) -> None:
        declare(channel, "dead")
        declare(channel, "work", message_ttl=150, dead_letter_exchange="", dead_letter_routing_key="dead")
        publish(channel, "held")
        held = fetch(channel)
        publish(channel, "late")
        assert fetch(channel, "dead").body == "late"
        channel.basic_ack(held.delivery_tag)
        assert bodies(channel, "dead") == []

    def test_a_retry_comes_back_and_counts(self, channel: Any) -> None:
        declare(channel, "work", dead_letter_exchange="", dead_letter_routing_key="retry")
        declare(channel, "retry", message_ttl=30, dead_letter_exchange="", dead_letter_routing_key="work")
        publish(channel, "again")
        for _ in range(3):
            channel.basic_reject(fetch(channel).delivery_tag, requeue=False)
        last = fetch(channel)
        assert [(death["queue"], death["reason"], death["count"]) for death in last.headers["x-death"]] == [
            ("retry", "expired", 3),
            ("work", "rejected", 3),
        ]
        assert last.headers["x-first-death-reason"] == "rejected"

    def test_a_message_that_would_go_round_for_ever_is_dropped(self, channel: Any) -> None:
        declare(channel, "work", message_ttl=30, dead_letter_exchange="", dead_letter_routing_key="work")
        publish(channel, "round")
        waiting.until(lambda: waiting_in(channel, "work") == 0, "end of it")

    def test_a_message_given_back_too_often_is_dead(self, channel: Any) -> None:
        declare(channel, "dead")
        dead_letters = {"dead_letter_exchange": "", "dead_letter_routing_key": "dead"}
        declare(channel, "work", queue_type="quorum", delivery_limit=2, **dead_letters)
        publish(channel, "poison")
        seen = []
        for _ in range(3):
            message = fetch(channel)
            seen.append(message.delivery_info["redelivered"])
            channel.basic_reject(message.delivery_tag, requeue=True)
        assert seen == [False, True, True]
        assert fetch(channel, "dead").headers["x-death"][0]["reason"] == "delivery_limit"
        assert bodies(channel) == []

    def test_a_full_queue_lets_its_oldest_go(self, channel: Any) -> None:
        declare(channel, "dead")
        declare(channel, "work", max_length=2, dead_letter_exchange="", dead_letter_routing_key="dead")
        for body in "abc":
            publish(channel, body)
        dead = fetch(channel, "dead")
        assert (dead.body, dead.headers["x-death"][0]["reason"]) == ("a", "maxlen")
        assert bodies(channel) == ["b", "c"]


class TestQueues:
    def test_a_queue_tells_what_waits_and_who_consumes(self, connect: Connect, channel: Any) -> None:
        declare(channel, "work")
        for body in "abc":
            publish(channel, body)
        connection = connect()
        consume(connection.channel(), prefetch=1)
        drain(connection)
        assert channel.queue_declare(queue="work", passive=True) == ("work", 2, 1)

    def test_a_queue_that_is_not_there_is_not_found(self, channel: Any) -> None:
        with pytest.raises(NotFound):
            channel.queue_declare(queue="work", passive=True)

    def test_a_queue_is_not_declared_twice_differently(self, channel: Any) -> None:
        declare(channel, "work")
        with pytest.raises(PreconditionFailed):
            declare(channel, "work", message_ttl=5)

    def test_a_nameless_queue_gets_a_name(self, channel: Any) -> None:
        assert channel.queue_declare(queue="", exclusive=True).queue.startswith("amq.gen-")

    def test_an_exclusive_queue_is_its_connections_alone_and_goes_with_it(self, connect: Connect) -> None:
        owner = connect()
        owner.channel().queue_declare(queue="mine", exclusive=True, auto_delete=False)
        with pytest.raises(ResourceLocked):
            connect().channel().queue_declare(queue="mine", passive=True)
        owner.collect()
        waiting.until(lambda: is_gone(connect, "mine"), "end of the queue")

    def test_an_auto_delete_queue_goes_with_its_last_consumer(self, connect: Connect) -> None:
        first, second = connect(), connect()
        first.channel().queue_declare(queue="mine", auto_delete=True)
        consume(first.channel(), "mine")
        consume(second.channel(), "mine")
        first.collect()
        assert not is_gone(connect, "mine")
        second.collect()
        waiting.until(lambda: is_gone(connect, "mine"), "end of the queue")

    def test_a_queue_that_nobody_uses_expires(self, connect: Connect, channel: Any) -> None:
        declare(channel, "work", expires=200)
        waiting.until(lambda: is_gone(connect, "work"), "end of the queue", pause=UNASKED_SECONDS)

    def test_a_queue_with_a_consumer_does_not_expire(self, connect: Connect, channel: Any) -> None:
        declare(channel, "work", expires=200)
        connection = connect()
        consume(connection.channel())
        drain(connection, 0.4)
        assert not is_gone(connect, "work")
        connection.collect()
        waiting.until(lambda: is_gone(connect, "work"), "end of the queue", pause=UNASKED_SECONDS)

    def test_purging_throws_away_what_waits(self, channel: Any) -> None:
        declare(channel, "dead")
        declare(channel, "work", message_ttl=100, dead_letter_exchange="", dead_letter_routing_key="dead")
        declare(channel, "slower", message_ttl=200, dead_letter_exchange="", dead_letter_routing_key="dead")
        publish(channel, "a")
        publish(channel, "b", key="slower")
        assert channel.queue_purge(queue="work") == 1
        assert fetch(channel, "dead").body == "b"

    def test_a_deleted_queue_takes_its_messages_along(self, channel: Any) -> None:
        declare(channel, "work", ("amq.topic", "#"))
        publish(channel, "a")
        assert channel.queue_delete(queue="work") == 1
        assert channel.queue_delete(queue="work") == 0
        declare(channel, "work")
        publish(channel, "b", "amq.topic", "booking.confirmed")
        assert bodies(channel) == []

    def test_a_queue_in_use_is_not_deleted_as_unused(self, connect: Connect, channel: Any) -> None:
        declare(channel, "work")
        consume(connect().channel())
        with pytest.raises(PreconditionFailed):
            channel.queue_delete(queue="work", if_unused=True)


def is_gone(connect: Connect, queue: str) -> bool:
    with connect() as connection:
        try:
            connection.channel().queue_declare(queue=queue, passive=True)
        except NotFound:
            return True
    return False


class TestJournal:
    @pytest.fixture
    def connect(self, journal: str) -> Iterator[Connect]:
        yield from connections(journal)

    def test_durable_things_outlive_the_broker(self, journal: str, connect: Connect) -> None:
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

    def test_passing_things_do_not_outlive_the_broker(self, journal: str, connect: Connect) -> None:
        channel = connect().channel()
        channel.queue_declare(queue="passing", durable=False, auto_delete=False)
        channel.queue_declare(queue="mine", durable=True, exclusive=True)
        publish(channel, "a", key="passing")
        embedded.forget(journal)
        assert is_gone(connect, "passing")
        assert is_gone(connect, "mine")

    def test_what_is_settled_does_not_come_back(self, journal: str, connect: Connect) -> None:
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

    def test_a_retry_is_on_time_after_a_restart(self, journal: str, connect: Connect) -> None:
        channel = connect().channel()
        declare(channel, "work")
        declare(channel, "retry", message_ttl=300, dead_letter_exchange="", dead_letter_routing_key="work")
        publish(channel, "again", key="retry")
        embedded.forget(journal)
        channel = connect().channel()
        assert (waiting_in(channel, "retry"), waiting_in(channel, "work")) == (1, 0)
        again = fetch(channel)
        assert (again.body, again.delivery_info["redelivered"]) == ("again", False)

    def test_a_retry_that_is_overdue_is_back_at_once(self, journal: str, connect: Connect) -> None:
        channel = connect().channel()
        declare(channel, "work")
        declare(channel, "retry", message_ttl=50, dead_letter_exchange="", dead_letter_routing_key="work")
        publish(channel, "again", key="retry")
        embedded.forget(journal)
        deadline = clock.monotonic() + 0.06
        waiting.until(lambda: clock.monotonic() > deadline, "end of the time to live")
        assert waiting_in(connect().channel(), "work") == 1

    def test_how_often_a_message_was_given_back_is_remembered(self, journal: str, connect: Connect) -> None:
        channel = connect().channel()
        declare(channel, "work", delivery_limit=1)
        publish(channel, "poison")
        channel.basic_reject(fetch(channel).delivery_tag, requeue=True)
        embedded.forget(journal)
        channel = connect().channel()
        channel.basic_reject(fetch(channel).delivery_tag, requeue=True)
        assert bodies(channel) == []

    def test_who_is_connected_hears_that_the_broker_has_gone(self, journal: str, connect: Connect) -> None:
        connection = connect()
        channel = connection.channel()
        declare(channel, "work")
        embedded.forget(journal)
        with pytest.raises(RecoverableConnectionError):
            connection.drain_events(timeout=5)
        with pytest.raises(RecoverableConnectionError):
            publish(channel, "whither")
        assert not connection.connected

    def test_a_second_process_is_refused(self, journal: str, connect: Connect) -> None:
        connect()
        code = f"import champlibre.green, chassis.embedded, kombu; kombu.Connection({journal!r}).connect()"
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "cannot be opened: database is locked" in other.stderr

    def test_kill_9_loses_nothing_that_was_confirmed(self, journal: str, connect: Connect) -> None:
        said: dict[str, set[str]] = {"confirmed": set(), "settling": set(), "settled": set()}
        for life in range(3):
            child = subprocess.Popen(
                [sys.executable, "-c", BUSY_NODE, journal, str(life)], stdout=subprocess.PIPE, text=True
            )
            assert child.stdout is not None
            for heard, line in enumerate(child.stdout):
                if heard == 150:
                    child.kill()
                what, body = line.split()
                said[what].add(body)
            child.stdout.close()
            child.wait()
        left = bodies(connect().channel())
        assert len(said["confirmed"]) > 200
        assert said["confirmed"] - said["settling"] <= set(left)
        assert not said["settled"] & set(left)
        assert len(left) == len(set(left))


class TestMemory:
    def test_nothing_is_left_behind(self) -> None:
        with Connection("embedded://") as connection:
            channel = connection.channel()
            declare(channel, "work", message_ttl=60_000, expires=60_000)
            channel.queue_declare(queue="mine", exclusive=True)
            publish(channel, "a")
            fetch(channel)
            channel.queue_delete(queue="work")
        broker = embedded.Broker.instances[None]
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
    def test_a_uri_names_a_file_as_a_database_url_does(self, uri: str, path: str | None) -> None:
        assert embedded.path_of(uri) == path


BUSY_NODE = """
import champlibre.green
import sys
import chassis.embedded
from kombu import Connection

uri, life = sys.argv[1:]
channel = Connection(uri).channel()
channel.queue_declare(queue="work", durable=True, auto_delete=False)
number = 0
while True:
    number += 1
    body = f"{life}-{number}"
    message = channel.prepare_message(body, properties={"delivery_mode": 2})
    channel.basic_publish(message, exchange="", routing_key="work")
    print("confirmed", body, flush=True)
    if number % 3 == 0:
        taken = channel.basic_get(queue="work")
        print("settling", taken.body, flush=True)
        channel.basic_ack(taken.delivery_tag)
        print("settled", taken.body, flush=True)
"""
