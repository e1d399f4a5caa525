"""The broker inside one process: a kombu transport for a node that has no RabbitMQ beside it.

    embedded://                     everything in memory
    embedded:///var/broker.db       durable messages are journalled in this file (relative path)
    embedded:////srv/broker.db      the same, absolute path

Importing this package registers the scheme. Every connection of the process with the same URI shares one
broker. It behaves like RabbitMQ 3.10 as far as this project uses RabbitMQ, and its channels have the surface of
py-amqp's, so that nobody above asks which of the two is there. It runs under eventlet, in one thread; a second
process that opens the same file is refused. It never opens a socket.

    exchanges.py  which queues a routing key leads to     pure
    deaths.py     the x-death header                      pure
    queues.py     messages waiting, consumers, timers
    journal.py    what outlives the process
    names.py      what is declared
    broker.py     what becomes of messages
    deliveries.py messages in and out of a channel
    channel.py    py-amqp's channel, played on the broker
    transport.py  kombu's connection and transport
"""

from __future__ import annotations

from kombu.transport import TRANSPORT_ALIASES

from chassis.embedded.broker import Broker
from chassis.embedded.transport import Transport, forget, path_of

__all__ = ["Broker", "Transport", "forget", "path_of"]

TRANSPORT_ALIASES["embedded"] = "chassis.embedded.transport:Transport"
