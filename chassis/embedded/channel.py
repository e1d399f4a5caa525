"""py-amqp's channel, played on the broker in this process: same methods, same events, same exceptions.

Arguments are keywords where kombu gives them as keywords; those that mean nothing here (`nowait`) are ignored.
One difference: an error does not close the channel.

Source: py-amqp 5 (`amqp.channel`) and kombu's `transport.pyamqp`, whose messages are used as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from amqp import Message as AmqpMessage
from amqp import spec
from amqp.exceptions import (
    ChannelError,
    ConsumerCancelled,
    MessageNacked,
    PreconditionFailed,
    RecoverableConnectionError,
)
from amqp.protocol import queue_declare_ok_t
from kombu.transport import base, pyamqp

from chassis import ids
from chassis.embedded.deliveries import Held, Subscription, Unacknowledged, delivered, received
from chassis.embedded.exchanges import Exchange
from chassis.embedded.queues import Entry, Queue

if TYPE_CHECKING:
    from chassis.embedded.broker import Broker
    from chassis.embedded.transport import Connection

_NO_ROUTE = 312
Arguments = dict[str, Any]


class Channel(base.StdChannel):
    """One channel of a connection.

    Attributes:
        connection: None once the channel is closed.
        events: callbacks by `basic_ack`, `basic_nack` (tag, multiple) and `basic_return`
            (exception, exchange, routing key, message). They are called before `basic_publish` returns.
    """

    Message = pyamqp.Message
    prepare_message = pyamqp.Channel.prepare_message
    prepare_queue_arguments = pyamqp.Channel.prepare_queue_arguments
    message_to_python = pyamqp.Channel.message_to_python

    def __init__(self, connection: Connection, channel_id: int) -> None:
        self.connection: Connection | None = connection
        self.channel_id = channel_id
        self.events: defaultdict[str, set[Callable[..., None]]] = defaultdict(set)
        self.no_ack_consumers: set[str] = set()
        self._link = connection
        self._confirms: count[int] | None = None
        self._prefetch = 0
        self._subscriptions: dict[str, Subscription] = {}
        self._unacked = Unacknowledged()

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
        with suppress(RecoverableConnectionError):  # a broker that has gone wants nothing back
            for tag in tuple(self._subscriptions):
                self.basic_cancel(tag)
            self.basic_recover()

    # Declarations

    def exchange_declare(
        self,
        exchange: str,
        type: str = "direct",  # noqa: A002 - py-amqp's name
        *,
        passive: bool = False,
        durable: bool = False,
        auto_delete: bool = True,
        arguments: Arguments | None = None,
        **_: Any,
    ) -> None:
        """Make sure that an exchange exists."""
        asked = Exchange(exchange, type, durable, auto_delete, arguments or {})
        self._broker.names.declare_exchange(asked, passive=passive)

    def exchange_delete(self, exchange: str, *, if_unused: bool = False, **_: Any) -> None:
        """Delete an exchange, unless it has bindings and is wanted unused."""
        found = self._broker.names.exchanges.get(exchange)
        if if_unused and found is not None and found.bindings:
            raise PreconditionFailed(f"PRECONDITION_FAILED - exchange '{exchange}' in use")
        self._broker.names.delete_exchange(exchange)

    def queue_declare(
        self,
        queue: str = "",
        *,
        passive: bool = False,
        durable: bool = False,
        exclusive: bool = False,
        auto_delete: bool = True,
        arguments: Arguments | None = None,
        **_: Any,
    ) -> queue_declare_ok_t:
        """Make sure that a queue exists; its name, how many messages wait in it, how many consumers it has."""
        if passive:
            found = self._queue(queue)
        else:
            owner = self._link if exclusive else None
            found = self._broker.names.declare_queue(
                queue, self._link, durable=durable, owner=owner, auto_delete=auto_delete, arguments=arguments or {}
            )
        found.used()
        return queue_declare_ok_t(found.name, len(found.ready), len(found.consumers))

    def queue_bind(self, queue: str, exchange: str, routing_key: str = "", **_: Any) -> None:
        """Bind a queue to an exchange."""
        self._broker.names.bind(self._queue(queue), exchange, routing_key)

    def queue_unbind(self, queue: str, exchange: str, routing_key: str = "", **_: Any) -> None:
        """Undo a binding."""
        self._broker.names.unbind(self._queue(queue), exchange, routing_key)

    def queue_purge(self, queue: str, **_: Any) -> int:
        """Throw away what is waiting; how much that was."""
        return self._broker.purge(self._queue(queue))

    def queue_delete(self, queue: str, *, if_unused: bool = False, if_empty: bool = False, **_: Any) -> int:
        """Delete a queue; how many messages were waiting. One that is not there is deleted already."""
        if queue not in self._broker.names.queues:
            return 0
        found = self._queue(queue)
        if (if_unused and found.consumers) or (if_empty and found.ready):
            raise PreconditionFailed(f"PRECONDITION_FAILED - queue '{queue}' in use or not empty")
        waiting = len(found.ready)
        self._broker.names.delete_queue(found)
        return waiting

    # Publishing

    def confirm_select(self, **_: Any) -> None:
        """From now on count what is published, from 1, and confirm it."""
        if self._confirms is None:
            self._confirms = count(1)

    def basic_publish(self, msg: AmqpMessage, exchange: str = "", routing_key: str = "", **options: Any) -> None:
        """Publish, and hear at once if nobody takes it.

        Raises:
            MessageNacked: a queue is full.
            ChannelError: 312 NO_ROUTE; it was mandatory, and nobody listens to `basic_return`.
            NotFound: there is no such exchange.
        """
        if not self._basic_publish(msg, exchange, routing_key, **options):
            raise MessageNacked()

    def _basic_publish(
        self, msg: AmqpMessage, exchange: str = "", routing_key: str = "", *, mandatory: bool = False, **_: Any
    ) -> bool:
        queues = self._broker.names.route(exchange, routing_key)
        if mandatory and not queues:
            self._return(msg, exchange, routing_key)
        taken = self._broker.publish(received(msg, exchange, routing_key), queues)
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

    def basic_qos(self, prefetch_size: int, prefetch_count: int, apply_global: object = None) -> None:
        """How many unacknowledged messages each later consumer of this channel may hold."""
        self._prefetch = prefetch_count

    def basic_consume(
        self,
        queue: str,
        consumer_tag: str = "",
        *,
        callback: Callable[[AmqpMessage], None],
        no_ack: bool = False,
        exclusive: bool = False,
        **_: Any,
    ) -> str:
        """Have the messages of a queue delivered to `callback` by `drain_events`; the consumer's tag."""
        tag = consumer_tag or f"amq.ctag-{ids.new()}"
        found = self._queue(queue)
        subscription = Subscription(tag, self, found, callback, no_ack, self._prefetch)
        self._broker.subscribe(found, subscription, exclusive=exclusive)
        self._subscriptions[tag] = subscription
        if no_ack:
            self.no_ack_consumers.add(tag)
        return tag

    def basic_cancel(self, consumer_tag: str, **_: Any) -> None:
        """Stop a consumer. What it holds stays unacknowledged."""
        subscription = self._subscriptions.pop(consumer_tag, None)
        self.no_ack_consumers.discard(consumer_tag)
        if subscription is not None:
            self._broker.unsubscribe(subscription.queue, subscription)

    def basic_get(self, queue: str, *, no_ack: bool = False, **_: Any) -> AmqpMessage | None:
        """The first message of a queue, if there is one."""
        found = self._queue(queue)
        entry = self._broker.take(found)
        if entry is None:
            return None
        tag = self._track(Held(found, entry, None), no_ack=no_ack)
        return delivered(self, entry, tag, message_count=len(found.ready))

    def basic_ack(self, delivery_tag: int, *, multiple: bool = False) -> None:
        """A message is dealt with; with `multiple`, so are all before it."""
        for tag in self._unacked.up_to(delivery_tag) if multiple else [delivery_tag]:
            held = self._unacked.release(tag)
            self._broker.settle(held.entry)
            self._broker.dispatch(held.queue)

    def basic_reject(self, delivery_tag: int, *, requeue: bool) -> None:
        """A message is given back, or is dead."""
        held = self._unacked.release(delivery_tag)
        if requeue:
            self._broker.give_back(held.queue, [held.entry])
        else:
            self._broker.dead_letter(held.queue, held.entry, "rejected")
            self._broker.dispatch(held.queue)

    def basic_recover(self, **_: Any) -> None:
        """Give back everything that is not acknowledged."""
        for queue, entries in self._unacked.release_all().items():
            self._broker.give_back(queue, entries)

    def hold(self, entry: Entry, subscription: Subscription) -> None:
        """Take an entry for a consumer; its callback runs when the connection is drained."""
        tag = self._track(Held(subscription.queue, entry, subscription), no_ack=subscription.no_ack)
        self._link.inbox.put(partial(self._hand_over, entry, tag, subscription))

    def lose(self, subscription: Subscription) -> None:
        """The queue of a consumer has been deleted: draining the connection raises `ConsumerCancelled`."""
        if self._subscriptions.pop(subscription.tag, None) is not None:
            self._link.inbox.put(partial(_raise, ConsumerCancelled(subscription.tag, spec.Basic.Cancel)))

    def _hand_over(self, entry: Entry, tag: int, subscription: Subscription) -> None:
        if not subscription.no_ack and tag not in self._unacked:
            return  # given back when the channel closed
        if subscription.tag in self._subscriptions:
            subscription.callback(delivered(self, entry, tag, consumer_tag=subscription.tag))
        elif not subscription.no_ack:
            self.basic_reject(tag, requeue=True)

    def _track(self, held: Held, *, no_ack: bool) -> int:
        tag = self._unacked.next_tag()
        if no_ack:
            self._broker.settle(held.entry)
        else:
            self._unacked.hold(tag, held)
        return tag

    @property
    def _broker(self) -> Broker:
        return self._link.broker

    def _queue(self, name: str) -> Queue:
        return self._broker.names.find_queue(name, self._link)


def _raise(error: Exception) -> None:
    raise error
