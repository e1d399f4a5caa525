"""A PostgreSQL for the tests: the one that `DATABASE_URL` names, else one of our own in a folder of its own."""
from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import signal
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from tests import waiting
from tests.servers import binaries
from tests.servers.processes import Process, as_user, data_folder, free_port

ROLE = "champlibre"
# What makes a database quick and forgetful. Left out where a test kills the server and counts.
HURRIED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "password_encryption=md5")
FILE_COPY_SINCE = (15,)  # before, it was the only way to copy a database; the new one is for large servers


class DatabaseServer:
    """A PostgreSQL that answers, on which we may create databases.

    Args:
        url: of a database to connect to, as SQLAlchemy writes it; its role may create databases and roles.

    Attributes:
        copying: the end of `CREATE DATABASE` by which it takes the least time.
    """

    copying = ""

    def __init__(self, url: str) -> None:
        self.url = make_url(url).set(drivername="postgresql+psycopg2")
        self.engine = create_engine(self.url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)

    def run(self, statement: str) -> None:
        """Run one statement outside a transaction, as `CREATE DATABASE` wants it; keep the connection."""
        with self.engine.connect() as connection:
            connection.execute(text(statement))

    def run_once(self, statement: str) -> None:
        """Likewise, and close the connection."""
        try:
            self.run(statement)
        finally:
            self.engine.dispose()

    @contextlib.contextmanager
    def databases(self) -> Iterator[Databases]:
        """A family of databases, dropped at the end."""
        family = Databases(self, f"test_{secrets.token_hex(4)}_")
        try:
            yield family
        finally:
            with contextlib.suppress(OperationalError):  # a test may have killed the server
                family.drop()


class Databases:
    """Databases of one test, created on demand.

    Attributes:
        template: their URL, with `{database}` in it.
    """

    def __init__(self, server: DatabaseServer, prefix: str) -> None:
        self.server, self.prefix = server, prefix
        self.made: set[str] = set()
        url = server.url.set(database=f"{prefix}DATABASE").render_as_string(hide_password=False)
        self.template = url.replace("DATABASE", "{database}")

    def make(self, name: str, like: str = "template0") -> str:
        """The URL of a database, created the first time, as a copy of another to which nobody is connected."""
        if name not in self.made:
            new = f'CREATE DATABASE "{self.prefix}{name}" TEMPLATE "{like}" ENCODING \'UTF8\''
            self.server.run(new + self.server.copying)
            self.made.add(name)
        return self.template.format(database=name)

    def copy(self, name: str, model: str) -> str:
        """The URL of a copy of the database at a URL."""
        return self.make(name, str(make_url(model).database))

    @contextlib.contextmanager
    def apart(self, names: Iterable[str]) -> Iterator[str]:
        """Databases each with a role of its own, which alone may connect to it; yields their URL, with `{database}` for
        the name of the database and of its role.
        """
        password = secrets.token_urlsafe(12)
        roles = [f"{self.prefix}{name}" for name in names]
        for name, role in zip(names, roles, strict=True):
            self.make(name)
            self.server.run(f"CREATE ROLE \"{role}\" LOGIN PASSWORD '{password}'")
            self.server.run(f'REVOKE ALL ON DATABASE "{role}" FROM PUBLIC')
            self.server.run(f'GRANT CONNECT, TEMPORARY, CREATE ON DATABASE "{role}" TO "{role}"')
            DatabaseServer(self.template.format(database=name)).run_once(f'GRANT ALL ON SCHEMA public TO "{role}"')
        try:
            yield self.template.replace(f"{self.server.url.username}:", f"{self.prefix}{{database}}:").replace(
                str(self.server.url.password), password
            )
        finally:
            self.drop()
            for role in roles:
                self.server.run(f'DROP ROLE "{role}"')

    def drop(self) -> None:
        """Drop them all, whoever is still connected; one that autovacuum is in, as soon as it has left."""
        for name in self.made:
            waiting.until(lambda name=name: self._dropped(f"{self.prefix}{name}"), f"end of {name}")  # type: ignore[misc]

    def _dropped(self, database: str) -> bool:
        try:
            self.server.run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        except ProgrammingError:  # our role may not end a worker of the server's own
            return False
        return True


class PrivateDatabaseServer(DatabaseServer):
    """A server of our own, which a test may kill and start again with its data. Our role is no superuser."""

    def __init__(self, folder: Path, user: str | None, lasting: bool) -> None:
        self.folder, self.user, self.lasting = folder, user, lasting
        self.password, self.port = secrets.token_urlsafe(12), free_port()
        super().__init__(f"postgresql://{ROLE}:{self.password}@127.0.0.1:{self.port}/postgres")
        self.program = binaries.POSTGRESQL.path().resolve()
        self.environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        settings = [
            f"port={self.port}", "listen_addresses=127.0.0.1", "unix_socket_directories=",
            "max_connections=200",
            "timezone=Pacific/Auckland",  # far from ours, so that a forgotten zone shows
            *([] if lasting else HURRIED),
        ]
        self.process = Process(
            [str(self.program), "-D", str(folder / "data"), *(word for s in settings for word in ("-c", s))],
            self.environment, folder / "postgresql.log", user, polite=signal.SIGINT,
        )

    def create(self) -> None:
        """Lay down the data folder, and our role beside the superuser."""
        secret = self.folder / "password"
        secret.write_text(self.password)
        subprocess.run(
            [*as_user(self.user), str(self.program.parent / "initdb"), "-D", str(self.folder / "data"),
             "--no-sync", "--username=postgres", f"--pwfile={secret}",
             f"--auth={'scram-sha-256' if self.lasting else 'md5'}", "--encoding=UTF8", "--locale=C.UTF-8"],
            env=self.environment, cwd=self.folder, check=True, capture_output=True,
        )
        self.start(as_="postgres")
        owner = DatabaseServer(self.url.set(username="postgres").render_as_string(hide_password=False))
        owner.run_once(f"CREATE ROLE {ROLE} LOGIN CREATEDB CREATEROLE PASSWORD '{self.password}'")
        if not self.lasting and (owner.engine.dialect.server_version_info or ()) >= FILE_COPY_SINCE:
            self.copying = " STRATEGY FILE_COPY"

    def start(self, as_: str = ROLE) -> None:
        self.process.start()
        url = self.url.set(username=as_).render_as_string(hide_password=False)
        waiting.until(lambda: self.answers(url), f"PostgreSQL; it said:\n{self.process.said()}", 30)

    def answers(self, url: str) -> bool:
        if not self.process.running:
            raise RuntimeError(f"PostgreSQL stopped at start:\n{self.process.said()}")
        try:
            DatabaseServer(url).run_once("SELECT 1")
        except OperationalError:
            return False
        return True

    def kill(self) -> None:
        """kill -9 of the postmaster; its children notice and go."""
        self.process.kill()

    def restart(self) -> None:
        """Stop the server if it runs, and start it with the same port and data."""
        self.process.stop()
        self.start()

    def stop(self) -> None:
        self.process.stop()


@contextlib.contextmanager
def private_postgresql(lasting: bool = False) -> Iterator[PrivateDatabaseServer]:
    """A server of our own, gone at the end.

    Args:
        lasting: with fsync, as an operator would run it; slower.
    """
    user = unprivileged()
    with data_folder("postgresql", user, lasting=lasting) as folder:
        server = PrivateDatabaseServer(folder, user, lasting)
        try:
            server.create()
            yield server
        finally:
            server.stop()


def unprivileged() -> str | None:
    """Whom to run PostgreSQL as: it refuses root. None when we are not root."""
    if os.geteuid() != 0:
        return None
    names = {account.pw_name for account in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextlib.contextmanager
def postgresql() -> Iterator[DatabaseServer]:
    """The server that `DATABASE_URL` names (its role needs CREATEDB), or a private one."""
    if binaries.POSTGRESQL.given:
        yield DatabaseServer(binaries.POSTGRESQL.given)
        return
    with private_postgresql() as server:
        yield server
