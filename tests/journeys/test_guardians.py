"""A guardian books in another city for a minor: the desk there sees initials and no name; every process running."""

from __future__ import annotations

from typing import Any

import pytest

from chassis import clock
from tests import waiting
from tests.network import Network
from tests.network.desk import Desk
from tests.network.people import body_of

HEARD_SECONDS = 20.0
NAME = "Lilou Delattre-Wibaut"


@pytest.fixture(scope="module")
def desk(network: Network) -> Desk:
    return Desk(network)


@pytest.fixture(scope="module")
def ward(desk: Desk) -> dict[str, Any]:
    """Lilou, whom Amina of Roubaix registers."""
    minor = {"name": NAME, "born_on": f"{clock.now().year - 10}-05-04", "handle": "l. d.-w."}
    reply = desk.amina.ask("POST", "/me/wards", {**minor, "consent": True, "adult": True})
    assert reply.status_code == 201, reply.text
    told: dict[str, Any] = reply.json()
    return told


def test_a_guardian_books_in_another_city_where_the_desk_sees_initials_and_the_letter_comes_home(
    desk: Desk, ward: dict[str, Any]
) -> None:
    wish = desk.wish(desk.space("for-minors"), beneficiary={"member_id": ward["id"], "city": "roubaix"})

    def hindrances() -> list[str]:
        return [refusal["code"] for refusal in desk.amina.ask("POST", "/quotes", wish).json()["refusals"]]

    waiting.until(lambda: not hindrances(), "guardian that bookings has heard of", HEARD_SECONDS)
    refused = desk.hugo.ask("POST", "/bookings", wish)
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_missing")
    booked = desk.amina.ask("POST", "/bookings", wish).json()
    assert (booked["member_id"], booked["booked_by_id"]) == (ward["id"], desk.amina.id)

    day = f"from={wish['starts_at']}&to={wish['ends_at']}".replace("+", "%2B")
    sheet = desk.reception.ask("GET", f"/places/{desk.place_id}/bookings?{day}")
    [seen] = [one for one in sheet.json()["items"] if one["id"] == booked["id"]]
    assert (seen["called"], seen["home_city"]) == ("L. D.-W.", "roubaix")
    assert not [part for part in NAME.split() if part in sheet.text]

    def letters() -> list[str]:
        return [body_of(letter) for letter in desk.amina.letters() if booked["id"] in body_of(letter)]

    [letter] = waiting.until(letters, "letter to the guardian", HEARD_SECONDS)
    assert "Bonjour Amina Delattre" in letter and f"Ce message concerne {NAME}" in letter

    cancelled = desk.amina.ask("DELETE", f"/bookings/{booked['id']}")
    assert cancelled.json()["status"] == "cancelled"


def test_who_takes_their_initials_back_is_called_by_a_code_everywhere(desk: Desk, ward: dict[str, Any]) -> None:
    reply = desk.amina.ask("PATCH", f"/members/{ward['id']}", {"handle": None})
    assert (reply.status_code, reply.json()["handle"]) == (200, None)

    def called() -> set[str]:
        items = desk.amina.get("/bookings?limit=200")["items"]
        return {one["called"] for one in items if one["member_id"] == ward["id"]}

    waiting.until(lambda: called() == {ward["code"]}, "handle that bookings has forgotten", HEARD_SECONDS)
