"""What a member's city attests opens doors elsewhere, and organisations book; through HTTP, every process running."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests import waiting
from tests.network import Member, Network
from tests.network.desk import PARIS, Desk, known

HEARD_SECONDS = 20.0


@pytest.fixture(scope="module")
def desk(network: Network) -> Desk:
    return Desk(network)


@pytest.fixture(scope="module")
def leila(network: Network) -> Member:
    """Of the front desk of Roubaix, where Amina is a member."""
    return known(network, "leila@roubaix.example.org")


def attested(leila: Member, member_id: str, kind: str) -> str:
    reply = leila.ask("POST", "/attestations", {"member_id": member_id, "kind": kind})
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


def codes(desk: Desk, wish: dict[str, Any]) -> set[str]:
    """What stands against Amina's wish."""
    return {refusal["code"] for refusal in desk.amina.ask("POST", "/quotes", wish).json()["refusals"]}


def test_a_training_attested_at_home_opens_a_machine_in_another_city_until_it_is_revoked(
    desk: Desk, leila: Member
) -> None:
    wish = desk.wish(desk.space("laser", kind="machine", rules={"attestation": "laser_training"}))
    refused = desk.amina.ask("POST", "/bookings", wish)
    assert (refused.status_code, refused.json()["code"]) == (403, "attestation_missing")
    attestation_id = attested(leila, desk.amina.id, "laser_training")
    assert attestation_id in [found["id"] for found in desk.amina.get("/me")["attestations"]]
    waiting.until(lambda: not codes(desk, wish), "attestation that bookings has heard of", HEARD_SECONDS)
    assert desk.amina.ask("POST", "/bookings", wish).status_code == 201
    assert leila.ask("DELETE", f"/attestations/{attestation_id}").json()["revoked_at"]
    later = desk.wish(wish["space_id"], day=2)
    waiting.until(
        lambda: codes(desk, later) == {"attestation_missing"}, "revocation that bookings has heard of", HEARD_SECONDS
    )
    assert desk.amina.get("/me")["attestations"] == []


def test_a_reduced_rate_is_for_whom_the_city_attests_it(desk: Desk, leila: Member) -> None:
    reduced = {"name": "associations", "attestation": "reduced_rate", "hour_cents": 400}
    tariffs = [reduced, {"name": "plein", "hour_cents": 1000}]
    wish = desk.wish(desk.space("reduced", tariffs=tariffs))

    def price() -> int:
        return int(desk.amina.ask("POST", "/quotes", wish).json()["price_cents"])

    assert price() == 1000
    attested(leila, desk.amina.id, "reduced_rate")
    waiting.until(lambda: price() == 400, "reduced price", HEARD_SECONDS)
    assert desk.amina.ask("POST", "/bookings", wish).json()["price_cents"] == 400


def test_who_acts_for_an_organisation_books_for_it_until_they_leave(desk: Desk) -> None:
    founded = desk.amina.ask("POST", "/organisations", {"name": "Les Fileuses", "kind": "nonprofit"}).json()
    wish = desk.wish(desk.space("of-many"), organisation_id=founded["id"])
    waiting.until(lambda: not codes(desk, wish), "organisation that bookings has heard of", HEARD_SECONDS)
    booking = desk.amina.ask("POST", "/bookings", wish).json()
    assert booking["organisation_id"] == founded["id"]
    assert desk.hugo.ask("POST", "/bookings", wish).json()["code"] == "not_of_organisation"
    left = desk.amina.ask("DELETE", f"/organisations/{founded['id']}/members/{desk.amina.id}")
    assert (left.status_code, bool(left.json()["left_at"])) == (200, True)
    later = desk.wish(wish["space_id"], day=2, organisation_id=founded["id"])
    waiting.until(
        lambda: codes(desk, later) == {"not_of_organisation"}, "leaving that bookings has heard of", HEARD_SECONDS
    )


def test_the_ledger_of_a_city_counts_what_its_members_booked_elsewhere(desk: Desk, network: Network) -> None:
    nadir = known(network, "nadir@roubaix.example.org")
    booking = desk.booked(desk.amina, desk.space("counted"), day=4, hours=1.5)
    cancelled = desk.booked(desk.amina, desk.space("cancelled"), day=4)
    assert desk.amina.ask("DELETE", f"/bookings/{cancelled['id']}").status_code == 200
    month = month_of(booking)

    def heard() -> dict[str, tuple[int, int, int]]:
        rows = nadir.get(f"/ledger/home?month={month}")["items"]
        return {row["host_city"]: (row["bookings"], row["minutes"], row["amount_cents"]) for row in rows}

    # Of Roubaix nobody but Amina books here: her own list is what the ledger has to come to.
    expected: dict[str, tuple[int, int, int]] = {}
    for found in desk.amina.get("/bookings?limit=200")["items"]:
        if found["status"] == "confirmed" and month_of(found) == month:
            bookings, minutes, cents = expected.get(found["host_city"], (0, 0, 0))
            lasts = datetime.fromisoformat(found["ends_at"]) - datetime.fromisoformat(found["starts_at"])
            expected[found["host_city"]] = (
                bookings + 1, minutes + int(lasts.total_seconds()) // 60, cents + found["price_cents"],
            )  # fmt: skip
    assert expected["tourcoing"][0] > 0
    waiting.until(lambda: heard() == expected, f"ledger that says {expected}", HEARD_SECONDS)
    refused = desk.amina.ask("GET", f"/ledger/home?month={month}")
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_missing")


def month_of(booking: dict[str, Any]) -> str:
    """In which it starts where the place is."""
    return datetime.fromisoformat(booking["starts_at"]).astimezone(PARIS).strftime("%Y-%m")
