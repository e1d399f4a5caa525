"""Every refusal of an activity and of its dates, as the API gives it: each code comes from a whole network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from chassis import ids
from gateway.api.operations import activities, occurrences
from gateway.api.operations.booking import RULES
from gateway.api.problems import CODES
from tests import waiting
from tests.network import Network
from tests.network.desk import known
from tests.network.people import PASSWORD, Member
from tests.network.programme import Programme, told

Scene = Callable[[Programme], requests.Response]
SCENES: dict[str, Scene] = {}
# Of every operation, or of every booking, and told by tests of their own.
HERE = {"permission_missing", "member_not_active", "in_the_past", "too_many_persons", "unit_taken"}
ELSEWHERE = {"idempotency_key_reused", *RULES} - HERE


@pytest.fixture(scope="module")
def programme(network: Network) -> Programme:
    return Programme(network)


def refuses(code: str) -> Callable[[Scene], Scene]:
    def remember(scene: Scene) -> Scene:
        SCENES[code] = scene
        return scene

    return remember


def step(who: Member, activity: dict[str, Any], path: str, method: str = "POST", body: Any = None) -> requests.Response:
    """What becomes of an activity."""
    return who.ask(method, f"/activities/{activity['id']}{path}", body)


def of_date(programme: Programme, occurrence: dict[str, Any], path: str, method: str, body: Any) -> requests.Response:
    """What becomes of a date."""
    return programme.ines.ask(method, f"/occurrences/{occurrence['id']}{path}", body)


@refuses("activity_not_found")
def _(programme: Programme) -> requests.Response:
    return programme.amina.ask("GET", f"/activities/{programme.drafted()['id']}")


@refuses("permission_missing")
def _(programme: Programme) -> requests.Response:
    return programme.amina.ask("POST", "/activities", programme.draft())


@refuses("member_not_active")
def _(programme: Programme) -> requests.Response:
    """A partner who is erased, and whose token is still valid."""
    email = f"{ids.new()[:13]}@example.org"
    partner = Member(programme.network, city="marcq", name="Basile Roussel", email=email).join()
    application = told(partner.ask("POST", "/me/applications", {"category": "partner"}), 201)
    decision = {"decision": "admit", "reason": "Bienvenue."}
    victor = known(programme.network, "victor@marcq.example.org")
    told(victor.ask("POST", f"/applications/{application['id']}/decision", decision))
    partner.sign_in()
    told(partner.ask("POST", "/me/erasure", {"password": PASSWORD}))
    wish = programme.draft(city="marcq", place_id=None)

    def refused() -> list[requests.Response]:
        reply = partner.ask("POST", "/activities", wish)
        return [reply] if reply.status_code == 403 else []

    [reply] = waiting.until(refused, "erasure that bookings has heard of", 30)
    return reply


@refuses("place_not_found")
def _(programme: Programme) -> requests.Response:
    return programme.ines.ask("POST", "/activities", programme.draft(place_id="nowhere"))


@refuses("activity_invalid")
def _(programme: Programme) -> requests.Response:
    return programme.ines.ask("POST", "/activities", programme.draft(min_age=12, max_age=6))


@refuses("changed_meanwhile")
def _(programme: Programme) -> requests.Response:
    return step(programme.ines, programme.drafted(), "", "PATCH", {"theme": "textile", "sequence": 99})


@refuses("activity_over")
def _(programme: Programme) -> requests.Response:
    activity = programme.drafted()
    told(step(programme.ines, activity, "/cancellation", body={}))
    return programme.schedule(activity)


@refuses("activity_has_dates")
def _(programme: Programme) -> requests.Response:
    activity, _ = programme.published()
    return step(programme.ines, activity, "", "PATCH", {"place_id": "champ-libre"})


@refuses("activity_incomplete")
def _(programme: Programme) -> requests.Response:
    activity = programme.drafted(place_id=None)
    return step(programme.ines, activity, "/proposal")


@refuses("activity_not_draft")
def _(programme: Programme) -> requests.Response:
    activity = programme.drafted()
    told(step(programme.ines, activity, "/proposal"))
    return step(programme.ines, activity, "/proposal")


@refuses("activity_not_proposed")
def _(programme: Programme) -> requests.Response:
    return step(programme.ines, programme.drafted(), "/proposal", "DELETE")


@refuses("activity_not_published")
def _(programme: Programme) -> requests.Response:
    return step(programme.ines, programme.drafted(), "/publication", "DELETE")


@refuses("activity_published")
def _(programme: Programme) -> requests.Response:
    activity, _ = programme.published()
    return step(programme.ines, activity, "/publication")


@refuses("occurrence_missing")
def _(programme: Programme) -> requests.Response:
    return step(programme.ines, programme.drafted(), "/publication")


@refuses("somebody_registered")
def _(programme: Programme) -> requests.Response:
    activity, [occurrence] = programme.published()
    programme.registered(programme.amina, occurrence)
    return step(programme.ines, activity, "/publication", "DELETE")


@refuses("occurrence_not_found")
def _(programme: Programme) -> requests.Response:
    return programme.amina.ask("GET", "/occurrences/no-such-date")


@refuses("space_not_found")
def _(programme: Programme) -> requests.Response:
    return programme.schedule(programme.drafted(), space_id="no-such-space")


@refuses("period_invalid")
def _(programme: Programme) -> requests.Response:
    times = programme.times()
    return programme.schedule(programme.drafted(), starts_local=times["ends_local"], ends_local=times["starts_local"])


@refuses("in_the_past")
def _(programme: Programme) -> requests.Response:
    return of_date(programme, programme.on(), "", "PATCH", programme.times(day=-1))


@refuses("series_too_long")
def _(programme: Programme) -> requests.Response:
    return programme.schedule(programme.drafted(), rule="FREQ=DAILY;COUNT=201")


@refuses("space_elsewhere")
def _(programme: Programme) -> requests.Response:
    venue = {"name": "Collège", "kind": "school", "address": "1 rue", "postcode": "59200", "commune": "Tourcoing"}
    return programme.schedule(programme.drafted(place_id=None, venue=venue), space_id="champ-libre-atelier")


@refuses("online_url_missing")
def _(programme: Programme) -> requests.Response:
    return of_date(programme, programme.on(), "/online", "POST", {})


@refuses("rule_invalid")
def _(programme: Programme) -> requests.Response:
    return programme.schedule(programme.drafted(), rule="FREQ=DAILY")


@refuses("too_many_dates")
def _(programme: Programme) -> requests.Response:
    return programme.schedule(programme.drafted(), rule="FREQ=DAILY;COUNT=101")


@refuses("size_invalid")
def _(programme: Programme) -> requests.Response:
    return programme.schedule(programme.drafted(), capacity=2, min_persons=3)


@refuses("unit_taken")
def _(programme: Programme) -> requests.Response:
    space_id = programme.space("taken")
    programme.booked(programme.hugo, space_id, day=3, hour=20)
    occurrence = programme.on(space_id=space_id, day=3, hour=18)
    return of_date(programme, occurrence, "", "PATCH", programme.times(day=3, hour=19))


@refuses("approval_needed")
def _(programme: Programme) -> requests.Response:
    asked = {**programme.times(), "space_id": programme.space("asked", rules={"approval": True})}
    return of_date(programme, programme.on(), "", "PATCH", asked)


@refuses("too_many_persons")
def _(programme: Programme) -> requests.Response:
    occurrence = programme.on(capacity=2, space_id=programme.space("small", rules={"max_persons": 4}))
    return of_date(programme, occurrence, "/size", "PATCH", {"capacity": 5})


@refuses("capacity_below_taken")
def _(programme: Programme) -> requests.Response:
    occurrence = programme.on(capacity=2)
    programme.registered(programme.amina, occurrence, seats=2)
    return of_date(programme, occurrence, "/size", "PATCH", {"capacity": 1})


@refuses("list_below_waiting")
def _(programme: Programme) -> requests.Response:
    occurrence = programme.on(capacity=0, waiting_seats=2)
    programme.registered(programme.amina, occurrence, accept_waiting=True)
    return of_date(programme, occurrence, "/size", "PATCH", {"waiting_seats": 0})


@refuses("occurrence_over")
def _(programme: Programme) -> requests.Response:
    occurrence = programme.on()
    told(of_date(programme, occurrence, "/cancellation", "POST", {}))
    return of_date(programme, occurrence, "/postponement", "POST", None)


@refuses("occurrence_postponed")
def _(programme: Programme) -> requests.Response:
    occurrence = programme.on()
    told(of_date(programme, occurrence, "/postponement", "POST", None))
    return of_date(programme, occurrence, "/online", "POST", {"online_url": "https://visio.example.org/broder"})


@pytest.mark.parametrize("code", sorted(SCENES))
def test_a_refusal_says_its_code_and_what_to_do(programme: Programme, code: str) -> None:
    reply = SCENES[code](programme)
    assert (reply.status_code, reply.json()["code"]) == (CODES[code].status, code), reply.text
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.json()["detail"]


def test_every_refusal_of_activities_and_their_dates_has_its_scene() -> None:
    codes = {code for operation in (*activities.OPERATIONS, *occurrences.OPERATIONS) for code in operation.refusals}
    assert codes - ELSEWHERE == set(SCENES)
