"""Messages on their way through a channel: in from a publisher, out to a receiver, held until acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

from amqp import Message as AmqpMessage
from amqp.exceptions import PreconditionFailed

from chassis.embedded.queues import Entry, Message, Queue


class Receiver(Protocol):
    """What a subscription asks of its channel."""

    def hold(self, entry: Entry, subscription: Subscription) -> None:
        """Take an entry for a consumer."""

    def lose(self, subscription: Subscription) -> None:
        """The queue of a consumer is gone."""


@dataclass(eq=False)
class Subscription:
    """One consumer of a channel. A prefetch of 0 sets no limit."""

    tag: str
    channel: Receiver
    queue: Queue
    callback: Callable[[AmqpMessage], None]
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


@dataclass(frozen=True, slots=True)
class Held:
    """An entry that is not acknowledged; fetched by hand when there is no subscription."""

    queue: Queue
    entry: Entry
    subscription: Subscription | None


class Unacknowledged:
    """What a channel holds, by delivery tag; tags count from 1."""

    def __init__(self) -> None:
        self._held: dict[int, Held] = {}
        self._tags = count(1)

    def __contains__(self, tag: int) -> bool:
        return tag in self._held

    def next_tag(self) -> int:
        """A tag for a delivery."""
        return next(self._tags)

    def hold(self, tag: int, held: Held) -> None:
        """Keep an entry until it is released."""
        self._held[tag] = held
        if held.subscription is not None:
            held.subscription.held += 1

    def release(self, tag: int) -> Held:
        """Hold an entry no longer.

        Raises:
            PreconditionFailed: it is not held.
        """
        if tag not in self._held:
            raise PreconditionFailed(f"PRECONDITION_FAILED - unknown delivery tag {tag}")
        held = self._held.pop(tag)
        if held.subscription is not None:
            held.subscription.held -= 1
        return held

    def up_to(self, tag: int) -> list[int]:
        """The tags that are held, as far as this one."""
        return [held for held in self._held if held <= tag]

    def release_all(self) -> dict[Queue, list[Entry]]:
        """Hold nothing any longer; what was held, by queue, in order."""
        by_queue: dict[Queue, list[Entry]] = {}
        for tag in tuple(self._held):
            held = self.release(tag)
            by_queue.setdefault(held.queue, []).append(held.entry)
        return by_queue


def received(published: AmqpMessage, exchange: str, routing_key: str) -> Message:
    """A published message as py-amqp would read it: text where the content encoding can be undone."""
    body: str | bytes = published.body
    properties = {name: value for name, value in published.properties.items() if value is not None}
    if isinstance(body, str):
        properties.setdefault("content_encoding", "utf-8")
    elif "content_encoding" in properties:
        with suppress(LookupError, UnicodeDecodeError):
            body = body.decode(properties["content_encoding"])
    return Message(body, properties, exchange, routing_key)


def delivered(channel: Receiver, entry: Entry, delivery_tag: int, **more: Any) -> AmqpMessage:
    """An entry as py-amqp would deliver it. Receivers may change it: no two share their headers."""
    message = entry.message
    headers = dict(message.properties.get("application_headers") or {})
    delivery = AmqpMessage(message.body, channel=channel, **message.properties | {"application_headers": headers})
    delivery.delivery_info = {
        "delivery_tag": delivery_tag,
        "redelivered": entry.redelivered,
        "exchange": message.exchange,
        "routing_key": message.routing_key,
        **more,
    }
    return delivery
