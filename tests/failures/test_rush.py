"""Everybody wants the same room, or the same evening, at the same time."""
from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import NullPool, create_engine, text

from tests import waiting
from tests.network import Member, Network
from tests.network.people import calendar_of
from tests.network.programme import Programme, told

ASKING = 64
SEATS, WAITING, GIVEN_BACK = 50, 10, 5


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


def test_of_64_at_once_for_50_seats_and_a_list_of_10_nobody_overtakes(network: Network) -> None:
    programme = Programme(network)
    occurrence = programme.on(capacity=SEATS, waiting_seats=WAITING)
    people = [programme.help(f"Ferdinand Rush-{number}") for number in range(ASKING)]
    wishes = [{"beneficiary": {"member_id": one["id"], "city": "tourcoing"}} for one in people]
    wish = {**programme.wish(programme.space()), **wishes[-1]}
    waiting.until(lambda: not programme.codes(programme.fatou, wish), "people whom bookings has heard of", 30)

    with ThreadPoolExecutor(ASKING) as pool:
        asked = [
            pool.submit(programme.registers, programme.fatou, occurrence, accept_waiting=True, **one) for one in wishes
        ]
        replies = [one.result() for one in asked]
    assert Counter(reply.status_code for reply in replies) == {201: SEATS + WAITING, 409: ASKING - SEATS - WAITING}
    assert {reply.json()["code"] for reply in replies if reply.status_code == 409} == {"occurrence_full"}
    made = sorted((reply.json() for reply in replies if reply.status_code == 201), key=lambda one: one["number"])
    assert [one["number"] for one in made] == [*range(1, SEATS + WAITING + 1)]
    assert [one["status"] for one in made] == ["confirmed"] * SEATS + ["waiting"] * WAITING
    assert [one["position"] for one in made[SEATS:]] == [*range(1, WAITING + 1)]

    with ThreadPoolExecutor(GIVEN_BACK) as pool:
        paths = [f"/registrations/{one['id']}/cancellation" for one in made[:GIVEN_BACK]]
        for reply in pool.map(lambda path: programme.fatou.ask("POST", path, {}), paths):
            told(reply)
    after = [programme.ines.get(f"/registrations/{one['id']}") for one in made[SEATS:]]
    offered = [one["number"] for one in after if one["status"] == "offered"]
    assert offered == [*range(SEATS + 1, SEATS + GIVEN_BACK + 1)]
    assert programme.occurrence(occurrence["id"])["seats_left"] == 0
