"""Words in which the tests of a broker speak to it, whichever broker it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from amqp.exceptions import NotFound
from kombu import Connection

from chassis import embedded
from tests import waiting

Connect = Callable[[], Connection]
PERSISTENT = {"delivery_mode": 2}


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


def is_gone(connect: Connect, queue: str) -> bool:
    with connect() as connection:
        try:
            connection.channel().queue_declare(queue=queue, passive=True)
        except NotFound:
            return True
    return False
