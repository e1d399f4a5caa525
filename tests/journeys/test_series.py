"""A series from end to end: every week at the same wall time, one letter for all of it, and one when it changes."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest

from tests import waiting
from tests.network import Network
from tests.network.desk import Desk
from tests.network.people import Member, body_of


@pytest.fixture
def desk(network: Network) -> Desk:
    return Desk(network)


def about(member: Member, space: str) -> list[EmailMessage]:
    """The letters to a member that are about a space."""
    return [letter for letter in member.letters() if space in body_of(letter)]


def told(member: Member, space: str, count: int) -> list[EmailMessage]:
    """The same, as soon as there are so many."""
    found = waiting.until(lambda: (them := about(member, space))[count - 1 :] and them, f"letter {count}", 30)
    assert len(found) == count
    return list(found)


def statuses(member: Member, series_id: str) -> list[str]:
    found: dict[str, Any] = member.get(f"/series/{series_id}")
    return [booking["status"] for booking in found["bookings"]]


def test_a_series_is_booked_tried_again_moved_and_cancelled_and_told_as_one(desk: Desk) -> None:
    name = f"salle-{desk.place_id}"
    space_id = desk.space(name)
    theirs = desk.booked(desk.hugo, space_id, day=8)
    plan = desk.series(space_id, "FREQ=WEEKLY;COUNT=4")
    preview = desk.amina.ask("POST", "/series/preview", plan).json()["items"]
    assert [item["status"] for item in preview] == ["free", "taken", "free", "free"]

    made = desk.amina.ask("POST", "/series", plan).json()
    assert ([one["codes"] for one in made["refused"]], len(made["bookings"])) == ([["unit_taken"]], 3)
    told(desk.amina, name, 1)

    assert desk.hugo.ask("DELETE", f"/bookings/{theirs['id']}").status_code == 200
    again = desk.amina.ask("POST", f"/series/{made['id']}/retry", {}).json()
    assert (len(again["bookings"]), again["refused"]) == (1, [])
    told(desk.amina, name, 2)

    second = again["bookings"][0]
    later = desk.wish(space_id, day=8, hour=14)
    moved = desk.amina.ask(
        "PATCH",
        f"/bookings/{second['id']}?scope=following",
        {"starts_at": later["starts_at"], "ends_at": later["ends_at"]},
    ).json()
    assert (moved["changed"], moved["starts_at"]) == (3, later["starts_at"])
    told(desk.amina, name, 3)
    assert desk.hugo.ask("POST", "/bookings", desk.wish(space_id, day=15)).status_code == 201  # where one was

    cancelled = desk.amina.ask("DELETE", f"/bookings/{second['id']}?scope=all").json()
    assert (cancelled["status"], cancelled["changed"]) == ("cancelled", 4)
    assert statuses(desk.amina, made["id"]) == ["cancelled"] * 4
    told(desk.amina, name, 4)


def test_two_hundred_bookings_go_in_and_out_by_one_request_each(desk: Desk) -> None:
    plan = desk.series(desk.space(f"long-{desk.place_id}"), "FREQ=DAILY;COUNT=200", day=2)
    made = desk.amina.ask("POST", "/series", plan).json()
    assert (len(made["bookings"]), made["refused"]) == (200, [])
    assert statuses(desk.amina, made["id"]) == ["confirmed"] * 200
    moved = desk.amina.ask("PATCH", f"/bookings/{made['bookings'][0]['id']}?scope=all", {"persons": 3}).json()
    assert (moved["changed"], moved["refused"]) == (200, [])
    cancelled = desk.amina.ask("DELETE", f"/bookings/{made['bookings'][0]['id']}?scope=all").json()
    assert cancelled["changed"] == 200
