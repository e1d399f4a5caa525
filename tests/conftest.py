"""What every test may ask for. A server starts when the first test needs it and ends with the run.

`broker_uri`, `database_url` and `substrate` run a test on both substrates: SQLite files with the embedded
broker, PostgreSQL with RabbitMQ. A missing server fails a test, it never skips one.
"""
from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import hypothesis
import pytest

from chassis import logs, trace
from chassis.migrate import upgrade
from tests import hurrying, servers
from tests.network import Network, running
from tests.substrates import Databases, Fill, MakeDatabase, Migrated, Model, Substrate, files, kind_of, substrate_of

# A rule is no less true on a slow machine, so no deadline; what fails tells how to fail again.
hypothesis.settings.register_profile("unhurried", deadline=None, print_blob=True)
hypothesis.settings.load_profile("unhurried")
hurrying.begin()


@pytest.fixture(autouse=True)
def no_trace() -> None:
    """A test goes on with no trace that another one began."""
    trace._present.set(None)


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[servers.Broker]:
    """The RabbitMQ of this run. A test that hurts the broker takes `servers.private_rabbitmq()` instead."""
    with servers.rabbitmq() as broker:
        yield broker


@pytest.fixture(scope="session")
def postgresql() -> Iterator[servers.DatabaseServer]:
    """The PostgreSQL of this run. A test that hurts it takes `servers.private_postgresql()` instead."""
    with servers.postgresql() as server:
        yield server


@pytest.fixture(params=["embedded", "servers"])
def substrate(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Substrate]:
    """Broker and databases of one kind: the test runs twice."""
    with substrate_of(request, tmp_path) as made:
        yield made


@pytest.fixture(params=["embedded", "rabbitmq"])
def broker_uri(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh broker: a file, or a virtual host of its own."""
    if request.param == "embedded":
        yield f"embedded:///{tmp_path}/broker.db"
        return
    broker: servers.Broker = request.getfixturevalue("rabbitmq")
    with broker.vhost() as uri:
        yield uri


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """Where a test's databases are made, on either kind of server."""
    if request.param == "sqlite":
        yield files(tmp_path)
        return
    server: servers.DatabaseServer = request.getfixturevalue("postgresql")
    with server.databases() as made:
        yield Databases(made.template, made.make, made.copy)


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Model]:
    """`models("sqlite", "services.bookings")` is the URL of a database as its migrations make it, to be copied;
    with a function more, as that function leaves what is at a URL.

    It is made the first time: migrating takes longer than many a test.
    """
    made: dict[tuple[str, str, Fill | None], str] = {}
    with ExitStack() as stack:

        @cache
        def family(kind: str) -> Databases:
            if kind == "sqlite":
                return files(tmp_path_factory.mktemp("models"))
            server: servers.DatabaseServer = request.getfixturevalue("postgresql")
            found = stack.enter_context(server.databases())
            return Databases(found.template, found.make, found.copy)

        def model(kind: str, package: str, fill: Fill | None = None, /) -> str:
            wanted = kind, package, fill
            if wanted not in made:
                made[wanted] = family(kind).make(f"{package.rpartition('.')[2]}_{len(made)}")
                upgrade(package, made[wanted])
                if fill is not None:
                    fill(made[wanted])
            return made[wanted]

        yield model


@pytest.fixture
def migrated(databases: Databases, models: Model) -> Migrated:
    """`migrated("services.bookings", "bookings")` creates the database of a service by a name, and returns its URL."""
    kind = kind_of(databases.template)
    return lambda package, name: databases.copy(name, models(kind, package))


@pytest.fixture
def make_database(databases: Databases) -> MakeDatabase:
    """`make_database("bookings")` creates an empty database unless it is there, and returns its URL."""
    return databases.make


@pytest.fixture
def database_url(databases: Databases) -> str:
    """The URL of this test's databases, with `{database}` in it. `make_database` makes each before use."""
    return databases.template


@pytest.fixture(scope="session", params=["embedded", "servers"])
def network(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """A whole network with the demonstration's content, shared by tests that leave it whole: each its own people."""
    folder = tmp_path_factory.mktemp("network")
    with substrate_of(request, folder) as made, running(made, folder) as running_network:
        yield running_network


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """What is logged from now on."""
    root, ours = logging.getLogger(), logging.getLogger("champlibre")
    kept = root.handlers[:], root.level, ours.level
    written = io.StringIO()
    logs.set_up(written)
    yield written
    root.handlers[:], level, own = kept
    root.setLevel(level)
    ours.setLevel(own)
