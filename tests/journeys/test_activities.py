"""An activity from its draft to the letters about its seats, through HTTP, with every process running."""

from __future__ import annotations

import csv
import io
from email.message import EmailMessage
from typing import Any

import pytest
import requests

from chassis import clock
from tests import waiting
from tests.network import Network
from tests.network.people import Member, body_of
from tests.network.programme import Programme, told

HEARD_SECONDS = 30.0


@pytest.fixture(scope="module")
def programme(network: Network) -> Programme:
    return Programme(network)


@pytest.fixture(scope="module", autouse=True)
def _begun(doomed: dict[str, Any]) -> None:
    """What takes its time begins now, and is looked at later."""


@pytest.fixture
def leonie(network: Network, request: pytest.FixtureRequest) -> Member:
    """A member of Roubaix whom no other test knows."""
    name = request.node.name.partition("[")[0][-40:].replace("_", "")
    return Member(network, name="Léonie Herbaut", email=f"{name}@example.org").join()


def letters_about(who: Member, registration: dict[str, Any], count: int) -> list[EmailMessage]:
    """The letters that lead to a registration, as soon as there are so many; oldest first."""

    def found() -> list[EmailMessage]:
        leading = [letter for letter in who.letters() if f"/registrations/{registration['id']}" in body_of(letter)]
        return leading if len(leading) >= count else []

    return waiting.until(found, f"{count} letters about a registration", HEARD_SECONDS)


def held(programme: Programme, space_id: str) -> list[dict[str, str]]:
    """The rows of open data of a space."""
    reply = requests.get(f"{programme.network.opendata}/datasets/occupancy.csv", timeout=10)
    return [row for row in csv.DictReader(io.StringIO(reply.text)) if row.get("space_id") == space_id]


def test_what_is_drafted_is_seen_by_staff_and_once_published_by_everybody(programme: Programme) -> None:
    wish = programme.draft(theme="tissage-de-saison")
    activity = told(programme.fatou.ask("POST", "/activities", wish), 201)
    planned = told(programme.fatou.ask("POST", f"/activities/{activity['id']}/occurrences", programme.plan()), 201)
    [occurrence] = planned["occurrences"]
    assert programme.agenda(programme.amina, themes=wish["theme"]) == []
    assert programme.amina.ask("GET", f"/activities/{activity['id']}").status_code == 404
    assert programme.registers(programme.amina, occurrence).status_code == 404
    told(programme.fatou.ask("POST", f"/activities/{activity['id']}/proposal"))
    forbidden = programme.fatou.ask("POST", f"/activities/{activity['id']}/publication")
    assert (forbidden.status_code, forbidden.json()["code"]) == (403, "permission_missing")
    told(programme.ines.ask("POST", f"/activities/{activity['id']}/publication"))
    [shown] = programme.agenda(programme.amina, themes=wish["theme"])
    assert (shown["occurrence"]["id"], shown["activity"]["id"]) == (occurrence["id"], activity["id"])
    assert (shown["activity"]["drafted_by_id"], shown["occurrence"]["booking_id"]) == (None, None)


def test_its_space_is_booked_with_it_moves_with_it_and_is_counted_once(programme: Programme) -> None:
    space_id = programme.space("brodeuse")
    occurrence = programme.on(space_id=space_id, day=4, hour=14)
    period = {name: occurrence[name] for name in ("starts_at", "ends_at")}
    booking_id = occurrence["booking_id"]
    refused = programme.hugo.book(space_id, period)
    assert (refused.status_code, refused.json()["code"]) == (409, "unit_taken")
    waiting.until(lambda: len(held(programme, space_id)) == 1, "the booking in open data", HEARD_SECONDS)
    alone = programme.ines.ask("DELETE", f"/bookings/{booking_id}")
    assert (alone.status_code, alone.json()["code"]) == (409, "booking_of_occurrence")

    moved = told(programme.ines.ask("PATCH", f"/occurrences/{occurrence['id']}", programme.times(4, 17)))
    assert (moved["status"], moved["booking_id"]) == ("rescheduled", booking_id)
    assert programme.ines.get(f"/bookings/{booking_id}")["starts_at"] == moved["starts_at"]
    taken = told(programme.hugo.book(space_id, period), 201)
    blocked = programme.ines.ask("PATCH", f"/occurrences/{occurrence['id']}", programme.times(4, 14))
    assert (blocked.status_code, blocked.json()["code"]) == (409, "unit_taken")
    assert programme.occurrence(occurrence["id"])["starts_at"] == moved["starts_at"]
    expected = {taken["starts_at"][:16], moved["starts_at"][:16]}
    waiting.until(
        lambda: sorted(row["starts_at"][:16] for row in held(programme, space_id)) == sorted(expected),
        "the move in open data", HEARD_SECONDS,
    )  # fmt: skip

    told(programme.ines.ask("POST", f"/occurrences/{occurrence['id']}/cancellation", {"reason": "weather"}))
    assert programme.ines.get(f"/bookings/{booking_id}")["status"] == "cancelled"


def test_members_of_any_city_wards_and_who_is_helped_register_and_the_letters_go_to_who_reads_them(
    programme: Programme,
) -> None:
    occurrence = programme.on(capacity=8)
    hers = programme.registered(programme.amina, occurrence, seats=2)
    assert (hers["status"], hers["home_city"], hers["host_city"]) == ("confirmed", "roubaix", "tourcoing")
    [letter] = letters_about(programme.amina, hers, 1)
    assert "Tisser la ville" in body_of(letter)

    child = {"name": "Nour Delattre", "born_on": f"{clock.now().year - 9}-02-03", "consent": True, "adult": True}
    ward = told(programme.amina.ask("POST", "/me/wards", child), 201)
    for_ward = {"beneficiary": {"member_id": ward["id"], "city": "roubaix"}}
    of_ward = waiting.until(
        lambda: (reply := programme.registers(programme.amina, occurrence, **for_ward)).status_code == 201
        and reply.json(), "guardian that bookings has heard of", HEARD_SECONDS,
    )  # fmt: skip
    assert (of_ward["member_id"], of_ward["registered_by_id"]) == (ward["id"], programme.amina.id)
    [letter] = letters_about(programme.amina, of_ward, 1)
    assert "Nour Delattre" in body_of(letter)

    for_helped = {"beneficiary": {"member_id": programme.helped["id"], "city": "tourcoing"}}
    of_helped = waiting.until(
        lambda: (reply := programme.registers(programme.fatou, occurrence, **for_helped)).status_code == 201
        and reply.json(), "somebody helped whom bookings has heard of", HEARD_SECONDS,
    )  # fmt: skip
    assert letters_about(programme.fatou, of_helped, 1)

    listed = programme.reception.ask("GET", f"/occurrences/{occurrence['id']}/registrations")
    assert {one["id"] for one in listed.json()["items"]} == {hers["id"], of_ward["id"], of_helped["id"]}
    assert not [name for name in ("Amina", "Delattre", "Nour", "Odette") if name in listed.text]
    assert programme.occurrence(occurrence["id"])["seats_left"] == 4


def test_a_seat_that_is_given_back_is_offered_to_who_waits_first_and_accepted_once(
    programme: Programme, leonie: Member
) -> None:
    occurrence = programme.on(capacity=1, waiting_seats=2)
    seated = programme.registered(programme.hugo, occurrence)
    full = programme.registers(programme.amina, occurrence)
    assert (full.status_code, full.json()["code"]) == (409, "occurrence_full")
    assert (full.json()["seats_left"], full.json()["waiting_seats_left"]) == (0, 2)
    first = programme.registered(programme.amina, occurrence, accept_waiting=True)
    second = programme.registered(leonie, occurrence, accept_waiting=True)
    assert [(one["status"], one["position"]) for one in (first, second)] == [("waiting", 1), ("waiting", 2)]
    [queued] = letters_about(programme.amina, first, 1)

    told(programme.hugo.ask("POST", f"/registrations/{seated['id']}/cancellation", {}))
    offered = programme.amina.get(f"/registrations/{first['id']}")
    assert (offered["status"], bool(offered["lapses_at"])) == ("offered", True)
    assert programme.registers(programme.reception, occurrence).status_code == 409  # it is promised to who waits
    offer = letters_about(programme.amina, first, 2)[1]
    assert offer["Subject"] != queued["Subject"]
    accepted = told(programme.amina.ask("POST", f"/registrations/{first['id']}/acceptance"))
    assert accepted["status"] == "confirmed"
    confirmed = letters_about(programme.amina, first, 3)[2]
    assert confirmed["Subject"] not in (offer["Subject"], queued["Subject"])
    again = told(programme.amina.ask("POST", f"/registrations/{first['id']}/acceptance"))
    assert (again["status"], again["sequence"]) == ("confirmed", accepted["sequence"])  # the link is used once

    moved_up = leonie.get(f"/registrations/{second['id']}")
    assert (moved_up["status"], moved_up["position"]) == ("waiting", 1)
    explained = programme.ines.get(f"/occurrences/{occurrence['id']}/decisions?limit=200")["items"]
    assert {"seated", "queued", "offered", "accepted"} <= {line["code"] for line in explained}
    assert len(letters_about(leonie, second, 1)) == 1  # who only waits is not written to again


def test_what_an_activity_booked_is_cancelled_by_the_activity_alone(programme: Programme) -> None:
    occurrence = programme.on(space_id=programme.space("ours"), day=5)
    booking_id = programme.ines.get(f"/occurrences/{occurrence['id']}")["occurrence"]["booking_id"]
    refused = programme.ines.ask("DELETE", f"/bookings/{booking_id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "booking_of_occurrence")
    told(programme.ines.ask("POST", f"/occurrences/{occurrence['id']}/cancellation", {}))
    assert programme.ines.get(f"/bookings/{booking_id}")["status"] == "cancelled"
