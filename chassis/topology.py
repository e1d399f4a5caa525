"""Exchanges, queues and bindings: what is declared on the broker, and how it is named. Never publishes, never consumes.

    bookings.events (topic) ──booking.confirmed.roubaix──▶ evt-bookings--notifications_roubaix (quorum)
                                                              │ fails        │ refused, or failed too often
                                                              ▼              ▼
                                        retry.1000 … retry.600000       dead-notifications_roubaix
                                        (wait, then back to the queue)
    nameko-rpc (topic) ──members_roubaix.sign_in──▶ rpc-members_roubaix (gone when nobody serves it)
                       ──reply.hub.<uuid>────────▶ the caller's own queue

Event queues outlive everything and have no time to live. RPC queues vanish with their last consumer, so a
call to an absent service comes back at once instead of waiting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

RPC_EXCHANGE = "nameko-rpc"
DELIVERY_LIMIT = 20


@dataclass(frozen=True)
class Subscription:
    """What a service hears from one source.

    Attributes:
        service: who hears.
        source: who speaks; its exchange is `<source>.events`.
        keys: the binding keys.
    """

    service: str
    source: str
    keys: tuple[str, ...]

    @property
    def queue(self) -> str:
        """The queue in which the events wait for the service."""
        return f"evt-{self.source}--{self.service}"


def events_exchange(service: str) -> str:
    """The exchange on which a service speaks."""
    return f"{service}.events"


def dead_queue(service: str) -> str:
    """Where the messages lie that a service could not take."""
    return f"dead-{service}"


def retry_exchange(pause_seconds: float) -> str:
    """Where a message waits for so long before it comes back to the queue that its routing key names."""
    return f"retry.{int(pause_seconds * 1000)}"


def rpc_queue(service: str) -> str:
    """The queue of requests to a service."""
    return f"rpc-{service}"


def declare_speaker(channel: Any, service: str) -> None:
    """The exchange on which `service` speaks."""
    channel.exchange_declare(exchange=events_exchange(service), type="topic", durable=True, auto_delete=False)


def declare_hearer(channel: Any, subscriptions: Iterable[Subscription], pauses: Iterable[float]) -> None:
    """The queues of a service that hears, its dead letters, and the pauses between tries."""
    for pause in pauses:
        name = retry_exchange(pause)
        channel.exchange_declare(exchange=name, type="fanout", durable=True, auto_delete=False)
        _durable(
            channel,
            name,
            {
                "x-message-ttl": int(pause * 1000),
                "x-dead-letter-exchange": "",
                "x-dead-letter-strategy": "at-least-once",
                "x-overflow": "reject-publish",
            },
        )
        channel.queue_bind(queue=name, exchange=name, routing_key="")
    for subscription in subscriptions:
        declare_dead(channel, subscription.service)
        declare_speaker(channel, subscription.source)
        _durable(
            channel,
            subscription.queue,
            {
                "x-delivery-limit": DELIVERY_LIMIT,
                "x-dead-letter-exchange": "",
                "x-dead-letter-routing-key": dead_queue(subscription.service),
            },
        )
        for key in subscription.keys:
            channel.queue_bind(queue=subscription.queue, exchange=events_exchange(subscription.source), routing_key=key)


def declare_dead(channel: Any, service: str) -> int:
    """The queue of a service's dead letters; gives how many lie there."""
    return _durable(channel, dead_queue(service), {})


def declare_answerer(channel: Any, service: str) -> None:
    """The queue of requests to `service`."""
    _declare_rpc_exchange(channel)
    queue = rpc_queue(service)
    arguments = {"x-queue-type": "classic"}
    channel.queue_declare(queue=queue, durable=False, exclusive=False, auto_delete=True, arguments=arguments)
    channel.queue_bind(queue=queue, exchange=RPC_EXCHANGE, routing_key=f"{service}.*")


def declare_caller(channel: Any, reply_key: str) -> str:
    """A queue of one's own for replies; gives its name. It goes with the connection."""
    _declare_rpc_exchange(channel)
    queue = f"rpc.{reply_key}"
    arguments = {"x-queue-type": "classic"}
    channel.queue_declare(queue=queue, durable=False, exclusive=True, auto_delete=True, arguments=arguments)
    channel.queue_bind(queue=queue, exchange=RPC_EXCHANGE, routing_key=reply_key)
    return queue


def _declare_rpc_exchange(channel: Any) -> None:
    channel.exchange_declare(exchange=RPC_EXCHANGE, type="topic", durable=True, auto_delete=False)


def _durable(channel: Any, queue: str, arguments: dict[str, Any]) -> int:
    declared = channel.queue_declare(
        queue=queue, durable=True, exclusive=False, auto_delete=False, arguments={"x-queue-type": "quorum", **arguments}
    )
    return int(declared.message_count)
