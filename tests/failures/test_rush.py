"""Everybody wants the same room at the same time."""
from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import NullPool, create_engine, text

from tests.network import Member, Network
from tests.network.people import calendar_of

ASKING = 64


def test_of_64_requests_at_once_for_one_unit_one_is_granted(network: Network) -> None:
    member = Member(network, name="Eulalie Prouvost", email="eulalie.prouvost@example.org").join()
    space, period = member.free_hours("tourcoing", hours=2)
    with ThreadPoolExecutor(ASKING) as pool:
        replies = list(pool.map(lambda _: member.book(space["id"], period), range(ASKING)))
    assert Counter(reply.status_code for reply in replies) == {201: 1, 409: ASKING - 1}
    assert {reply.json().get("code") for reply in replies if reply.status_code == 409} == {"unit_taken"}
    (booking,) = [reply.json() for reply in replies if reply.status_code == 201]

    engine = create_engine(network.substrate.make_database("bookings"), poolclass=NullPool)
    with engine.connect() as connection:
        statement = "SELECT count(*) FROM claims WHERE booking_id = :id OR (unit_id = :unit AND starts_at = :start)"
        start = connection.execute(
            text("SELECT starts_at FROM claims WHERE booking_id = :id"), {"id": booking["id"]}
        ).scalar_one()
        claims = connection.execute(
            text(statement), {"id": booking["id"], "unit": booking["unit_id"], "start": start}
        ).scalar_one()
    assert claims == 1

    member.letter(2)
    space, later = member.free_hours("tourcoing", hours=1)
    assert member.book(space["id"], later).status_code == 201
    member.letter(3)  # of the later booking: had there been a second of the first, it would have come before
    assert sum(booking["id"] in calendar_of(letter) for letter in member.letters()) == 1
