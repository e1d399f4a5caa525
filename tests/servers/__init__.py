"""The servers that tests need: RabbitMQ, PostgreSQL, Chromium.

`python -m tests.servers` makes sure that they can be had. `rabbitmq()` and `postgresql()` yield the one that
the environment names, else start a private one. Never touches a server of the machine.
"""
from tests.servers.binaries import chromium, khal
from tests.servers.postgresql import DatabaseServer, PrivateDatabaseServer, postgresql, private_postgresql
from tests.servers.rabbitmq import Broker, PrivateBroker, private_rabbitmq, rabbitmq

__all__ = [
    "Broker",
    "DatabaseServer",
    "PrivateBroker",
    "PrivateDatabaseServer",
    "chromium",
    "khal",
    "postgresql",
    "private_postgresql",
    "private_rabbitmq",
    "rabbitmq",
]
