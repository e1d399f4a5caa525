"""The two substrates: SQLite files with the embedded broker, PostgreSQL with RabbitMQ."""
from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import make_url

from tests import servers

MakeDatabase = Callable[[str], str]
Migrated = Callable[[str, str], str]
Copy = Callable[[str, str], str]
Fill = Callable[[str], None]


class Model(Protocol):
    """Finds a database to be copied, by its kind, its service's package, and what writes something in it."""

    def __call__(self, kind: str, package: str, fill: Fill | None = None, /) -> str: ...


@dataclass(frozen=True)
class Databases:
    """Where the databases of one test are.

    Attributes:
        template: their URL, with `{database}` in it.
        make: creates one by its name unless it is there, and returns its URL.
        copy: likewise, as a copy of the one at a URL, to which nobody is connected.
    """

    template: str
    make: MakeDatabase
    copy: Copy


def files(folder: Path) -> Databases:
    """SQLite files; they need no making."""
    template = f"sqlite:///{folder}/{{database}}.db"

    def copy(name: str, model: str) -> str:
        file = folder / f"{name}.db"
        if not file.exists():
            shutil.copy(str(make_url(model).database), file)
        return template.format(database=name)

    return Databases(template, lambda name: template.format(database=name), copy)


def kind_of(url: str) -> str:
    """`sqlite` or `postgresql`."""
    return make_url(url).get_backend_name()


@dataclass(frozen=True)
class Substrate:
    """What a node stands on.

    Attributes:
        name: "embedded" or "servers".
        database_url: with `{database}` in it.
        make_database: creates a database by its name unless it is there, and returns its URL.
        copy: likewise, as a copy of the one at a URL, to which nobody is connected.
        models: of what is copied by `migrated`.
    """

    name: str
    broker_uri: str
    database_url: str
    make_database: MakeDatabase
    copy: Copy
    models: Model | None = None

    def migrated(self, package: str, name: str) -> str:
        """Create the database of a service (`services.bookings`) by a name, and return its URL."""
        assert self.models is not None, "a substrate of the fixtures"
        return self.copy(name, self.models(kind_of(self.database_url), package))


def embedded(folder: Path) -> Substrate:
    """Everything in files."""
    made = files(folder)
    return Substrate("embedded", f"embedded:///{folder}/broker.db", made.template, made.make, made.copy)


@contextmanager
def on_servers(broker: servers.Broker, server: servers.DatabaseServer) -> Iterator[Substrate]:
    """A virtual host and databases of one's own; all traces go at the end."""
    with broker.vhost() as uri, server.databases() as family:
        yield Substrate("servers", uri, family.template, family.make, family.copy)


@contextmanager
def substrate_of(request: pytest.FixtureRequest, folder: Path) -> Iterator[Substrate]:
    """The substrate that a fixture's parameter names."""
    models: Model = request.getfixturevalue("models")
    if request.param == "embedded":
        yield replace(embedded(folder), models=models)
        return
    with on_servers(request.getfixturevalue("rabbitmq"), request.getfixturevalue("postgresql")) as made:
        yield replace(made, models=models)
