"""A planted name and address are searched for everywhere: they are at home and in the letter, nowhere else."""
from __future__ import annotations

import contextlib
import threading
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import kombu
import pytest
import requests
from sqlalchemy import MetaData, NullPool, create_engine, select

from tests import servers
from tests.network import Member, Network
from tests.network.nodes import DATABASES
from tests.network.people import PASSWORD

NAME, EMAIL = "Isidorine Quatrepointdix", "isidorine.q4x7@example.org"
HOME = "members_roubaix"
DATASETS = ("places", "spaces", "occupancy")


def disguises(planted: str) -> Iterator[bytes]:
    """The forms in which a text may travel: as it is, and in base64 at each of the three alignments."""
    yield planted.encode()
    for shift in range(3):
        encoded = b64encode(b"\0" * shift + planted.encode())
        yield encoded[4 * (shift > 0) : len(encoded) // 4 * 4 - 4]


PLANTED = [form for word in (*NAME.split(), EMAIL, PASSWORD) for form in disguises(word)]


def found_in(content: bytes | bytearray) -> list[bytes]:
    return [form for form in PLANTED if form in content]


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


@pytest.fixture
def sniffer(network: Network, request: pytest.FixtureRequest) -> Iterator[Sniffer | None]:
    """Listens on a broker that lets us; the embedded one keeps its messages in a file, which is read instead."""
    if network.substrate.name == "embedded":
        yield None
        return
    listening = Sniffer(request.getfixturevalue("rabbitmq"), network.substrate.broker_uri)
    yield listening
    listening.close()


@pytest.fixture
def member(network: Network, sniffer: Sniffer | None) -> Member:
    """Somebody who did all that leaves traces: registered, twice; mistyped; founded, booked, cancelled, was refused."""
    member = Member(network, name=NAME, email=EMAIL).join()
    Member(network, name=NAME, email=EMAIL).register()
    member.letter(2)
    weak = {"city": "roubaix", "name": NAME, "email": EMAIL, "password": "a", "consent": True}
    assert member.ask("POST", "/members", weak).status_code == 400
    assert member.ask("POST", "/sessions", {"email": EMAIL, "password": NAME, "city": "roubaix"}).status_code == 401
    organisation = {"name": f"Maison {NAME}", "kind": "company", "siret": "73282932000074"}
    assert member.ask("POST", "/organisations", organisation).json()["name"] == organisation["name"]
    assert member.ask("GET", "/me").json()["organisations"][0]["name"] == organisation["name"]
    application = {"category": "resident", "motivation": f"{NAME}, {EMAIL}"}
    assert member.ask("POST", "/me/applications", application).json()["motivation"] == application["motivation"]
    space, period = member.free_hours("tourcoing", hours=1)
    booking = member.book(space["id"], period).json()
    member.letter(3)
    assert member.book(space["id"], period).status_code == 409
    assert member.ask("DELETE", f"/bookings/{booking['id']}").status_code == 200
    member.letter(4)
    return member


def rows_of(url: str) -> bytes:
    """Every row of every table, as text."""
    engine = create_engine(url, poolclass=NullPool)
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return "\n".join(
            str(tuple(row)) for table in tables.sorted_tables for row in connection.execute(select(table))
        ).encode()


def test_a_name_and_an_address_are_at_home_and_in_the_letter_and_nowhere_else(
    network: Network, sniffer: Sniffer | None, member: Member
) -> None:
    home = rows_of(network.substrate.make_database(HOME))
    assert EMAIL.encode() in home, "we know how to find it"

    if sniffer:
        assert member.id.encode() in sniffer.heard, "we did listen"
        assert b"members_roubaix.register" in sniffer.heard, "to questions too"
        assert found_in(sniffer.heard) == []
    for database in DATABASES:
        if database != HOME:
            assert found_in(rows_of(network.substrate.make_database(database))) == [], database
    log = network.said().encode()
    assert len(log) > 0
    assert found_in(log) == []
    for name in DATASETS:
        for form in ("csv", "json"):
            assert found_in(requests.get(f"{network.opendata}/datasets/{name}.{form}", timeout=10).content) == []
    for part in network.parts.values():
        assert found_in(part.get("/metrics").content) == []
    letters = {file for file in network.folder.rglob("*") if file.is_file() and found_in(file.read_bytes())}
    assert {file for file in letters if not _may_hold(file)} == set()


def _may_hold(file: Path) -> bool:
    """Roubaix' letters, and the files of Roubaix' members database."""
    return file.match("mail/roubaix/*.eml") or file.name.startswith(f"{HOME}.db")
