"""The door to the broker: lines that come back by themselves, and publishing that is confirmed. The only user of kombu
beside the embedded broker and the relay.

A `Line` is a connection kept open: one green thread reads it, writers take turns. A `Publisher` is a connection for
facts: nothing counts as said before the broker has confirmed it. Neither ever waits without an end: a peer that is
silent, frozen or gone costs seconds, then the connection is dropped without a farewell and opened again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import eventlet
from eventlet.semaphore import Semaphore
from kombu import Connection
from kombu.message import Message

import chassis.embedded  # noqa: F401 - registers the scheme embedded://
from chassis import clock, ids, logs, metrics

HEARTBEAT_SECONDS = 10
CONNECT_SECONDS = 5
SETUP_SECONDS = 15
CONFIRM_SECONDS = 5
CANCEL_SECONDS = 1
LONGEST_PAUSE_SECONDS = 5

__all__ = ["BrokerUnavailable", "Line", "Message", "Outgoing", "Publisher", "connect", "drop"]

OnMessage = Callable[[Message], None]


class BrokerUnavailable(Exception):
    """The broker does not answer now; it is worth trying again."""


@dataclass(frozen=True)
class Outgoing:
    """A message to be published.

    Attributes:
        properties: AMQP basic properties, e.g. `message_id`, `correlation_id`, `reply_to`, `expiration`.
        persistent: it survives the broker's restart in a durable queue.
    """

    exchange: str
    routing_key: str
    body: str | bytes
    content_type: str = "application/json"
    headers: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    persistent: bool = True

    def put(self, channel: Any, mandatory: bool) -> None:
        """Write it on a channel."""
        message = channel.prepare_message(
            self.body,
            content_type=self.content_type,
            content_encoding="utf-8",
            headers=self.headers,
            properties={**self.properties, "delivery_mode": 2 if self.persistent else 1},
        )
        publish = channel._basic_publish  # noqa: SLF001 - the public name waits for each confirm
        publish(message, exchange=self.exchange, routing_key=self.routing_key, mandatory=mandatory)


def connect(uri: str, heartbeat: int = HEARTBEAT_SECONDS) -> Connection:
    """An open connection.

    Raises:
        BrokerUnavailable: none within `CONNECT_SECONDS`.
    """
    connection = Connection(uri, heartbeat=heartbeat, connect_timeout=CONNECT_SECONDS)
    try:
        with eventlet.Timeout(CONNECT_SECONDS + 1, BrokerUnavailable("no connection in time")):
            connection.connect()
    except Exception as exc:
        drop(connection)
        raise BrokerUnavailable(str(exc) or type(exc).__name__) from exc
    if capabilities := getattr(connection.connection, "client_properties", None):
        # else py-amqp reads before each write, in the writer's green thread, beside the reader
        capabilities.pop("capabilities", None)
    return connection


def drop(connection: Connection) -> None:
    """Close without a farewell: a polite close waits for ever when the peer is frozen."""
    with eventlet.Timeout(2, False), suppress(Exception):
        connection.collect(socket_timeout=0.5)


class Line:
    """A connection kept open for consuming and for messages that need no confirm.

    Args:
        uri: of the broker.
        service: whose line it is.
        on_open: called with the line each time it is open, to declare and to consume; runs in the reader.
        on_lost: called each time it was lost.
    """

    def __init__(
        self, uri: str, service: str, on_open: Callable[[Line], None], on_lost: Callable[[], None] = lambda: None
    ) -> None:
        self.uri, self.service, self.on_open, self.on_lost = uri, service, on_open, on_lost
        self.log = logs.get("broker")
        self.channel: Any = None
        self.consumers: list[tuple[Any, str]] = []
        self.writing = Semaphore()
        self.cancelling = self.stopping = False

    @property
    def connected(self) -> bool:
        """Whether it is open and set up."""
        return self.channel is not None

    def run(self) -> None:
        """Keep the line open until `stop`; never raises."""
        failures = 0
        while not self.stopping:
            started = clock.monotonic()
            try:
                self._serve()
            except Exception as exc:
                if not self.stopping:
                    self.log.warning("line lost", service=self.service, exception=type(exc).__name__)
            finally:
                self._lost()  # also when the container ends this green thread
            if self.stopping:
                return
            failures = 0 if clock.monotonic() - started > 30 else failures + 1
            metrics.broker_reconnects.labels(self.service).inc()
            eventlet.sleep(min(0.1 * 2**failures, LONGEST_PAUSE_SECONDS) * random.uniform(0.7, 1.3))

    def consume(self, queue: str, on_message: OnMessage, prefetch: int, no_ack: bool = False) -> None:
        """Begin to take messages; to be called from `on_open`. `on_message` must not block.

        Each queue has a channel of its own and is not waited for: one that lost its leader holds up no other.
        """
        channel = self.connection.channel()
        if prefetch:
            channel.basic_qos(0, prefetch, False)
        tag = ids.new()

        def take(raw: Any) -> None:
            # else kombu unpacks it here and now: half a megabyte can become a gigabyte
            (raw.properties.get("application_headers") or {}).pop("compression", None)
            on_message(channel.message_to_python(raw))  # decodes nothing: what cannot be decoded comes as it is

        channel.basic_consume(queue=queue, consumer_tag=tag, callback=take, no_ack=no_ack, nowait=True)
        self.consumers.append((channel, tag))

    def send(self, message: Outgoing, mandatory: bool = False) -> None:
        """Write a message that needs no confirm.

        Raises:
            BrokerUnavailable: the line is down.
        """
        channel = self.channel
        if channel is None:
            raise BrokerUnavailable("the line is down")
        try:
            with eventlet.Timeout(CONFIRM_SECONDS, BrokerUnavailable("the broker does not read")), self.writing:
                message.put(channel, mandatory)
        except Exception as exc:
            raise BrokerUnavailable(str(exc) or type(exc).__name__) from exc

    def settle(self, message: Message, requeue: bool = False) -> None:
        """Acknowledge a message, or give it back; harmless when the line it came on is lost (it comes again)."""
        try:
            with eventlet.Timeout(CONFIRM_SECONDS, BrokerUnavailable("the broker does not read")), self.writing:
                message.requeue() if requeue else message.ack()
        except Exception as exc:
            self.log.info("not settled, it will come again", service=self.service, exception=type(exc).__name__)

    def cancel(self) -> None:
        """Take no new messages from when this returns; those taken can still be settled."""
        self.cancelling = True
        with eventlet.Timeout(CONFIRM_SECONDS, False):
            while self.connected and self.consumers:
                eventlet.sleep(0.01)

    def stop(self) -> None:
        """Close the line; what is not settled goes back to the broker."""
        self.stopping = True

    def _serve(self) -> None:
        self.connection = connect(self.uri)
        with eventlet.Timeout(SETUP_SECONDS, BrokerUnavailable("no answer while setting up")), self.writing:
            self.channel_for_setup = self.connection.channel()
            self.on_open(self)
        self.channel = self.channel_for_setup
        metrics.broker_connected.labels(self.service).set(1)
        beat = clock.monotonic()
        while not self.stopping:
            if self.cancelling and self.consumers:
                channel, tag = self.consumers[-1]
                with eventlet.Timeout(CANCEL_SECONDS, False), self.writing:
                    channel.basic_cancel(tag)
                self.consumers.pop()
                continue
            with suppress(TimeoutError):
                self.connection.drain_events(timeout=0.3)
            if clock.monotonic() - beat > 1:
                beat = clock.monotonic()
                with eventlet.Timeout(CONFIRM_SECONDS, BrokerUnavailable("the broker does not read")), self.writing:
                    self.connection.heartbeat_check()

    def _lost(self) -> None:
        self.channel = None
        self.consumers = []
        metrics.broker_connected.labels(self.service).set(0)
        if connection := getattr(self, "connection", None):
            drop(connection)
        self.on_lost()


class Publisher:
    """Publishes facts: what it returns as confirmed is in the broker's hands.

    Args:
        uri: of the broker.
        on_open: called with the channel each time it is open, to declare exchanges.
    """

    def __init__(self, uri: str, on_open: Callable[[Any], None] = lambda channel: None) -> None:
        self.uri, self.on_open = uri, on_open
        self.connection: Connection | None = None
        self.turn = Semaphore()
        self.sent = 0
        self.pending: set[int] = set()
        self.refused: set[int] = set()
        self.returned: set[str] = set()

    def publish(self, messages: Sequence[Outgoing]) -> tuple[set[int], set[str]]:
        """Publish all, then wait once for all confirms.

        Each message needs a `message_id` in its properties.

        Returns:
            The positions of the messages that the broker has taken, and the message ids that no queue wanted.

        Raises:
            BrokerUnavailable: some may have been taken; publish all again.
        """
        with self.turn:
            try:
                with eventlet.Timeout(SETUP_SECONDS, BrokerUnavailable("no confirm in time")):
                    return self._publish(messages)
            except Exception as exc:
                self.close()
                raise BrokerUnavailable(str(exc) or type(exc).__name__) from exc

    def close(self) -> None:
        """Drop the connection; the next `publish` opens another."""
        if self.connection is not None:
            drop(self.connection)
            self.connection = None

    def _publish(self, messages: Sequence[Outgoing]) -> tuple[set[int], set[str]]:
        if self.connection is None:
            self._open()
        self.refused.clear()
        self.returned.clear()
        positions = {}
        for position, message in enumerate(messages):
            self.sent += 1
            positions[self.sent] = position
            self.pending.add(self.sent)
            message.put(self.channel, mandatory=True)
        end = clock.monotonic() + CONFIRM_SECONDS
        while self.pending:
            if (left := end - clock.monotonic()) <= 0:
                raise BrokerUnavailable("no confirm in time")
            assert self.connection is not None
            self.connection.drain_events(timeout=left)
        return {positions[tag] for tag in positions.keys() - self.refused}, set(self.returned)

    def _open(self) -> None:
        self.connection = connect(self.uri, heartbeat=0)
        self.channel = self.connection.channel()
        self.on_open(self.channel)
        self.channel.confirm_select()
        self.sent = 0
        self.pending.clear()
        self.channel.events["basic_ack"].add(lambda tag, multiple: self._settled(tag, multiple))
        self.channel.events["basic_nack"].add(lambda tag, multiple: self.refused.update(self._settled(tag, multiple)))
        self.channel.events["basic_return"].add(
            lambda exc, exchange, key, message: self.returned.add(message.properties["message_id"])
        )

    def _settled(self, tag: int, multiple: bool) -> Iterable[int]:
        tags = {pending for pending in self.pending if pending <= tag} if multiple else {tag}
        self.pending -= tags
        return tags
