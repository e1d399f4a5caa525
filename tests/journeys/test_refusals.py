"""Every refusal of a booking, as the API gives it: each code comes from a whole network, by somebody's doing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from gateway.api.operations import booking, closures, publishing, series
from gateway.api.problems import CODES
from tests import waiting
from tests.network import Network
from tests.network.desk import BusyDesk, Desk

Scene = Callable[[BusyDesk], requests.Response]
SCENES: dict[str, Scene] = {}
# Of every operation, and told by tests of their own.
ELSEWHERE = {
    "token_expired", "token_invalid", "keys_unknown", "idempotency_key_reused", "place_not_found",
    "booking_of_occurrence",
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(network: Network) -> BusyDesk:
    return BusyDesk(network)


def refuses(code: str) -> Callable[[Scene], Scene]:
    def remember(scene: Scene) -> Scene:
        SCENES[code] = scene
        return scene

    return remember


def asking(code: str, rules: dict[str, Any] | None = None, *, space: dict[str, Any] | None = None, **wish: Any) -> None:
    """The code is what Amina gets who asks for a space with these rules."""

    def scene(desk: BusyDesk) -> requests.Response:
        space_id = desk.space(code, rules=rules or {}, **(space or {}))
        return desk.amina.ask("POST", "/bookings", desk.wish(space_id, **wish))

    SCENES[code] = scene


asking("category_not_admitted", {"categories": ["nomad"]})
asking("city_not_admitted", {"cities": ["tourcoing"]})
asking("attestation_missing", {"attestation": "laser_training"})
asking("in_the_past", day=-1)
asking("notice_too_short", {"notice_minutes": 2880})
asking("too_far_ahead", {"horizon_days": 10}, day=30)
asking("too_short", {"min_minutes": 60}, hours=0.5)
asking("too_long", {"max_minutes": 60}, hours=2)
asking("off_grid", {"start_every_minutes": 60}, hour=9.5)
asking("off_step", {"step_minutes": 60}, hours=1.5)
asking("too_few_persons", {"min_persons": 4}, persons=3)
asking("too_many_persons", {"max_persons": 4}, persons=5)
asking("outside_opening_hours", space={"opening_hours": "10:00-12:00"})
asking("not_of_organisation", organisation_id="an-organisation-of-others")
asking("permission_missing", {"max_minutes": 60}, hours=2, past=["too_long"])
asking("period_invalid", hours=-1)


@refuses("span_too_long")
def _(desk: BusyDesk) -> requests.Response:
    span = "from=2026-11-01T00:00:00%2B01:00&to=2027-01-01T00:00:00%2B01:00"
    return desk.reception.ask("GET", f"/places/{desk.place_id}/bookings?{span}")


@refuses("space_not_found")
def _(desk: BusyDesk) -> requests.Response:
    return desk.amina.ask("POST", "/bookings", desk.wish("no-such-space"))


@refuses("unit_taken")
def _(desk: BusyDesk) -> requests.Response:
    space_id = desk.space("taken", rules={"buffer_after_minutes": 30})
    desk.booked(desk.hugo, space_id)
    return desk.amina.ask("POST", "/bookings", desk.wish(space_id, hour=10))


@refuses("too_many_bookings")
def _(desk: BusyDesk) -> requests.Response:
    space_id = desk.space("few", rules={"quotas": [{"of": "member", "over": "ahead", "most_bookings": 1}]})
    desk.booked(desk.amina, space_id)
    return desk.amina.ask("POST", "/bookings", desk.wish(space_id, day=3))


@refuses("too_many_hours")
def _(desk: BusyDesk) -> requests.Response:
    space_id = desk.space("short", rules={"quotas": [{"of": "member", "over": "day", "most_minutes": 90}]})
    desk.booked(desk.amina, space_id)
    return desk.amina.ask("POST", "/bookings", desk.wish(space_id, hour=14))


@refuses("too_many_holds")
def _(desk: BusyDesk) -> requests.Response:
    space_id = desk.space("held", units=21)
    wish = desk.wish(space_id, tentative=True)
    held = [desk.hugo.ask("POST", "/bookings", wish) for _ in range(20)]
    reply = desk.hugo.ask("POST", "/bookings", wish)
    for hold in held:
        assert desk.hugo.ask("DELETE", f"/bookings/{hold.json()['id']}").status_code == 200
    return reply


@refuses("member_not_found")
def _(desk: BusyDesk) -> requests.Response:
    nobody = {"member_id": "nobody", "city": "marcq"}
    return desk.reception.ask("POST", "/bookings", desk.wish(desk.space(), beneficiary=nobody))


@refuses("booking_not_found")
def _(desk: BusyDesk) -> requests.Response:
    booking = desk.booked(desk.hugo, desk.space(), day=5)
    return desk.amina.ask("DELETE", f"/bookings/{booking['id']}")


@refuses("booking_over")
def _(desk: BusyDesk) -> requests.Response:
    booking = desk.booked(desk.amina, desk.space(), day=6)
    assert desk.amina.ask("DELETE", f"/bookings/{booking['id']}").status_code == 200
    return desk.amina.ask("PATCH", f"/bookings/{booking['id']}", {"persons": 2})


@refuses("cancelled_too_late")
def _(desk: BusyDesk) -> requests.Response:
    booking = desk.booked(desk.amina, desk.space("firm", rules={"cancel_until_minutes": 10000}))
    return desk.amina.ask("DELETE", f"/bookings/{booking['id']}")


@refuses("moved_too_late")
def _(desk: BusyDesk) -> requests.Response:
    booking = desk.booked(desk.amina, desk.space("fixed", rules={"move_until_minutes": 10000}))
    return desk.amina.ask("PATCH", f"/bookings/{booking['id']}", {"starts_at": desk.wish("", hour=8)["starts_at"]})


@refuses("booking_not_held")
def _(desk: BusyDesk) -> requests.Response:
    booking = desk.booked(desk.amina, desk.space(), day=7)
    assert desk.amina.ask("DELETE", f"/bookings/{booking['id']}").status_code == 200
    return desk.amina.ask("POST", f"/bookings/{booking['id']}/confirmation")


@refuses("booking_not_requested")
def _(desk: BusyDesk) -> requests.Response:
    booking = desk.booked(desk.amina, desk.space(), day=8)
    return desk.reception.ask("POST", f"/bookings/{booking['id']}/denial", {"reason": "other_use"})


@refuses("booking_not_confirmed")
def _(desk: BusyDesk) -> requests.Response:
    booking = desk.booked(desk.amina, desk.space(), day=9, tentative=True)
    return desk.reception.ask("POST", f"/bookings/{booking['id']}/check-in")


@refuses("booking_not_checked_in")
def _(desk: BusyDesk) -> requests.Response:
    booking = desk.booked(desk.amina, desk.space(), day=10)
    return desk.reception.ask("POST", f"/bookings/{booking['id']}/check-out")


@refuses("check_in_too_early")
def _(desk: BusyDesk) -> requests.Response:
    booking = desk.booked(desk.amina, desk.space(), day=11)
    return desk.amina.ask("POST", f"/bookings/{booking['id']}/check-in")


@refuses("booking_lapsed")
def _(desk: BusyDesk) -> requests.Response:
    path = f"/bookings/{desk.soon['id']}"
    waiting.until(lambda: desk.amina.get(path)["status"] == "lapsed", "hold that lapses at its start", 130)
    return desk.amina.ask("POST", f"{path}/confirmation")


@refuses("member_not_active")
def _(desk: BusyDesk) -> requests.Response:
    return desk.suspended().ask("POST", "/bookings", desk.wish(desk.space(), day=12))


@refuses("rule_invalid")
def _(desk: BusyDesk) -> requests.Response:
    return desk.amina.ask("POST", "/series", desk.series(desk.space(), "FREQ=DAILY"))


@refuses("series_too_long")
def _(desk: BusyDesk) -> requests.Response:
    return desk.amina.ask("POST", "/series/preview", desk.series(desk.space(), "FREQ=DAILY;COUNT=201"))


@refuses("series_conflict")
def _(desk: BusyDesk) -> requests.Response:
    space_id = desk.space("again")
    desk.booked(desk.hugo, space_id, day=2)
    return desk.amina.ask("POST", "/series", desk.series(space_id, on_conflict="fail"))


@refuses("series_not_found")
def _(desk: BusyDesk) -> requests.Response:
    made = desk.hugo.ask("POST", "/series", desk.series(desk.space("his"))).json()
    return desk.amina.ask("GET", f"/series/{made['id']}")


@refuses("occurrence_booked")
def _(desk: BusyDesk) -> requests.Response:
    plan = desk.series(desk.space("hers"))
    made = desk.amina.ask("POST", "/series", plan).json()
    return desk.amina.ask("POST", f"/series/{made['id']}/occurrences", {"starts_local": plan["starts_local"]})


@refuses("not_in_series")
def _(desk: BusyDesk) -> requests.Response:
    booking = desk.booked(desk.amina, desk.space(), day=13)
    return desk.amina.ask("DELETE", f"/bookings/{booking['id']}?scope=all")


@refuses("opening_hours_invalid")
def _(desk: BusyDesk) -> requests.Response:
    return desk.publish_place(opening_hours="whenever")


@refuses("school_zone_missing")
def _(desk: BusyDesk) -> requests.Response:
    return desk.publish_place(opening_hours="Mo-Fr 09:00-19:00; SH off")


@refuses("conditions_invalid")
def _(desk: BusyDesk) -> requests.Response:
    return desk.publish("odd", rules={"min_minutes": 120, "max_minutes": 60})


@refuses("parent_has_units")
def _(desk: BusyDesk) -> requests.Response:
    return desk.publish("part", parent_id=desk.space("desks", units=3))


@refuses("parent_elsewhere")
def _(desk: BusyDesk) -> requests.Response:
    return desk.publish("part", parent_id="champ-libre-atelier")


@refuses("parent_is_part")
def _(desk: BusyDesk) -> requests.Response:
    whole = desk.space("whole")
    return desk.publish("whole", parent_id=desk.space("half", parent_id=whole))


@refuses("space_elsewhere")
def _(desk: BusyDesk) -> requests.Response:
    return desk.publish("salle", place_id=Desk(desk.network).place_id)


@refuses("parent_change_hits_bookings")
def _(desk: BusyDesk) -> requests.Response:
    whole, part = desk.space("floor"), desk.space("corner")
    desk.booked(desk.amina, part)
    return desk.publish("corner", parent_id=whole)


@refuses("validity_hits_bookings")
def _(desk: BusyDesk) -> requests.Response:
    desk.booked(desk.amina, desk.space("hut"), day=3)
    return desk.publish("hut", valid_until=desk.wish("", day=2)["starts_at"][:10])


@refuses("closure_hits_bookings")
def _(desk: BusyDesk) -> requests.Response:
    wish = desk.wish(desk.space("nook"), day=4)
    assert desk.amina.ask("POST", "/bookings", wish).status_code == 201
    return desk.administrator.ask("POST", f"/places/{desk.place_id}/closures", {**wish, "reason": "Travaux"})


@refuses("closure_not_found")
def _(desk: BusyDesk) -> requests.Response:
    return desk.administrator.ask("DELETE", "/closures/no-such-closure")


@refuses("calendar_invalid")
def _(desk: BusyDesk) -> requests.Response:
    return desk.administrator.ask("POST", f"/places/{desk.place_id}/closures/import", {"calendar": "x"})


@pytest.mark.parametrize("code", sorted(SCENES, key="booking_lapsed".__eq__))  # it is asked for last
def test_a_refusal_says_its_code_and_what_to_do(desk: BusyDesk, code: str) -> None:
    reply = SCENES[code](desk)
    assert (reply.status_code, reply.json()["code"]) == (CODES[code].status, code), reply.text
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.json()["detail"]


def test_every_refusal_of_these_operations_has_its_scene() -> None:
    operations = (*booking.OPERATIONS, *series.OPERATIONS, *closures.OPERATIONS, *publishing.OPERATIONS)
    codes = {code for operation in operations for code in operation.refusals}
    assert codes - ELSEWHERE == set(SCENES)
