"""kombu's connection and transport to the broker of this process. Opens no socket; never polls."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import kombu
from amqp import Connection as AmqpConnection
from amqp.exceptions import ConnectionForced, RecoverableConnectionError
from eventlet.queue import Empty, LightQueue
from kombu.transport import base

from chassis.embedded.broker import Broker
from chassis.embedded.channel import Channel

_SCHEME = "embedded://"


def path_of(uri: str) -> str | None:
    """The absolute path of the journal that a URI names; None when it names none."""
    path = uri.removeprefix(_SCHEME)
    return str(Path(path.removeprefix("/")).resolve()) if path.strip("/") else None


def forget(uri: str) -> None:
    """Stop the broker of a URI as a crash would. The next connection starts it anew, from its journal."""
    Broker.stop(path_of(uri))


class Connection:
    """One connection: its channels, and what has come for them.

    Attributes:
        connected: false once it is closed, or once somebody was told that it is lost. Not before: kombu replaces
            a connection that it knows to be dead without a word, and its consumers would wait for ever.
    """

    def __init__(self, broker: Broker, client: kombu.Connection | None) -> None:
        self.client = client
        self.connected = True
        self.channels: dict[int, Channel] = {}
        self.inbox: LightQueue = LightQueue()
        self._channel_ids = count(1)
        self._broker: Broker | None = broker
        broker.connections.add(self)

    @property
    def broker(self) -> Broker:
        """The broker.

        Raises:
            RecoverableConnectionError: the connection is closed or lost.
        """
        if self._broker is None:
            self.connected = False
            raise RecoverableConnectionError("connection already closed")
        return self._broker

    def channel(self) -> Channel:
        """A new channel."""
        channel_id = next(self._channel_ids)
        channel = self.channels[channel_id] = Channel(self, channel_id)
        return channel

    def drain_events(self, timeout: float | None = None) -> None:
        """Wait for one event and deal with it.

        Raises:
            TimeoutError: none came within `timeout` seconds.
            RecoverableConnectionError: the connection is closed or lost.
        """
        if not self.connected:
            raise RecoverableConnectionError("connection already closed")
        try:
            event: Callable[[], None] = self.inbox.get(timeout=timeout)
        except Empty:
            raise TimeoutError() from None
        event()

    def close(self) -> None:
        """Close the channels, delete the exclusive queues, leave."""
        for channel in tuple(self.channels.values()):
            channel.close()
        if self._broker is not None:
            self._broker.disconnect(self)
            self.lost()
        self.connected = False

    def lost(self) -> None:
        """The broker has gone: whoever waits for an event is woken with an error."""
        self._broker = None
        self.inbox.put(self._tell)

    def _tell(self) -> None:
        self.connected = False
        raise ConnectionForced("CONNECTION_FORCED - the broker has gone")


class Transport(base.Transport):
    """What kombu asks of a transport."""

    can_parse_url = True
    driver_type = "amqp"
    driver_name = "embedded"
    connection_errors = AmqpConnection.connection_errors
    channel_errors = AmqpConnection.channel_errors
    recoverable_connection_errors = AmqpConnection.recoverable_connection_errors
    recoverable_channel_errors = AmqpConnection.recoverable_channel_errors

    def establish_connection(self) -> Connection:
        """Connect to the broker that the client's URI names."""
        return Connection(Broker.at(path_of(self.client.hostname or "")), self.client)

    def verify_connection(self, connection: Connection) -> bool:
        """Whether the connection can be used."""
        return connection.connected

    def create_channel(self, connection: Connection) -> Channel:
        """A new channel of a connection."""
        return connection.channel()

    def drain_events(self, connection: Connection, timeout: float | None = None, **_: Any) -> None:
        """Wait for one event and deal with it."""
        connection.drain_events(timeout)

    def close_connection(self, connection: Connection) -> None:
        """Close a connection."""
        connection.client = None
        connection.close()

    def _collect(self, connection: Connection | None) -> None:
        if connection is not None:
            connection.close()

    def driver_version(self) -> str:
        """The broker's: that of RabbitMQ whose ways it has."""
        return "3.10"
