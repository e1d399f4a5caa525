"""A place is closed, through HTTP, with every process running: who had booked it is told, and asked."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.network import Network
from tests.network.desk import Desk


@pytest.fixture
def desk(network: Network) -> Desk:
    return Desk(network)


def told(reply: requests.Response, status: int = 200) -> Any:
    """What a reply says, that is none of a refusal."""
    assert reply.status_code == status, reply.text
    return reply.json()


def span(wish: dict[str, Any]) -> dict[str, Any]:
    return {name: wish[name] for name in ("starts_at", "ends_at")}


def test_a_closure_asks_what_becomes_of_each_booking_and_the_member_takes_what_is_proposed(desk: Desk) -> None:
    room = desk.space()
    one, two = desk.booked(desk.amina, room), desk.booked(desk.hugo, room, hour=10)
    closure = span(desk.wish(room, hours=4)) | {"reason": "Inventaire"}
    path = f"/places/{desk.place_id}/closures"
    hits = told(desk.administrator.ask("POST", f"{path}/preview", span(closure)))["hits"]
    assert [hit["booking"]["id"] for hit in hits] == [one["id"], two["id"]]
    proposal = hits[0]["proposals"][0]
    assert proposal["space_id"] == room and proposal["starts_at"] >= closure["ends_at"]

    refused = desk.administrator.ask("POST", path, closure)
    assert refused.json()["bookings"] == [one["id"], two["id"]]
    decided = [
        {"booking_id": one["id"], "decision": "propose", "space_id": room, **span(proposal)},
        {"booking_id": two["id"], "decision": "cancel"},
    ]
    made = told(desk.administrator.ask("POST", path, {**closure, "decisions": decided}), 201)
    held = made["bookings"][1]
    assert (held["status"], held["replaces_id"]) == ("held", one["id"])
    assert desk.hugo.get(f"/bookings/{two['id']}")["cancel_reason"] == "closure"
    assert told(desk.amina.ask("POST", f"/bookings/{held['id']}/confirmation"))["status"] == "confirmed"
    assert desk.amina.get(f"/bookings/{one['id']}")["cancel_reason"] == "replaced"
    assert desk.amina.ask("POST", "/bookings", desk.wish(room)).json()["code"] == "outside_opening_hours"
    [shown] = desk.amina.get(path)["items"]
    assert (shown["reason"], shown["id"]) == ("Inventaire", made["closure"]["id"])

    told(desk.administrator.ask("DELETE", f"/closures/{shown['id']}"))
    told(desk.amina.ask("POST", "/bookings", desk.wish(room)), 201)


def test_a_calendar_is_imported_once_everything_is_decided(desk: Desk) -> None:
    room = desk.space()
    booking = desk.booked(desk.amina, room, day=2)
    day = desk.wish(room, day=2)["starts_at"][:10].replace("-", "")
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ville//FR\r\nBEGIN:VEVENT\r\nUID:inventaire\r\n"
        f"DTSTAMP:20261101T080000Z\r\nDTSTART;VALUE=DATE:{day}\r\nSUMMARY:Inventaire\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    path = f"/places/{desk.place_id}/closures"
    asked = told(desk.administrator.ask("POST", f"{path}/import", {"calendar": calendar}))
    assert asked["applied"] is False and [hit["booking"]["id"] for hit in asked["hits"]] == [booking["id"]]
    decisions = [{"booking_id": booking["id"], "decision": "keep"}]
    done = told(desk.administrator.ask("POST", f"{path}/import", {"calendar": calendar, "decisions": decisions}))
    assert done["applied"] is True and len(done["announced"]) == 1
    again = told(desk.administrator.ask("POST", f"{path}/import", {"calendar": calendar}))
    assert (again["applied"], again["announced"], again["withdrawn"]) == (True, [], [])
    assert desk.amina.get(f"/bookings/{booking['id']}")["status"] == "confirmed"


def test_an_evening_is_opened_beside_the_hours(desk: Desk) -> None:
    room = desk.space("soir", opening_hours="08:00-18:00")
    wish = desk.wish(room, day=3, hour=19)
    assert desk.amina.ask("POST", "/bookings", wish).json()["code"] == "outside_opening_hours"
    opening = {"space_id": room, **span(desk.wish(room, day=3, hour=18, hours=3)), "reason": "Nocturne"}
    told(desk.administrator.ask("POST", f"/places/{desk.place_id}/openings", opening), 201)
    told(desk.amina.ask("POST", "/bookings", wish), 201)
