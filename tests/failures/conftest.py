"""A network of one's own, with servers that a test may hurt."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import servers
from tests.network import Network, running
from tests.substrates import on_servers, substrate_of


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
