"""From the front page to the dataset: what a member does, through HTTP, with every process running."""
from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
import requests

from chassis import ids
from tests import waiting
from tests.network import Member, Network, Visitor
from tests.network.people import body_of, calendar_of

CITIES = {"roubaix", "tourcoing", "marcq"}
HEARD_SECONDS = 20.0


@pytest.fixture
def visitor(network: Network) -> Visitor:
    return Visitor(network)


@pytest.fixture(scope="module")
def member(network: Network) -> Member:
    return Member(network).join()


@pytest.fixture
def wish(visitor: Visitor) -> Callable[[], tuple[dict[str, Any], dict[str, Any]]]:
    """`wish()` is a space of Tourcoing with one unit, and two hours in which it is free."""
    return lambda: visitor.free_hours("tourcoing", hours=2)


def occupancy(network: Network) -> list[dict[str, str]]:
    reply = requests.get(f"{network.opendata}/datasets/occupancy.csv", timeout=10)
    assert reply.status_code == 200
    return list(csv.DictReader(io.StringIO(reply.text)))


def test_anybody_sees_the_spaces_of_all_cities_and_when_one_is_free(visitor: Visitor) -> None:
    places = waiting.until(lambda: visitor.get("/places")["items"], "places", HEARD_SECONDS)
    assert {place["city"] for place in places} == CITIES
    spaces = visitor.get("/spaces?limit=200")["items"]
    assert {space["city"] for space in spaces} == CITIES
    space, period = visitor.free_hours("marcq", hours=1)
    assert space["city"] == "marcq"
    assert period["starts_at"] < period["ends_at"]


def test_spaces_are_found_by_city_and_by_how_many_come(visitor: Visitor) -> None:
    found = visitor.get("/spaces?city=roubaix&persons=8")["items"]
    assert found
    assert all(space["city"] == "roubaix" and space["capacity"] >= 8 for space in found)


def test_a_member_registers_confirms_by_the_link_in_the_mail_and_signs_in(network: Network) -> None:
    member = Member(network, city="marcq", name="Célestin Vandamme", email="celestin.vandamme@example.org").join()
    me = member.get("/me")
    assert (me["name"], me["email"], me["city"]) == (member.name, member.email, "marcq")


def test_the_link_does_no_harm_the_second_time(member: Member) -> None:
    member.confirm()


def test_the_price_shown_before_is_kept_with_the_booking(member: Member, wish: Callable[[], Any]) -> None:
    space, period = wish()
    quote = member.ask("POST", "/quotes", {"space_id": space["id"], **period}).json()
    booking = member.book(space["id"], period).json()
    assert (booking["price_cents"], booking["currency"]) == (quote["price_cents"], "EUR")


def test_a_booking_asked_twice_under_one_key_is_made_once(member: Member, wish: Callable[[], Any]) -> None:
    space, period = wish()
    first, again = (member.book(space["id"], period, Idempotency_Key="one-wish") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()


def test_a_taken_period_names_the_next_free_ones(network: Network, member: Member, wish: Callable[[], Any]) -> None:
    space, period = wish()
    assert member.book(space["id"], period).status_code == 201
    refused = member.book(space["id"], period)
    assert (refused.status_code, refused.json()["code"]) == (409, "unit_taken")
    proposed = refused.json()["next_free"]
    assert 1 <= len(proposed) <= 5
    assert member.book(space["id"], proposed[0]).status_code == 201


def test_a_booking_becomes_a_mail_and_a_row_of_open_data_and_so_does_its_end(
    network: Network, wish: Callable[[], Any]
) -> None:
    member = Member(network, name="Firmin Lesaffre", email="firmin.lesaffre@example.org").join()
    space, period = wish()
    booked = member.book(space["id"], period)
    assert booked.status_code == 201, booked.text
    booking = booked.json()
    path = booked.headers["Location"].removeprefix("/api/v1")
    seen = booking | {"called": ids.spoken(member.id)}
    assert member.get(path) == seen
    assert seen in member.get("/bookings")["items"]

    confirmation = member.letter(2)
    assert space["name"] in body_of(confirmation)
    assert "METHOD:REQUEST" in calendar_of(confirmation) or "METHOD:PUBLISH" in calendar_of(confirmation)

    taken = (space["id"], booking["starts_at"][:16])

    def row() -> list[dict[str, str]]:
        return [row for row in occupancy(network) if (row["space_id"], row["starts_at"][:16]) == taken]

    (published,) = waiting.until(row, "row of the booking in occupancy", HEARD_SECONDS)
    assert not {member.id, booking["id"], member.name, member.email} & set(published.values())

    ended = member.ask("DELETE", path)
    assert (ended.status_code, ended.json()["status"]) == (200, "cancelled")
    assert member.ask("DELETE", path).json() == ended.json()
    assert "METHOD:CANCEL" in calendar_of(member.letter(3))
    waiting.until(lambda: not row(), "end of the row in occupancy", HEARD_SECONDS)
    assert member.book(space["id"], period).status_code == 201, "free at once"


@pytest.mark.parametrize("path", ["places.csv", "places.json", "places.geojson", "spaces.csv", "occupancy.json"])
def test_a_dataset_that_did_not_change_is_not_sent_twice(network: Network, path: str) -> None:
    url = f"{network.opendata}/datasets/{path}"
    first = requests.get(url, timeout=10)
    assert first.status_code == 200
    assert first.headers["Last-Modified"]
    again = requests.get(url, headers={"If-None-Match": first.headers["ETag"]}, timeout=10)
    assert again.status_code == 304


@pytest.mark.parametrize("form", ["ttl", "jsonld", "rdf"])
def test_the_catalogue_names_every_dataset(network: Network, form: str) -> None:
    reply = requests.get(f"{network.opendata}/catalog.{form}", timeout=10)
    assert reply.status_code == 200
    assert all(name in reply.text for name in ("places", "spaces", "occupancy"))


def test_every_process_lives_is_ready_and_counts(network: Network) -> None:
    for part in network.parts.values():
        assert part.get("/live").status_code == 200
        assert part.get("/ready").status_code == 200
        assert "# HELP" in part.get("/metrics").text


def test_the_description_of_the_api_is_served(network: Network) -> None:
    description = requests.get(f"{network.url}/api/openapi.json", timeout=10).json()
    assert description["openapi"].startswith("3.1")
    assert requests.get(f"{network.url}/api", timeout=10).status_code == 200
