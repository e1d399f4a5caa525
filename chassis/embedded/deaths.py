"""What is written on a message when it is dead-lettered. Pure.

Source: RabbitMQ 3.10, "Dead Letter Exchanges" (https://www.rabbitmq.com/docs/dlx): the headers `x-death` and
`x-first-death-*`, and the rule that drops a message which would go round without anybody having rejected it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chassis.embedded.queues import Message

Death = dict[str, Any]


def mourned(message: Message, queue: str, reason: str, now: datetime) -> Message:
    """A copy of the message that says where and why it died.

    Args:
        message: as it was in the queue.
        queue: where it died.
        reason: `rejected`, `expired`, `maxlen` or `delivery_limit`.
        now: naive UTC, whole seconds, as AMQP timestamps are read back.
    """
    properties = dict(message.properties)
    expiration = properties.pop("expiration", None)
    headers = dict(properties.get("application_headers") or {})
    others = []
    death: Death = {
        "count": 0,
        "reason": reason,
        "queue": queue,
        "time": now,
        "exchange": message.exchange,
        "routing-keys": [message.routing_key],
    }
    if expiration is not None:
        death["original-expiration"] = expiration
    for earlier in deaths(message):
        if (earlier["queue"], earlier["reason"]) == (queue, reason):
            death = earlier
        else:
            others.append(earlier)
    headers["x-death"] = [death | {"count": death["count"] + 1}, *others]
    for what, value in ("queue", queue), ("reason", reason), ("exchange", message.exchange):
        headers.setdefault(f"x-first-death-{what}", value)
    properties["application_headers"] = headers
    return Message(message.body, properties, message.exchange, message.routing_key)


def goes_round(message: Message, queue: str) -> bool:
    """Whether the message comes back to this queue without a rejection on the way: it would never stop."""
    way = deaths(message)
    for place, death in enumerate(way):
        if death["queue"] == queue:
            return all(passed["reason"] != "rejected" for passed in way[: place + 1])
    return False


def deaths(message: Message) -> list[Death]:
    """The deaths of a message, the latest first."""
    return list((message.properties.get("application_headers") or {}).get("x-death", ()))
