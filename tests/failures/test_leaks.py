"""A planted name and address are searched for everywhere: they are at home and in the letter, nowhere else."""
from __future__ import annotations

import json
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

NAME, EMAIL = "Isidorine Quatrepointdix", "isidorine.q4x7@example.org"
HOME = "members_roubaix"
DATASETS = ("places", "spaces", "occupancy")


def disguises(planted: str) -> Iterator[bytes]:
    """The forms in which a text may travel: as it is, and in base64 at each of the three alignments."""
    yield planted.encode()
    for shift in range(3):
        encoded = b64encode(b"\0" * shift + planted.encode())
        yield encoded[4 * (shift > 0) : len(encoded) // 4 * 4 - 4]


PLANTED = [form for word in (*NAME.split(), EMAIL) for form in disguises(word)]


def found_in(content: bytes) -> list[bytes]:
    return [form for form in PLANTED if form in content]


class Sniffer:
    """A queue of our own on every exchange of the broker; it hears what everybody says."""

    def __init__(self, broker: servers.Broker, uri: str) -> None:
        self.connection = kombu.Connection(uri)
        self.queue = kombu.Queue("sniffer", channel=self.connection.channel())
        self.queue.declare()
        for exchange in broker.exchanges(uri):
            self.queue.bind_to(exchange, routing_key="#")

    def heard(self) -> bytes:
        """Bodies, headers and properties of every message so far."""
        messages = []
        while message := self.queue.get(no_ack=True):
            said = message.delivery_info, message.headers, message.properties
            messages.append(bytes(message.body) if isinstance(message.body, memoryview) else str(message.body).encode())
            messages.append(json.dumps(said, default=str).encode())
        return b"\n".join(messages)

    def close(self) -> None:
        self.queue.delete()
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
    """Somebody who did all that leaves traces: registered, twice; mistyped; booked, cancelled, was refused."""
    member = Member(network, name=NAME, email=EMAIL).join()
    Member(network, name=NAME, email=EMAIL).register()
    member.letter(2)
    weak = {"city": "roubaix", "name": NAME, "email": EMAIL, "password": "a", "consent": True}
    assert member.ask("POST", "/members", weak).status_code == 400
    assert member.ask("POST", "/sessions", {"email": EMAIL, "password": NAME, "city": "roubaix"}).status_code == 401
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
        said = sniffer.heard()
        assert member.id.encode() in said, "we did listen"
        assert b"members_roubaix.register" in said, "to questions too"
        assert found_in(said) == []
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
