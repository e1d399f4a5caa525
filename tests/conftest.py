"""What every test may ask for. A server starts when the first test needs it and ends with the run.

`broker_uri`, `database_url` and `substrate` run a test on both substrates: SQLite files with the embedded
broker, PostgreSQL with RabbitMQ. A missing server fails a test, it never skips one.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

from tests import servers

# A rule is no less true on a slow machine, so no deadline; what fails tells how to fail again.
hypothesis.settings.register_profile("unhurried", deadline=None, print_blob=True)
hypothesis.settings.load_profile("unhurried")

MakeDatabase = Callable[[str], str]


@dataclass(frozen=True)
class Databases:
    """Where the databases of one test are.

    Attributes:
        template: their URL, with `{database}` in it.
        make: creates one by its name unless it is there, and returns its URL.
    """

    template: str
    make: MakeDatabase


def files(folder: Path) -> Databases:
    """SQLite files; they need no making."""
    template = f"sqlite:///{folder}/{{database}}.db"
    return Databases(template, lambda name: template.format(database=name))


@dataclass(frozen=True)
class Substrate:
    """What a node stands on.

    Attributes:
        name: "embedded" or "servers".
        database_url: with `{database}` in it.
        make_database: creates a database by its name unless it is there, and returns its URL.
    """

    name: str
    broker_uri: str
    database_url: str
    make_database: MakeDatabase


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


@contextmanager
def substrate_of(name: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Substrate]:
    """A fresh broker and fresh databases; all traces go at the end."""
    if name == "embedded":
        made = files(folder)
        yield Substrate(name, f"embedded:///{folder}/broker.db", made.template, made.make)
        return
    broker: servers.Broker = request.getfixturevalue("rabbitmq")
    server: servers.DatabaseServer = request.getfixturevalue("postgresql")
    with broker.vhost() as uri, server.databases() as family:
        yield Substrate(name, uri, family.template, family.make)


@pytest.fixture(params=["embedded", "servers"])
def substrate(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Substrate]:
    """Broker and databases of one kind: the test runs twice."""
    with substrate_of(request.param, request, tmp_path) as made:
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
        yield Databases(made.template, made.make)


@pytest.fixture
def make_database(databases: Databases) -> MakeDatabase:
    """`make_database("bookings")` creates an empty database unless it is there, and returns its URL."""
    return databases.make


@pytest.fixture
def database_url(databases: Databases) -> str:
    """The URL of this test's databases, with `{database}` in it. `make_database` makes each before use."""
    return databases.template
