"""A member finds what is free in the network, and what is near when it is not, with every process running."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest

from tests.network import Member, Network, Visitor
from tests.network.people import is_for_anybody

NOBODY_HAS = {"equipment": "un accélérateur de particules"}


@pytest.fixture(scope="module")
def member(network: Network) -> Member:
    return Member(network, name="Irène Vanhove", email="irene.vanhove@example.org").join()


def test_what_a_search_finds_can_be_booked_at_the_price_that_it_told(network: Network, member: Member) -> None:
    _, period = member.free_hours("tourcoing", hours=2)
    near = {"near": "50.7041,3.1687", "within_km": 10, "city": "tourcoing,roubaix", "persons": 2}
    found = member.get(f"/free?{urlencode({**period, **near})}")["items"]
    assert {choice["space"]["city"] for choice in found} <= {"tourcoing", "roubaix"}
    assert [choice["distance_km"] for choice in found] == sorted(choice["distance_km"] for choice in found)
    choice = next(choice for choice in found if choice["units_free"] == 1 and not choice["approval"])
    booked = member.ask("POST", "/bookings", {"space_id": choice["space"]["id"], **period, "persons": 2})
    assert (booked.status_code, booked.json()["price_cents"]) == (201, choice["price_cents"])
    again = Visitor(network).get(f"/free?{urlencode({**period, **near})}")["items"]
    assert choice["space"]["id"] not in {choice["space"]["id"] for choice in again}


def test_each_alternative_to_a_taken_period_can_be_booked(member: Member) -> None:
    space, period = member.free_hours("tourcoing", hours=2)
    assert member.book(space["id"], period).status_code == 201
    near = member.get(f"/spaces/{space['id']}/alternatives?{urlencode(period)}")["items"]
    by_reason = {alternative["reason"]: alternative for alternative in near}
    assert "shifted" in by_reason and len(by_reason) > 1
    for alternative in filter(lambda found: is_for_anybody(found["space"]), by_reason.values()):
        reply = member.book(alternative["space"]["id"], alternative)
        assert reply.status_code == 201, reply.text
        assert member.ask("DELETE", f"/bookings/{reply.json()['id']}").status_code == 200


def test_where_nothing_is_as_was_asked_nothing_is_made_up(member: Member) -> None:
    _, period = member.free_hours("roubaix", hours=1)
    assert member.get(f"/free?{urlencode({**period, **NOBODY_HAS})}") == {
        "items": [], "next": None, "alternatives": [],
    }  # fmt: skip


def test_the_next_free_periods_of_a_city_can_be_booked(member: Member) -> None:
    _, period = member.free_hours("roubaix", hours=1)
    until = datetime.fromisoformat(period["starts_at"]) + timedelta(days=7)
    span = {"from": period["starts_at"], "to": until.isoformat()}
    soon = member.get(f"/free/next?{urlencode({**span, 'city': 'roubaix', 'minutes': 60})}")["items"]
    assert soon
    first = soon[0]
    reply = member.book(first["space_id"], first["free"][0])
    assert reply.status_code == 201, reply.text
