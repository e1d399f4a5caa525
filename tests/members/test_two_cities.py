"""Two cities on one node: two databases, of which no service of the other city sees anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from nameko.containers import ServiceContainer
from sqlalchemy import NullPool, create_engine, make_url
from sqlalchemy.exc import OperationalError

from chassis import config, migrate
from chassis.database import Store
from chassis.errors import NotFound, Unauthenticated
from chassis.rpc import Caller
from chassis.service import database_url
from services.members import domain
from services.members.service import members
from tests import servers
from tests.members.asker import HOME_SECRET, Asker
from tests.network.leaks import rows_of
from tests.substrates import files
from tests.waiting import until

ROUBAIX, WATTRELOS = "roubaix", "wattrelos"
SERVICES = tuple(f"members_{city}" for city in (ROUBAIX, WATTRELOS))


class Node:
    """One process that hosts both cities.

    Attributes:
        url: of their databases, with `{database}` in it.
    """

    def __init__(self, broker_uri: str, url: str) -> None:
        self.url = url
        self.settings = _settings(broker_uri, url)
        self.caller = Caller(broker_uri, "tests", "hub", deadline_seconds=10)
        given = {"settings": self.settings}
        self.containers = [ServiceContainer(members(city), given) for city in (ROUBAIX, WATTRELOS)]
        self.stores = [Store(database_url(self.settings, service), service, "node") for service in SERVICES]
        self.roubaix, self.wattrelos = (
            Asker(self.caller, store, city) for store, city in zip(self.stores, (ROUBAIX, WATTRELOS), strict=True)
        )

    def database_of(self, city: str) -> str:
        return database_url(self.settings, f"members_{city}")


@pytest.fixture(params=["embedded", "servers"])
def node(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Node]:
    """On PostgreSQL each city has a role that may connect to its own database alone: a query across would fail."""
    if request.param == "embedded":
        with running(Node(f"embedded:///{tmp_path}/broker.db", files(tmp_path).template)) as started:
            yield started
        return
    broker: servers.Broker = request.getfixturevalue("rabbitmq")
    server: servers.DatabaseServer = request.getfixturevalue("postgresql")
    with broker.vhost() as uri, server.databases() as family, family.apart(SERVICES) as url:
        node = Node(uri, url)
        with running(node) as started:
            yield started


@contextmanager
def running(node: Node) -> Iterator[Node]:
    for city in (ROUBAIX, WATTRELOS):
        migrate.upgrade("services.members", node.database_of(city))
    for container in node.containers:
        container.start()
    node.containers[0].spawn_managed_thread(node.caller.line.run)
    for asker in (node.roubaix, node.wattrelos):
        until(asker.has_keys, "keys of the city")
    try:
        yield node
    finally:
        node.caller.line.stop()
        for container in node.containers:
            container.stop()
        for store in node.stores:
            store.close()


def _settings(broker_uri: str, url: str) -> config.Settings:
    raw = {
        "site": "node",
        "services": ["members"],
        "city": [ROUBAIX, WATTRELOS],
        "home_secret": HOME_SECRET,
        "cities": {
            ROUBAIX: {"name": "Roubaix", "insee": "59512", "siren": "215905126"},
            WATTRELOS: {"name": "Wattrelos", "insee": "59650", "siren": "215906504"},
        },
        "broker": {"uri": broker_uri},
        "database": {"url": url},
    }
    return config.read(raw, {})


def lives(asker: Asker, name: str) -> tuple[str, str]:
    """Somebody who founds an organisation and is attested something; gives their id and a token."""
    member_id, token = asker.enrol(name)
    _, administrator = asker.enrol(f"{name}.administrator", domain.Role.CITY_ADMINISTRATOR)
    asker.ask("found_organisation", token=token, name=f"Les amis de {name}", kind="nonprofit")
    asker.ask("issue_attestation", token=administrator, member_id=member_id, kind="reduced_rate")
    return member_id, token


def test_each_city_finds_its_own_people_and_nobody_of_the_other(node: Node) -> None:
    lise, of_lise = lives(node.roubaix, "Lisette")
    noor, of_noor = lives(node.wattrelos, "Noorjahan")
    assert node.roubaix.ask("profile", token=of_lise)["name"] == "Lisette"
    assert node.wattrelos.ask("profile", token=of_noor)["name"] == "Noorjahan"
    for asker, token, stranger in ((node.roubaix, of_noor, noor), (node.wattrelos, of_lise, lise)):
        with pytest.raises(Unauthenticated, match="token_invalid"):
            asker.ask("profile", token=token)
        with pytest.raises(NotFound, match="member_not_found"):
            asker.contact(stranger)
    with pytest.raises(Unauthenticated, match="wrong_credentials"):
        node.roubaix.sign_in("noorjahan@example.org")
    kept = {city: rows_of(node.database_of(city)) for city in (ROUBAIX, WATTRELOS)}
    of_roubaix, of_wattrelos = (lise, "Lisette"), (noor, "Noorjahan")
    for city, own, other in ((ROUBAIX, of_roubaix, of_wattrelos), (WATTRELOS, of_wattrelos, of_roubaix)):
        assert all(text.encode() in kept[city] for text in own)
        assert not any(text.encode() in kept[city] for text in other)


def test_on_such_a_node_a_query_across_would_be_refused(postgresql: servers.DatabaseServer) -> None:
    with postgresql.databases() as family, family.apart(SERVICES) as url:
        own, other = (make_url(url.replace("{database}", service)) for service in SERVICES)
        assert create_engine(own, poolclass=NullPool).connect().exec_driver_sql("SELECT 1").scalar() == 1
        across = create_engine(other.set(username=own.username), poolclass=NullPool)
        with pytest.raises(OperationalError, match="permission denied for database"):
            across.connect()
