"""A network of one's own, with servers that a test may hurt; a network on which a day was lived."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from chassis import clock
from tests import servers
from tests.network import Network, running
from tests.network.day import Day
from tests.network.desk import PARIS
from tests.network.leaks import Sniffer
from tests.network.post import post
from tests.notifications.sms_gateway import sms_gateway
from tests.substrates import on_servers, substrate_of

SEED = 20261130


@dataclass(frozen=True)
class Fragile:
    """A network and what it stands on."""

    network: Network
    broker: servers.PrivateBroker
    database: servers.PrivateDatabaseServer


@pytest.fixture(params=["embedded", "servers"])
def spare_network(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Network]:
    """A network that nobody else uses: a test may take a service out of it."""
    with substrate_of(request, tmp_path) as substrate, running(substrate, tmp_path) as network:
        yield network


@pytest.fixture
def fragile(tmp_path: Path) -> Iterator[Fragile]:
    """One process a service, on a RabbitMQ and a PostgreSQL of their own that keep what they confirmed."""
    with (
        servers.private_rabbitmq() as broker,
        servers.private_postgresql(lasting=True) as database,
        on_servers(broker, database) as substrate,
        running(substrate, tmp_path) as network,
    ):
        yield Fragile(network, broker, database)


@dataclass(frozen=True)
class Lived:
    """A network of its own on which a day was lived; between its parts the publisher was killed.

    Attributes:
        sniffer: heard everything on a broker that lets us listen. The embedded one keeps its messages in a file,
            which is read instead.
    """

    network: Network
    sniffer: Sniffer | None
    day: Day


@pytest.fixture(scope="session", params=["embedded", "servers"])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The day of three cities. Elsewhere the same invented person joins several.

    Its letters go to a mail server, its short messages to a gateway; a digest is due in every city.
    """
    folder = tmp_path_factory.mktemp("lived")
    due = (clock.now() - timedelta(hours=1)).astimezone(PARIS)
    with ExitStack() as stack:
        substrate = stack.enter_context(substrate_of(request, folder))
        mail, gateway = stack.enter_context(post(folder)), stack.enter_context(sms_gateway())
        sms = f'\n[sms]\nurl = "{gateway.url}"\ntoken = "s3cret"\n'
        digest = f'digest = "{due:%A %H:%M}"'.lower()
        network = stack.enter_context(running(substrate, folder, sms, mail, digest))
        sniffer = None
        if substrate.name != "embedded":
            sniffer = Sniffer(request.getfixturevalue("rabbitmq"), substrate.broker_uri)
            stack.callback(sniffer.close)
        day = Day(network, SEED)

        def restart() -> None:
            publisher = network.part_of("opendata").process
            publisher.kill()
            publisher.start()
            network.wait_until_ready()

        day.live(restart)
        yield Lived(network, sniffer, day)
