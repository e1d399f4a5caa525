"""Every refusal of a registration, as the API gives it: each code comes from a whole network, by somebody's doing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import requests

from chassis import clock
from gateway.api.operations import registrations
from gateway.api.problems import CODES
from tests import waiting
from tests.network import Network
from tests.network.people import Member
from tests.network.programme import BusyProgramme, told

Said = dict[str, Any] | None
Scene = Callable[[BusyProgramme], requests.Response]
SCENES: dict[str, Scene] = {}
# Of every operation, and told by tests of their own.
ELSEWHERE = {"idempotency_key_reused", "pass_expired", "pass_invalid", "pass_for_another"}
LATE = ("occurrence_over", "offer_lapsed", "registration_lapsed")  # these are asked for last
BEGINS_SECONDS = 150.0


@pytest.fixture(scope="module")
def programme(network: Network) -> BusyProgramme:
    return BusyProgramme(network)


def refuses(code: str) -> Callable[[Scene], Scene]:
    def remember(scene: Scene) -> Scene:
        SCENES[code] = scene
        return scene

    return remember


def registering(code: str, terms: Said = None, wish: Said = None, **plan: Any) -> None:
    """The code is what Amina gets who registers for a date of an activity with these terms."""

    def scene(programme: BusyProgramme) -> requests.Response:
        return programme.registers(programme.amina, programme.on(terms, **plan), **(wish or {}))

    SCENES[code] = scene


registering("attestation_missing", {"attestation": "laser_training"})
registering("registers_elsewhere", {"mode": "external", "external_url": "https://billets.example.org/broder"})
registering("needs_no_registration", {"mode": "none"})
registering("registration_closed", {"closes_minutes": 100_000})
registering("too_many_seats", {"most_seats": 2}, {"seats": 3}, capacity=9)
registering("occurrence_full", None, {"seats": 3})
registering("not_of_organisation", None, {"organisation_id": "an-organisation-of-others"})
registering("member_not_found", None, {"beneficiary": {"member_id": "nobody", "city": "roubaix"}})


@refuses("registration_not_open")
def _(programme: BusyProgramme) -> requests.Response:
    opens_at = clock.now().replace(microsecond=0, year=clock.now().year + 1, day=1).isoformat()
    return programme.registers(programme.amina, programme.on({"opens_at": opens_at}))


@refuses("occurrence_not_found")
def _(programme: BusyProgramme) -> requests.Response:
    return programme.registers(programme.amina, programme.scheduled(programme.drafted()))


@refuses("occurrence_cancelled")
def _(programme: BusyProgramme) -> requests.Response:
    return after(programme, "cancellation", {})


@refuses("occurrence_postponed")
def _(programme: BusyProgramme) -> requests.Response:
    return after(programme, "postponement", None)


def after(programme: BusyProgramme, step: str, body: Any) -> requests.Response:
    """What Amina gets who registers after something became of a date."""
    occurrence = programme.on()
    told(programme.ines.ask("POST", f"/occurrences/{occurrence['id']}/{step}", body))
    return programme.registers(programme.amina, occurrence)


@refuses("permission_missing")
def _(programme: BusyProgramme) -> requests.Response:
    beneficiary = {"member_id": programme.hugo.id, "city": "tourcoing"}
    return programme.registers(programme.amina, programme.on(), beneficiary=beneficiary)


@refuses("member_not_active")
def _(programme: BusyProgramme) -> requests.Response:
    return programme.registers(programme.suspended(), programme.on())


@refuses("already_registered")
def _(programme: BusyProgramme) -> requests.Response:
    occurrence = programme.on()
    programme.registered(programme.amina, occurrence)
    return programme.registers(programme.amina, occurrence)


@refuses("registration_not_found")
def _(programme: BusyProgramme) -> requests.Response:
    return ask(programme.amina, "cancellation", programme.registered(programme.hugo, programme.on()), {})


@refuses("registration_not_offered")
def _(programme: BusyProgramme) -> requests.Response:
    return ask(programme.amina, "acceptance", programme.registered(programme.amina, programme.on()))


@refuses("registration_not_requested")
def _(programme: BusyProgramme) -> requests.Response:
    occurrence = programme.on(capacity=0, waiting_seats=2)
    return ask(programme.ines, "approval", programme.registered(programme.amina, occurrence, accept_waiting=True))


@refuses("registration_not_waiting")
def _(programme: BusyProgramme) -> requests.Response:
    return ask(programme.ines, "promotion", programme.registered(programme.amina, programme.on()))


@refuses("seats_were_approved")
def _(programme: BusyProgramme) -> requests.Response:
    registration = programme.registered(programme.amina, programme.on({"mode": "moderated"}))
    return programme.amina.ask("PATCH", f"/registrations/{registration['id']}", {"seats": 2})


@refuses("registration_not_standing")
def _(programme: BusyProgramme) -> requests.Response:
    registration = programme.registered(programme.amina, programme.on())
    told(ask(programme.amina, "cancellation", registration, {}))
    return programme.amina.ask("PATCH", f"/registrations/{registration['id']}", {"seats": 2})


@refuses("occurrence_over")
def _(programme: BusyProgramme) -> requests.Response:
    begun = programme.begun
    starts_at = datetime.fromisoformat(begun["starts_at"])
    waiting.until(lambda: clock.now() > starts_at, "an activity that begins", BEGINS_SECONDS)
    return ask(programme.amina, "cancellation", begun, {})


@refuses("offer_lapsed")
def _(programme: BusyProgramme) -> requests.Response:
    return once_lapsed(programme, programme.offered, programme.amina, "acceptance")


@refuses("registration_lapsed")
def _(programme: BusyProgramme) -> requests.Response:
    return once_lapsed(programme, programme.asked, programme.ines, "approval")


def once_lapsed(programme: BusyProgramme, what: dict[str, Any], who: Member, step: str) -> requests.Response:
    """What somebody gets who is late."""
    path = f"/registrations/{what['id']}"
    waiting.until(lambda: programme.amina.get(path)["status"] == "lapsed", "a registration that lapses", BEGINS_SECONDS)
    return ask(who, step, what)


def ask(who: Member, step: str, registration: dict[str, Any], body: Any = None) -> requests.Response:
    """Ask for what may become of a registration."""
    return who.ask("POST", f"/registrations/{registration['id']}/{step}", body)


@pytest.mark.parametrize("code", sorted(SCENES, key=LATE.__contains__))
def test_a_refusal_says_its_code_and_what_to_do(programme: BusyProgramme, code: str) -> None:
    reply = SCENES[code](programme)
    assert (reply.status_code, reply.json()["code"]) == (CODES[code].status, code), reply.text
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.json()["detail"]


def test_every_refusal_of_registrations_has_its_scene() -> None:
    codes = {code for operation in registrations.OPERATIONS for code in operation.refusals}
    assert codes - ELSEWHERE == set(SCENES)
