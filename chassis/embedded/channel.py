"""py-amqp's channel, played on the broker in this process: same methods, same events, same exceptions.

One difference: an error does not close the channel.

Source: py-amqp 5 (`amqp.channel`) and kombu's `transport.pyamqp`, whose messages are used as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from amqp import Message as AmqpMessage
from amqp import spec
from amqp.exceptions import ChannelError, ConsumerCancelled, MessageNacked, PreconditionFailed
from amqp.protocol import queue_declare_ok_t
from kombu.transport import base, pyamqp

from chassis import ids
from chassis.embedded.exchanges import Exchange
from chassis.embedded.queues import Entry, Message, Queue

if TYPE_CHECKING:
    from chassis.embedded.transport import Connection

_NO_ROUTE = 312


@dataclass(eq=False)
class Subscription:
    """One consumer of a channel. A prefetch of 0 sets no limit."""

    tag: str
    channel: Channel
    queue: Queue
    callback: Callable[[Any], None]
    no_ack: bool
    prefetch: int
    held: int = 0

    def has_room(self) -> bool:
        """Whether one more message may be held unacknowledged."""
        return self.no_ack or self.prefetch == 0 or self.held < self.prefetch

    def deliver(self, entry: Entry) -> None:
        """Pass an entry on to whoever drains the connection."""
        self.channel.hold(entry, self)

    def cancelled(self) -> None:
        """Tell whoever drains the connection that the queue is gone."""
        self.channel.lose(self)


class Channel(base.StdChannel):
    """One channel of a connection.

    Attributes:
        events: callbacks by `basic_ack`, `basic_nack` (tag, multiple) and `basic_return`
            (exception, exchange, routing key, message). They are called before `basic_publish` returns.
    """

    def __init__(self, connection: Connection, channel_id: int) -> None:
        self.connection: Connection | None = connection
        self.channel_id = channel_id
        self.events: defaultdict[str, set[Callable[..., None]]] = defaultdict(set)
        self.no_ack_consumers: set[str] = set()
        self._link = connection
        self._confirms: count[int] | None = None
        self._delivery_tags = count(1)
        self._prefetch = 0
        self._subscriptions: dict[str, Subscription] = {}
        self._unacked: dict[int, tuple[Queue, Entry, Subscription | None]] = {}

    @property
    def is_open(self) -> bool:
        """Whether it can be used."""
        return self.connection is not None

    def close(self) -> None:
        """Cancel the consumers and give back what was not acknowledged."""
        if self.connection is None:
            return
        self.connection = None
        self._link.channels.pop(self.channel_id, None)
        if self._link.connected:
            for tag in tuple(self._subscriptions):
                self.basic_cancel(tag)
            self.basic_recover(requeue=True)

    # Declarations

    def exchange_declare(
        self,
        exchange: str = "",
        type: str = "direct",  # noqa: A002 - py-amqp's name
        passive: bool = False,
        durable: bool = False,
        auto_delete: bool = True,
        nowait: bool = False,
        arguments: dict[str, Any] | None = None,
    ) -> None:
        """Make sure that an exchange exists."""
        asked = Exchange(exchange, type, durable, auto_delete, arguments or {})
        self._link.broker.names.declare_exchange(asked, passive=passive)

    def exchange_delete(self, exchange: str, if_unused: bool = False, nowait: bool = False) -> None:
        """Delete an exchange, unless it has bindings and is wanted unused."""
        names = self._link.broker.names
        if if_unused and exchange in names.exchanges and names.exchanges[exchange].bindings:
            raise PreconditionFailed(f"PRECONDITION_FAILED - exchange '{exchange}' in use")
        names.delete_exchange(exchange)

    def queue_declare(
        self,
        queue: str = "",
        passive: bool = False,
        durable: bool = False,
        exclusive: bool = False,
        auto_delete: bool = True,
        nowait: bool = False,
        arguments: dict[str, Any] | None = None,
    ) -> queue_declare_ok_t:
        """Make sure that a queue exists; its name, waiting messages and consumers."""
        if passive:
            found = self._queue(queue)
        else:
            found = self._link.broker.names.declare_queue(
                queue,
                self._link,
                durable=durable,
                exclusive=exclusive,
                auto_delete=auto_delete,
                arguments=arguments,
            )
        return queue_declare_ok_t(found.name, len(found.ready), len(found.consumers))

    def queue_bind(
        self,
        queue: str,
        exchange: str = "",
        routing_key: str = "",
        nowait: bool = False,
        arguments: dict[str, Any] | None = None,
    ) -> None:
        """Bind a queue to an exchange."""
        self._link.broker.names.bind(self._queue(queue), exchange, routing_key)

    def queue_unbind(
        self, queue: str, exchange: str, routing_key: str = "", arguments: dict[str, Any] | None = None, **_: Any
    ) -> None:
        """Undo a binding."""
        self._link.broker.names.unbind(self._queue(queue), exchange, routing_key)

    def queue_purge(self, queue: str, nowait: bool = False) -> int:
        """Throw away what is waiting; how much that was."""
        return self._link.broker.purge(self._queue(queue))

    def queue_delete(
        self, queue: str, if_unused: bool = False, if_empty: bool = False, nowait: bool = False, **_: Any
    ) -> int:
        """Delete a queue; how many messages were waiting. One that is not there is deleted already."""
        names = self._link.broker.names
        if queue not in names.queues:
            return 0
        found = self._queue(queue)
        if (if_unused and found.consumers) or (if_empty and found.ready):
            raise PreconditionFailed(f"PRECONDITION_FAILED - queue '{queue}' in use or not empty")
        waiting = len(found.ready)
        names.delete_queue(found)
        return waiting

    def prepare_queue_arguments(self, arguments: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """kombu's names of queue arguments in RabbitMQ's."""
        prepared: dict[str, Any] = base.to_rabbitmq_queue_arguments(arguments, **kwargs)
        return prepared

    # Publishing

    def prepare_message(
        self,
        body: str | bytes,
        priority: int | None = None,
        content_type: str | None = None,
        content_encoding: str | None = None,
        headers: dict[str, Any] | None = None,
        properties: dict[str, Any] | None = None,
    ) -> AmqpMessage:
        """A message to publish on any channel."""
        return AmqpMessage(
            body,
            priority=priority,
            content_type=content_type,
            content_encoding=content_encoding,
            application_headers=headers,
            **properties or {},
        )

    def confirm_select(self, nowait: bool = False) -> None:
        """From now on count what is published, from 1, and confirm it."""
        if self._confirms is None:
            self._confirms = count(1)

    def basic_publish(self, msg: AmqpMessage, exchange: str = "", routing_key: str = "", **kwargs: Any) -> None:
        """Publish, and hear at once if nobody takes it.

        Raises:
            MessageNacked: a queue is full.
            ChannelError: 312 NO_ROUTE; it was mandatory, and nobody listens to `basic_return`.
        """
        if not self._basic_publish(msg, exchange, routing_key, **kwargs):
            raise MessageNacked()

    def _basic_publish(
        self, msg: AmqpMessage, exchange: str = "", routing_key: str = "", mandatory: bool = False, **_: Any
    ) -> bool:
        message = _as_received(msg, exchange, routing_key)
        broker = self._link.broker
        queues = broker.names.route(exchange, routing_key)
        if mandatory and not queues:
            self._return(msg, exchange, routing_key)
        taken = broker.publish(message, queues)
        if self._confirms is not None:
            tag = next(self._confirms)
            for callback in tuple(self.events["basic_ack" if taken else "basic_nack"]):
                callback(tag, False)
        return taken

    def _return(self, msg: AmqpMessage, exchange: str, routing_key: str) -> None:
        error = ChannelError("NO_ROUTE", spec.Basic.Return, reply_code=_NO_ROUTE)
        if not self.events["basic_return"]:
            raise error
        for callback in tuple(self.events["basic_return"]):
            callback(error, exchange, routing_key, msg)

    # Receiving

    def basic_qos(self, prefetch_size: int, prefetch_count: int, apply_global: bool) -> None:
        """How many unacknowledged messages each later consumer of this channel may hold."""
        self._prefetch = prefetch_count

    def basic_consume(
        self,
        queue: str = "",
        consumer_tag: str = "",
        no_local: bool = False,
        no_ack: bool = False,
        exclusive: bool = False,
        nowait: bool = False,
        callback: Callable[[Any], None] | None = None,
        **_: Any,
    ) -> str:
        """Have the messages of a queue delivered to `callback` by `drain_events`."""
        tag = consumer_tag or f"amq.ctag-{ids.new()}"
        found = self._queue(queue)
        subscription = Subscription(tag, self, found, callback or _ignore, no_ack, self._prefetch)
        self._subscriptions[tag] = subscription
        if no_ack:
            self.no_ack_consumers.add(tag)
        self._link.broker.subscribe(found, subscription, exclusive=exclusive)
        return tag

    def basic_cancel(self, consumer_tag: str, nowait: bool = False) -> None:
        """Stop a consumer. What it holds stays unacknowledged."""
        subscription = self._subscriptions.pop(consumer_tag, None)
        self.no_ack_consumers.discard(consumer_tag)
        if subscription is not None:
            self._link.broker.unsubscribe(subscription.queue, subscription)

    def basic_get(self, queue: str = "", no_ack: bool = False) -> AmqpMessage | None:
        """The first message of a queue, if there is one."""
        found = self._queue(queue)
        entry = self._link.broker.take(found)
        if entry is None:
            return None
        return self._message(entry, self._track(found, entry, None, no_ack), message_count=len(found.ready))

    def basic_ack(self, delivery_tag: int, multiple: bool = False) -> None:
        """A message is dealt with; with `multiple`, so are all before it."""
        for queue, entry in self._release(delivery_tag, multiple):
            self._link.broker.settle(entry)
            self._link.broker.dispatch(queue)

    def basic_reject(self, delivery_tag: int, requeue: bool) -> None:
        """A message is given back, or is dead."""
        ((queue, entry),) = self._release(delivery_tag)
        if requeue:
            self._link.broker.give_back(queue, [entry])
        else:
            self._link.broker.dead_letter(queue, entry, "rejected")
            self._link.broker.dispatch(queue)

    def basic_recover(self, requeue: bool = False) -> None:
        """Give back everything that is not acknowledged."""
        by_queue: defaultdict[Queue, list[Entry]] = defaultdict(list)
        for tag in tuple(self._unacked):
            ((queue, entry),) = self._release(tag)
            by_queue[queue].append(entry)
        for queue, entries in by_queue.items():
            self._link.broker.give_back(queue, entries)

    def message_to_python(self, raw_message: AmqpMessage) -> pyamqp.Message:
        """kombu's message of a delivered one."""
        return pyamqp.Message(raw_message, channel=self)

    def hold(self, entry: Entry, subscription: Subscription) -> None:
        """Take an entry for a consumer; its callback runs when the connection is drained."""
        tag = self._track(subscription.queue, entry, subscription, subscription.no_ack)
        self._link.inbox.put(partial(self._hand_over, entry, tag, subscription))

    def lose(self, subscription: Subscription) -> None:
        """The queue of a consumer has been deleted: draining the connection raises `ConsumerCancelled`."""
        if self._subscriptions.pop(subscription.tag, None) is not None:
            self._link.inbox.put(partial(_raise, ConsumerCancelled(subscription.tag, spec.Basic.Cancel)))

    def _hand_over(self, entry: Entry, tag: int, subscription: Subscription) -> None:
        if not subscription.no_ack and tag not in self._unacked:
            return  # given back when the channel closed
        if subscription.tag in self._subscriptions:
            subscription.callback(self._message(entry, tag, consumer_tag=subscription.tag))
        elif not subscription.no_ack:
            self.basic_reject(tag, requeue=True)

    def _track(self, queue: Queue, entry: Entry, subscription: Subscription | None, no_ack: bool) -> int:
        tag = next(self._delivery_tags)
        if no_ack:
            self._link.broker.settle(entry)
        else:
            self._unacked[tag] = (queue, entry, subscription)
            if subscription is not None:
                subscription.held += 1
        return tag

    def _release(self, delivery_tag: int, multiple: bool = False) -> list[tuple[Queue, Entry]]:
        tags = [tag for tag in self._unacked if tag <= delivery_tag] if multiple else [delivery_tag]
        released = []
        for tag in tags:
            if tag not in self._unacked:
                raise PreconditionFailed(f"PRECONDITION_FAILED - unknown delivery tag {tag}")
            queue, entry, subscription = self._unacked.pop(tag)
            if subscription is not None:
                subscription.held -= 1
            released.append((queue, entry))
        return released

    def _message(self, entry: Entry, delivery_tag: int, **more: Any) -> AmqpMessage:
        message = entry.message
        properties = dict(message.properties)
        properties["application_headers"] = dict(properties.get("application_headers") or {})
        delivered = AmqpMessage(message.body, channel=self, **properties)
        delivered.delivery_info = {
            "delivery_tag": delivery_tag,
            "redelivered": entry.redelivered,
            "exchange": message.exchange,
            "routing_key": message.routing_key,
            **more,
        }
        return delivered

    def _queue(self, name: str) -> Queue:
        return self._link.broker.names.find_queue(name, self._link)


def _as_received(msg: AmqpMessage, exchange: str, routing_key: str) -> Message:
    """A published message as py-amqp reads it from the wire: text where the content encoding can be undone."""
    body: str | bytes = msg.body
    properties = {name: value for name, value in msg.properties.items() if value is not None}
    if isinstance(body, str):
        properties.setdefault("content_encoding", "utf-8")
    elif "content_encoding" in properties:
        with suppress(LookupError, UnicodeDecodeError):
            body = body.decode(properties["content_encoding"])
    return Message(body, properties, exchange, routing_key)


def _ignore(message: Any) -> None:
    """A consumer without a callback."""


def _raise(error: Exception) -> None:
    raise error
