"""Waiting for a space, and calendars under secret addresses, through HTTP, with every process running."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
import requests
from icalendar import Calendar

from gateway.api.operations import feeds, waits
from gateway.api.operations.booking import RULES, WISH
from gateway.api.problems import CODES
from tests import waiting
from tests.network import Network
from tests.network.desk import Desk
from tests.network.people import Member, body_of, calendar_of

WAIT_SECONDS = 30.0


@pytest.fixture(scope="module")
def desk(network: Network) -> Desk:
    return Desk(network)


def waits_for(who: Member, wish: dict[str, Any]) -> dict[str, Any]:
    reply = who.ask("POST", "/waits", wish)
    assert reply.status_code == 201, reply.text
    wait: dict[str, Any] = reply.json()
    return wait


def letter_about(who: Member, booking_id: str) -> EmailMessage:
    """The latest letter that leads to a booking."""

    def found() -> list[EmailMessage]:
        return [letter for letter in who.letters() if f"/bookings/{booking_id}" in body_of(letter)]

    return waiting.until(found, f"letter about {booking_id}", WAIT_SECONDS)[-1]


def entries(url: str) -> dict[str, Any]:
    """The entries of a calendar, as a calendar reads them, by their UID."""
    reply = requests.get(url, timeout=20)
    assert reply.status_code == 200, reply.text
    calendar: Any = Calendar.from_ical(reply.text)
    return {str(entry["UID"]): entry for entry in calendar.walk("VEVENT")}


def test_what_is_given_back_is_offered_to_who_waits_first_by_mail_and_to_nobody_else(desk: Desk) -> None:
    space_id = desk.space("wanted")
    taken, wish = desk.booked(desk.hugo, space_id), desk.wish(space_id)
    first, second = waits_for(desk.amina, wish), waits_for(desk.reception, wish)
    assert [first["position"], second["position"]] == [1, 2]
    assert desk.hugo.ask("DELETE", f"/bookings/{taken['id']}").status_code == 200
    offer = desk.amina.get(f"/bookings/{first['id']}")
    assert (offer["status"], bool(offer["lapses_at"])) == ("held", True)
    assert first["id"] in body_of(letter_about(desk.amina, first["id"]))
    assert desk.amina.ask("POST", f"/bookings/{first['id']}/confirmation").json()["status"] == "confirmed"
    shown = {wait["id"]: wait for wait in desk.reception.get("/waits")["items"]}
    assert (shown[second["id"]]["status"], shown[second["id"]]["position"]) == ("waiting", 1)
    heard = [letter for letter in desk.reception.letters() if second["id"] in body_of(letter)]
    assert heard == []  # who only waits hears nothing
    assert desk.reception.ask("DELETE", f"/waits/{second['id']}").json()["status"] == "left"


def test_a_calendar_shows_the_entry_of_the_invitation_and_later_that_it_is_cancelled(desk: Desk) -> None:
    booked = desk.booked(desk.amina, desk.space("diary"), day=8)
    feed = desk.amina.ask("POST", "/feeds", {}).json()
    invited: Any = Calendar.from_ical(calendar_of(letter_about(desk.amina, booked["id"])))
    [invitation] = invited.walk("VEVENT")
    entry = entries(feed["url"])[str(invitation["UID"])]
    for name in ("SUMMARY", "LOCATION", "SEQUENCE", "STATUS"):
        assert entry[name] == invitation[name]
    assert (entry.start, entry.end) == (invitation.start, invitation.end)
    assert desk.amina.ask("DELETE", f"/bookings/{booked['id']}").status_code == 200
    entry = entries(feed["url"])[str(invitation["UID"])]
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", 1)
    assert desk.amina.ask("DELETE", f"/feeds/{feed['id']}").status_code == 200
    assert requests.get(feed["url"], timeout=20).status_code == 404


def test_staff_subscribes_to_a_space_and_sees_nobody(desk: Desk) -> None:
    space_id = desk.space("watched")
    booked = desk.booked(desk.amina, space_id, day=9)
    url = desk.reception.ask("POST", "/feeds", {"space_id": space_id}).json()["url"]
    text = requests.get(url, timeout=20).text
    assert len(entries(url)) == 1
    for private in (booked["id"], booked["member_id"], "amina"):
        assert private not in text


def test_an_unchanged_calendar_is_not_sent_twice(desk: Desk) -> None:
    url = desk.hugo.ask("POST", "/feeds", {}).json()["url"]
    etag = requests.get(url, timeout=20).headers["ETag"]
    again = requests.get(url, headers={"If-None-Match": etag}, timeout=20)
    assert (again.status_code, again.content) == (304, b"")


def unit_free(desk: Desk) -> requests.Response:
    return desk.amina.ask("POST", "/waits", desk.wish(desk.space("empty")))


def already_waiting(desk: Desk) -> requests.Response:
    space_id = desk.space("twice")
    desk.booked(desk.hugo, space_id)
    wait = waits_for(desk.amina, desk.wish(space_id))
    reply = desk.amina.ask("POST", "/waits", desk.wish(space_id))
    assert desk.amina.ask("DELETE", f"/waits/{wait['id']}").status_code == 200
    return reply


def too_many_waits(desk: Desk) -> requests.Response:
    space_id = desk.space("crowded")
    for hour in range(9, 15):
        desk.booked(desk.hugo, space_id, hour=hour)
    begun = [waits_for(desk.amina, desk.wish(space_id, hour=hour)) for hour in range(9, 14)]
    reply = desk.amina.ask("POST", "/waits", desk.wish(space_id, hour=14))
    for wait in begun:
        assert desk.amina.ask("DELETE", f"/waits/{wait['id']}").status_code == 200
    return reply


def wait_not_found(desk: Desk) -> requests.Response:
    return desk.amina.ask("DELETE", "/waits/no-such-wait")


def feed_not_found(desk: Desk) -> requests.Response:
    return requests.get(f"{desk.network.url}/api/v1/feeds/feed-no-such-secret.ics", timeout=20)


def too_many_feeds(desk: Desk) -> requests.Response:
    replies = [desk.administrator.ask("POST", "/feeds", {}) for _ in range(21)]
    for feed in desk.administrator.get("/feeds")["items"]:
        assert desk.administrator.ask("DELETE", f"/feeds/{feed['id']}").status_code == 200
    return replies[-1]


SCENES = (unit_free, already_waiting, too_many_waits, wait_not_found, feed_not_found, too_many_feeds)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_a_refusal_says_its_code(desk: Desk, scene: Callable[[Desk], requests.Response]) -> None:
    reply = scene(desk)
    assert (reply.status_code, reply.json()["code"]) == (CODES[scene.__name__].status, scene.__name__), reply.text


def test_every_refusal_of_waits_and_feeds_has_its_scene() -> None:
    of_a_booking = {*WISH, *RULES, "idempotency_key_reused"}
    codes = {code for operation in (*waits.OPERATIONS, *feeds.OPERATIONS) for code in operation.refusals}
    assert codes - of_a_booking == {scene.__name__ for scene in SCENES}
