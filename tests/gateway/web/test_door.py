"""The door's page: who is expected, a form each, and what its script sends."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from chassis.clock import rfc3339
from chassis.errors import Conflict, Forbidden, Unavailable
from tests.gateway.web.conftest import MONDAY, Browser, calls, words
from tests.gateway.web.network import Network

PAGE = "/desk/occurrences/lamp-monday/door"
ACTS = f"{PAGE}/acts"
NONCE = "0b0e7f0c-6a3f-4c8e-9a53-000000000001"


def expected(number: int, home_city: str = "tourcoing", **more: Any) -> dict[str, Any]:
    return {
        "id": f"registration-{number}",
        "member_id": f"member-{number}",
        "home_city": home_city,
        "organisation_id": None,
        "number": number,
        "seats": 1,
        "answers_due": False,
        "checked_in_at": None,
        "checked_in_seats": 0,
        "absence_reason": None,
        "called": f"AB{number}",
        **more,
    }


class AtDoor:
    """What the services answer at a door."""

    def __init__(self, network: Network) -> None:
        self.expected = [expected(1, "roubaix"), expected(2), expected(3, seats=3, answers_due=True)]
        self.closed: str | None = None
        self.results: list[dict[str, Any]] | None = None
        self.refuses: Exception | None = None
        self.named: dict[str, str] | Exception = {"member-1": "Ondine Delattre"}
        for name in ("door", "scan", "count_walk_ins", "count_bands", "note_absence", "names", "registration"):
            setattr(network, name, getattr(self, name))

    def door(self, occurrence_id: str, actor: dict[str, Any]) -> dict[str, Any]:
        if self.refuses:
            raise self.refuses
        occurrence = {
            "id": occurrence_id,
            "city": "roubaix",
            "starts_at": rfc3339(MONDAY),
            "ends_at": "2026-11-23T10:00:00+00:00",
            "zone": "Europe/Paris",
            "place_name": "Meuh Lab",
            "state": "scheduled",
        }
        return {
            "occurrence": occurrence,
            "activity": {"id": "lamp", "title": {"fr": "Fabriquer sa lampe", "nl": "Maak je lamp"}},
            "closed": self.closed,
            "registrations": self.expected,
            "walked_in": 2,
            "counts": {"registered": 5, "came": 1, "absent": 0, "walked_in": 2},
            "bands": dict.fromkeys(("under_12", "12_17", "18_25", "26_59", "60_plus"), 0),
        }

    def scan(self, occurrence_id: str, actor: dict[str, Any], scans: list[dict[str, Any]]) -> dict[str, Any]:
        told = [{"nonce": one.get("nonce"), "result": "ok", "first_scanned_at": None} for one in scans]
        return {"results": self.results or told}

    def count_walk_ins(self, **asked: Any) -> dict[str, Any]:
        return {"result": "ok", "walked_in": 3}

    def count_bands(self, **asked: Any) -> dict[str, Any]:
        return {"bands": asked["bands"]}

    def note_absence(self, **asked: Any) -> dict[str, Any]:
        if asked["reason"] == "odd":
            raise Conflict("door_closed")
        return {}

    def names(self, city: str, token: str, member_ids: list[str]) -> dict[str, Any]:
        assert city == "roubaix"
        if isinstance(self.named, Exception):
            raise self.named
        return {"names": self.named}

    def registration(self, registration_id: str, actor: dict[str, Any]) -> dict[str, Any]:
        own = registration_id == "mine"
        whose = {"member_id": actor["member_id"] if own else "another", "home_city": actor["city"]}
        return {"id": registration_id, "occurrence_id": "lamp-monday", **whose}


@pytest.fixture
def door(network: Network) -> AtDoor:
    return AtDoor(network)


@pytest.fixture
def desk(door: AtDoor, member: Browser) -> Browser:
    """A browser whose member stands at the door."""
    return member


def sent(desk: Browser, *acts: dict[str, Any]) -> dict[str, Any]:
    """What the page's script is told of what it sends."""
    token = json.loads(desk.open(ACTS).text)["csrf_token"]
    reply = desk.client.post(ACTS, data={"csrf_token": token, "acts": json.dumps(acts)})
    assert (reply.status_code, reply.headers["Cache-Control"]) == (200, "no-store")
    told: dict[str, Any] = json.loads(reply.text)
    return told


def test_own_members_are_named_and_those_of_other_cities_are_called(desk: Browser, network: Network) -> None:
    page = words(desk.open(PAGE))
    assert "Ondine Delattre" in page and "AB2" in page and "member-2" not in page
    [asked] = calls(network, "names")
    assert asked["member_ids"] == ["member-1"]
    assert "1 sur 5 présents" in page and "2 sans inscription" in page


@pytest.mark.parametrize("why", [Unavailable("service_unavailable"), Forbidden("permission_missing")])
def test_whoever_may_not_know_names_or_whose_city_is_silent_sees_initials(
    desk: Browser, door: AtDoor, why: Exception
) -> None:
    door.named = why
    page = desk.open(PAGE)
    assert page.status_code == 200
    assert "AB1" in words(page) and "Ondine" not in words(page)


def test_a_camera_is_for_this_page_alone_and_it_is_kept_by_nobody(desk: Browser) -> None:
    page = desk.open(PAGE)
    assert page.headers["Permissions-Policy"].startswith("camera=(self)")
    assert page.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", page.text)


def test_without_a_script_a_button_notes_and_leads_back(desk: Browser, network: Network) -> None:
    form = {"act": "arrival", "nonce": NONCE, "registration_id": "registration-3", "seats": "2", "force": "yes"}
    reply = desk.send(PAGE, **form)
    assert (reply.status_code, reply.location) == (303, f"{PAGE}#r-registration-3")
    [asked] = calls(network, "scan")
    at = rfc3339(MONDAY)
    assert asked["scans"] == [
        {
            "kind": "arrival",
            "nonce": NONCE,
            "scanned_at": at,
            "registration_id": "registration-3",
            "seats": 2,
            "force": True,
        }
    ]
    assert desk.send(PAGE, act="walk_in", nonce=NONCE, persons="-1").status_code == 303
    assert calls(network, "count_walk_ins")[0]["persons"] == -1
    typed = {"12_17": "4", "60_plus": "x", "18_25": "1" * 5000}
    assert desk.send(PAGE, act="bands", nonce=NONCE, **typed).status_code == 303
    assert calls(network, "count_bands")[0]["bands"]["12_17"] == 4
    reply = desk.send(PAGE, act="absence", nonce=NONCE, registration_id="registration-2", reason="")
    assert reply.status_code == 303
    assert calls(network, "note_absence")[0]["reason"] is None


def test_what_does_not_count_is_said_with_the_time_of_the_first(desk: Browser, door: AtDoor) -> None:
    door.results = [{"nonce": NONCE, "result": "already", "first_scanned_at": rfc3339(MONDAY)}]
    page = desk.send(PAGE, act="arrival", nonce=NONCE, registration_id="registration-2")
    assert page.status_code == 409
    assert "Déjà présent. Depuis 08:00." in words(page)


def test_what_a_form_is_refused_is_said_without_a_script_too(desk: Browser) -> None:
    closed = desk.send(PAGE, act="absence", nonce=NONCE, registration_id="registration-2", reason="odd")
    assert (closed.status_code, "Cette porte ne note rien" in words(closed)) == (409, True)
    unknown = desk.send(PAGE, act="whatever", nonce=NONCE)
    assert (unknown.status_code, "illisible" in words(unknown)) == (409, True)


def test_what_a_script_sends_is_done_in_its_order_and_one_refusal_spoils_no_other(
    desk: Browser, network: Network
) -> None:
    arrival = {"act": "arrival", "registration_id": "registration-1"}
    acts: list[dict[str, Any]] = [
        {**arrival, "nonce": "n-1"},
        {"act": "undo", "registration_id": "registration-1", "nonce": "n-2", "undoes": "n-1"},
        {"act": "absence", "registration_id": "registration-2", "nonce": "n-3", "reason": "odd"},
        {"act": "walk_in", "nonce": "n-4", "persons": 1},
        {"act": "bands", "nonce": "n-5", "bands": {"12_17": 1}},
        {"act": "dance", "nonce": "n-6"},
        {**arrival, "nonce": "n-7"},
    ]
    told = sent(desk, *acts)
    assert [(one["nonce"], one["result"]) for one in told["results"]] == [
        ("n-1", "ok"),
        ("n-2", "ok"),
        ("n-3", "door_closed"),
        ("n-4", "ok"),
        ("n-5", "ok"),
        ("n-6", "malformed"),
        ("n-7", "ok"),
    ]
    assert [[one["kind"] for one in call["scans"]] for call in calls(network, "scan")] == [
        ["arrival", "undo"],
        ["arrival"],
    ]


def test_a_script_is_told_what_changes_and_no_name(desk: Browser, door: AtDoor) -> None:
    door.expected[1] |= {"checked_in_at": rfc3339(MONDAY), "checked_in_seats": 1}
    reply = desk.open(ACTS)
    told = json.loads(reply.text)
    assert told["registrations"]["registration-2"] == [1, "08:00", ""]
    assert told["csrf_token"] in str(desk.client.get_cookie("csrf"))
    assert "Ondine" not in reply.text and "AB1" not in reply.text


@pytest.mark.parametrize("acts", ["", "{}", "[1]", "no json", "[" * 9999, '[{"nonce": "\\ud800"}]', "[NaN]"])
def test_what_is_no_list_of_acts_is_refused(desk: Browser, acts: str) -> None:
    token = json.loads(desk.open(ACTS).text)["csrf_token"]
    assert desk.client.post(ACTS, data={"csrf_token": token, "acts": acts}).status_code == 400


def test_acts_without_the_token_of_a_page_of_ours_are_refused(desk: Browser, network: Network) -> None:
    assert desk.client.post(ACTS, data={"acts": "[]"}).status_code == 403
    assert calls(network, "scan") == []


def test_a_door_is_for_who_is_signed_in_and_may_check_in(browser: Browser, door: AtDoor) -> None:
    for path in (PAGE, ACTS):
        reply = browser.open(path)
        assert reply.status_code == 303 and reply.location.startswith("/sessions/new?next=")
    browser.sign_in()
    door.refuses = Forbidden("permission_missing")
    assert browser.open(PAGE).status_code == 403


def test_a_closed_door_says_why(desk: Browser, door: AtDoor) -> None:
    door.closed = "too_early"
    assert "La porte ouvre deux heures avant le début" in words(desk.open(PAGE))


def test_a_code_leads_to_who_has_it(desk: Browser) -> None:
    assert "n’est celui de personne" not in words(desk.open(f"{PAGE}?code=registration-2"))
    address = "https://champlibre.example.org/registrations/registration-2/check-in"
    assert re.search(r"autofocus>Présent", desk.open(f"{PAGE}?code={address}").text)
    assert "n’est celui de personne" in words(desk.open(f"{PAGE}?code=registration-9"))


def test_the_square_of_a_registration_leads_staff_to_the_door_and_its_member_to_the_registration(desk: Browser) -> None:
    square = desk.open("/registrations/registration-2/code.svg")
    assert square.mimetype == "image/svg+xml"
    assert "/registrations/registration-2/check-in" in square.text
    assert desk.open("/registrations/registration-2/check-in").location == f"{PAGE}?code=registration-2"
    assert desk.open("/registrations/mine/check-in").location == "/registrations/mine"


def test_the_worker_is_for_doors_alone_and_always_asked_for_again(browser: Browser) -> None:
    worker = browser.open("/desk/door-worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/desk/occurrences/"
    assert worker.headers["Cache-Control"] == "no-cache"
    assert worker.content_type == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_door_speaks_every_language(desk: Browser, language: str) -> None:
    page = desk.open(f"{PAGE}?lang={language}")
    assert ("Maak je lamp" if language == "nl" else "Fabriquer sa lampe") in words(page)
    assert {"nl": "versturen", "en": "to be sent"}[language] in page.text
