"""A day at the front desk, through HTTP, with every process running."""

from __future__ import annotations

import concurrent.futures
from collections import Counter
from email.message import EmailMessage
from typing import Any

import pytest

from tests import waiting
from tests.network import Network
from tests.network.desk import Desk
from tests.network.people import Member, body_of, calendar_of

AT_ONCE = 12


@pytest.fixture(scope="module")
def desk(network: Network) -> Desk:
    return Desk(network)


def test_who_holds_the_floor_holds_its_rooms_and_back(desk: Desk) -> None:
    floor = desk.space("floor-1", kind="floor")
    room = desk.space("room-11", parent_id=floor)
    other = desk.space("room-12", parent_id=floor)
    whole = desk.booked(desk.amina, floor, hours=2)
    for part in (room, other):
        assert desk.hugo.ask("POST", "/bookings", desk.wish(part, hour=10)).json()["code"] == "unit_taken"
    assert desk.amina.ask("DELETE", f"/bookings/{whole['id']}").status_code == 200
    desk.booked(desk.hugo, room, hour=10)
    desk.booked(desk.amina, other, hour=10)
    assert desk.amina.ask("POST", "/bookings", desk.wish(floor, hours=2)).json()["code"] == "unit_taken"


def test_the_floor_and_its_rooms_asked_for_at_once_are_given_once(desk: Desk) -> None:
    floor = desk.space("floor-2", kind="floor")
    rooms = [desk.space(f"room-2{number}", parent_id=floor) for number in range(3)]

    def ask(number: int) -> str:
        space_id = floor if number % 2 else rooms[number % 3]
        who = desk.amina if number % 4 < 2 else desk.hugo
        reply = who.ask("POST", "/bookings", desk.wish(space_id, day=2))
        return space_id if reply.status_code == 201 else str(reply.json()["code"])

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = Counter(pool.map(ask, range(AT_ONCE)))
    won = set(outcomes) - {"unit_taken"}
    assert won == {floor} or won <= set(rooms)
    assert all(outcomes[space_id] == 1 for space_id in won)
    assert outcomes["unit_taken"] == AT_ONCE - len(won)


def test_a_request_waits_for_the_citys_word_and_the_unit_with_it(desk: Desk) -> None:
    space_id = desk.space("stage", kind="stage", rules={"approval": True})
    asked = desk.booked(desk.amina, space_id)
    assert (asked["status"], bool(asked["lapses_at"])) == ("requested", True)
    assert desk.hugo.ask("POST", "/bookings", desk.wish(space_id)).json()["code"] == "unit_taken"
    assert desk.amina.ask("POST", f"/bookings/{asked['id']}/approval").json()["code"] == "permission_missing"
    granted = desk.reception.ask("POST", f"/bookings/{asked['id']}/approval").json()
    assert (granted["status"], granted["lapses_at"]) == ("confirmed", None)
    letters = waiting.until(lambda: invited(desk, asked["id"]), "invitation after the answer", 20)
    assert [bool(calendar_of(letter)) for letter in letters].count(True) == 1, "no invitation before the answer"


def test_the_desk_books_for_a_member_and_past_a_rule_and_the_booking_says_so(desk: Desk) -> None:
    space_id = desk.space("lab", rules={"max_minutes": 60})
    amina = {"member_id": desk.amina.id, "city": "roubaix"}
    wish = desk.wish(space_id, hours=2, beneficiary=amina, past=["too_long"])
    quote = desk.reception.ask("POST", "/quotes", wish).json()
    assert (quote["refusals"], quote["went_past"]) == ([], ["too_long"])
    booking = desk.reception.ask("POST", "/bookings", wish).json()
    assert (booking["member_id"], booking["home_city"]) == (desk.amina.id, "roubaix")
    assert (booking["booked_by_id"], booking["booked_by_city"]) == (desk.reception.id, "tourcoing")
    assert booking["went_past"] == ["too_long"]
    assert desk.amina.get(f"/bookings/{booking['id']}")["id"] == booking["id"]
    assert desk.hugo.ask("GET", f"/bookings/{booking['id']}").json()["code"] == "booking_not_found"


def test_a_quote_tells_everything_at_once(desk: Desk) -> None:
    rules = {"max_minutes": 60, "min_persons": 4, "notice_minutes": 4000, "cities": ["tourcoing"]}
    space_id = desk.space("strict", rules=rules)
    refusals = desk.amina.ask("POST", "/quotes", desk.wish(space_id, hours=2)).json()["refusals"]
    codes = {refusal["code"] for refusal in refusals}
    assert codes == {"too_long", "too_few_persons", "notice_too_short", "city_not_admitted"}


def test_a_booking_moves_without_ever_letting_go(desk: Desk) -> None:
    space_id = desk.space("move")
    mine = desk.booked(desk.amina, space_id, day=3)
    desk.booked(desk.hugo, space_id, day=3, hour=11)
    path = f"/bookings/{mine['id']}"
    taken = desk.amina.ask("PATCH", path, times(desk.wish(space_id, day=3, hour=10.5)))
    assert (taken.status_code, taken.json()["code"]) == (409, "unit_taken")
    assert desk.amina.get(path)["starts_at"] == mine["starts_at"]
    moved = desk.amina.ask("PATCH", path, times(desk.wish(space_id, day=3, hour=9.5, hours=1.5))).json()
    assert (moved["price_cents"], moved["sequence"]) == (1500, mine["sequence"] + 1)
    desk.booked(desk.hugo, space_id, day=3, hour=8.5)


def test_who_came_is_checked_in_and_out_and_the_sheet_of_the_day_says_so(desk: Desk) -> None:
    space_id = desk.space("soon", rules={"check_in_from_minutes": 10_000, "release_after_minutes": 30})
    booking = desk.booked(desk.amina, space_id)
    assert booking["lapses_at"] > booking["starts_at"]
    path = f"/bookings/{booking['id']}"
    there = desk.reception.ask("POST", f"{path}/check-in").json()
    assert (bool(there["checked_in_at"]), there["lapses_at"]) == (True, None)
    assert desk.amina.ask("POST", f"{path}/check-in").json() == there
    span = f"from={booking['starts_at']}&to={booking['ends_at']}".replace("+", "%2B")
    sheet = desk.reception.get(f"/places/{desk.place_id}/bookings?{span}")["items"]
    assert [found["checked_in_at"] for found in sheet if found["id"] == booking["id"]] == [there["checked_in_at"]]
    assert desk.amina.ask("GET", f"/places/{desk.place_id}/bookings?{span}").json()["code"] == "permission_missing"
    assert desk.reception.ask("POST", f"{path}/check-out").json()["checked_out_at"]
    desk.booked(desk.hugo, space_id)


def test_who_is_at_the_desk_of_one_place_does_nothing_at_another_of_the_city(desk: Desk, network: Network) -> None:
    here, there = Desk(network), Desk(network)
    clerk = Member(network, city="tourcoing", name="Sacha Lemaire", email="sacha.lemaire@example.org").join()
    asked = f"/members/{clerk.id}/roles/front_desk?place_id={here.place_id}"
    assert clerk.ask("PUT", asked).json()["code"] == "permission_missing"
    assert here.administrator.ask("PUT", asked).json()["roles"] == [f"front_desk@{here.place_id}", "member"]
    clerk.protect()
    rules = {"check_in_from_minutes": 10_000, "check_in_by_member": False}
    mine, other = (one.booked(desk.amina, one.space("salle", rules=rules)) for one in (here, there))
    assert clerk.ask("POST", f"/bookings/{other['id']}/check-in").json()["code"] == "booking_not_found"
    assert clerk.ask("POST", f"/bookings/{mine['id']}/check-in").json()["checked_in_at"]
    span = f"from={mine['starts_at']}&to={mine['ends_at']}".replace("+", "%2B")
    assert clerk.get(f"/places/{here.place_id}/bookings?{span}")["items"]
    refused = clerk.ask("GET", f"/places/{there.place_id}/bookings?{span}")
    assert refused.json()["code"] == "permission_missing"
    assert here.administrator.ask("DELETE", asked).json()["roles"] == ["member"]


def times(wish: dict[str, Any]) -> dict[str, Any]:
    return {"starts_at": wish["starts_at"], "ends_at": wish["ends_at"]}


def invited(desk: Desk, booking_id: str) -> list[EmailMessage]:
    """The letters that Amina got about a booking, once one has an invitation."""
    found = [letter for letter in desk.amina.letters() if booking_id in body_of(letter) + calendar_of(letter)]
    return found if any(calendar_of(letter) for letter in found) else []
