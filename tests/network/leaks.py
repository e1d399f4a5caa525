"""What a city knows of its people, looked for everywhere else: in all forms in which a text may travel."""
from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import kombu
from sqlalchemy import MetaData, NullPool, create_engine, make_url, select

from champlibre import demonstration
from services.members import tables
from tests import servers
from tests.network.nodes import CITIES, DATABASES, Network
from tests.network.published import published
from tests.servers import binaries

SHORTEST = 5  # a shorter value is found in too many innocent texts
SHORTEST_ENCODED = 8  # four characters of base64 are somewhere in any megabyte of it

# The columns of members that others may know, or that say nothing of a person; every other one is looked for.
KNOWN_ELSEWHERE = {
    "category", "city", "ended_because", "field", "generation", "handle", "host_city", "key", "keys", "kind",
    "language", "member_digest", "method", "notice_version", "occurrence_status", "operation", "organisation_kind",
    "permission", "place_id", "price_cents", "purpose", "role", "sequence", "siret", "status", "status_before", "topic",
    "use", "zone",
}  # fmt: skip
# What the cities of a test have in common: one machine asks all of them, and the demonstration's staff have one secret.
IN_COMMON = {"logins.client", "logins.device", "second_factors.secret"}
SAID_OF_NOBODY = {"address_failures.reason"}  # the code of a mail server, which notifications knows first
MESSAGING = {"outbox", "inbox", "answers", "alembic_version"}


def disguises(text: str) -> Iterator[bytes]:
    """The forms in which a text may travel: as it is, as JSON and addresses of the Web escape it, in base64 at each of
    the three alignments and in both alphabets, so that it is seen in a token too.
    """
    plain = text.encode()
    yield plain
    if (quoted := quote(text, safe="").encode()) != plain:
        yield quoted
    if (escaped := text.encode("ascii", "backslashreplace")) != plain:
        yield escaped
    for shift in range(3):
        for encode in (b64encode, urlsafe_b64encode):
            encoded = encode(b"\0" * shift + plain)
            telling = encoded[4 * (shift > 0) : len(encoded) // 4 * 4 - 4]
            if len(telling) >= SHORTEST_ENCODED:
                yield telling


def known_at_home(network: Network, city: str) -> dict[str, str]:
    """Every value of every column of the city's members database that says something of a person, as text; and where
    it stands.
    """
    engine = create_engine(network.substrate.make_database(f"members_{city}"), poolclass=NullPool)
    found: dict[str, str] = {}
    with engine.connect() as connection:
        for table in tables.metadata.sorted_tables:
            for column in table.columns:
                if _is_personal(table.name, column.name):
                    values = connection.execute(select(column)).scalars()
                    found.update(dict.fromkeys(_texts(values), f"{table.name}.{column.name}"))
    return {text: where for text, where in found.items() if len(text) >= SHORTEST}


def _is_personal(table: str, column: str) -> bool:
    says_nothing = column == "id" or column.endswith(("_id", "_at"))
    is_known = column in KNOWN_ELSEWHERE or f"{table}.{column}" in SAID_OF_NOBODY
    return not (table in MESSAGING or is_known or says_nothing)


def _texts(values: Iterable[Any]) -> Iterator[str]:
    """Values as texts: a date as it is written, of a private key the secret alone."""
    for value in values:
        if isinstance(value, dict):
            yield from (str(secret) for name, secret in value.items() if name == "d")
        elif isinstance(value, str | date) and not isinstance(value, datetime):
            yield str(value)


def words_of(names: Iterable[str]) -> set[str]:
    """The words of names, but for those that the demonstration says in public: Rose is also a street."""
    public = str({**demonstration.content(), "members": []}).casefold()
    return {word for name in names for word in name.split() if len(word) >= SHORTEST and word.casefold() not in public}


class Sought:
    """Texts to look for, in all their disguises.

    Args:
        texts: each with what it is.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.forms = {form: (text, what) for text, what in texts.items() for form in disguises(text)}

    def found_in(self, content: bytes | bytearray, but: Collection[str] = ()) -> set[tuple[str, str]]:
        """Which of the texts are in there, in whatever form, and what they are; without those that are `but`."""
        return {(text, what) for form, (text, what) in self.forms.items() if form in content and what not in but}


class Sniffer:
    """A queue of our own on every exchange of the broker; it hears what everybody says, until `close`.

    It listens all the time: questions expire after some seconds, in its queue as in any other.
    """

    def __init__(self, broker: servers.Broker, uri: str) -> None:
        self.heard = bytearray()
        self.connection = kombu.Connection(uri)
        queue = kombu.Queue("sniffer", channel=self.connection.channel(), exclusive=True)
        queue.declare()
        for exchange in broker.exchanges(uri):
            queue.bind_to(exchange, routing_key="#")
        self.consumer = kombu.Consumer(self.connection, [queue], on_message=self._keep, no_ack=True)
        self.consumer.consume()
        self.closing = threading.Event()
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()

    def _listen(self) -> None:
        while not self.closing.is_set():
            with contextlib.suppress(TimeoutError):
                self.connection.drain_events(timeout=0.2)

    def _keep(self, message: kombu.Message) -> None:
        """Keep body, headers and properties."""
        body = message.body if isinstance(message.body, str) else bytes(message.body).decode(errors="replace")
        self.heard += f"{body}\n{message.delivery_info}{message.headers}{message.properties}\n".encode()

    def close(self) -> None:
        self.closing.set()
        self.thread.join()
        self.connection.release()


def rows_of(url: str) -> bytes:
    """Every row of every table, as text."""
    engine = create_engine(url, poolclass=NullPool)
    reflected = MetaData()
    reflected.reflect(engine)
    with engine.connect() as connection:
        return "\n".join(
            str(tuple(row)) for table in reflected.sorted_tables for row in connection.execute(select(table))
        ).encode()


def backup_of(url: str) -> bytes:
    """What an operator keeps of a database: the dump of a server's, the files of SQLite's as they are on the disk."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        file = Path(str(address.database))
        return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    program = binaries.POSTGRESQL.path().resolve().parent / "pg_dump"
    told = ["-h", address.host, "-p", address.port, "-U", address.username, address.database]
    return subprocess.run(
        [str(program), *(str(word) for word in told)],
        env={"PATH": os.defpath, "PGPASSWORD": address.password or ""},
        check=True, capture_output=True, timeout=60,
    ).stdout


def elsewhere(network: Network, home: str) -> Iterator[tuple[str, bytes]]:
    """All that there is outside a city's members database and the letters it sent: what it is called, and its bytes."""
    for database in DATABASES:
        if database != f"members_{home}":
            url = network.substrate.make_database(database)
            yield f"rows of {database}", rows_of(url)
            yield f"backup of {database}", backup_of(url)
    yield "logs", network.said().encode()
    yield from published(network).items()
    for name, part in network.parts.items():
        yield f"metrics of {name}", part.get("/metrics").content
    for file in network.folder.rglob("*"):
        is_of_home = file.match(f"mail/{home}/*.eml") or file.name.startswith(f"members_{home}.db")
        if file.is_file() and not is_of_home and file != network.node_file:
            yield str(file.relative_to(network.folder)), file.read_bytes()


__all__ = ["CITIES", "Sniffer", "Sought", "backup_of", "elsewhere", "known_at_home", "rows_of", "words_of"]
