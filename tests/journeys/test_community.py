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


def test_a_member_of_marcq_books_in_roubaix_and_both_ledgers_agree_to_the_cent(network: Network) -> None:
    camille, zoe = known(network, "camille@marcq.example.org"), known(network, "zoe@marcq.example.org")
    nadir = known(network, "nadir@roubaix.example.org")
    space, period = camille.free_hours("roubaix", hours=2)
    dropped = camille.book(space["id"], period).json()
    assert camille.ask("DELETE", f"/bookings/{dropped['id']}").status_code == 200
    booking = camille.book(space["id"], period).json()
    month = datetime.fromisoformat(booking["starts_at"]).astimezone(PARIS).strftime("%Y-%m")

    def row(accountant: Member, path: str) -> tuple[int, int, int] | None:
        """What Marcq used in Roubaix, as somebody is told."""
        shown = accountant.get(f"{path}?month={month}")
        for told in shown["items"]:
            if (told["host_city"], told.get("home_city", shown.get("home_city"))) == ("roubaix", "marcq"):
                return told["bookings"], told["minutes"], told["amount_cents"]
        return None

    by_host = row(nadir, "/ledger")
    assert by_host is not None
    assert by_host[0] >= 1 and by_host[1] >= 120 and by_host[2] >= booking["price_cents"] > 0
    assert row(zoe, "/ledger") == by_host
    waiting.until(lambda: row(zoe, "/ledger/home") == by_host, f"ledger at home that says {by_host}", HEARD_SECONDS)
    for accountant, path in ((nadir, "/ledger"), (zoe, "/ledger"), (zoe, "/ledger/home")):
        said = accountant.ask("GET", f"{path}?month={month}").text
        assert "Camille" not in said and "@" not in said and camille.id not in said
    refused = camille.ask("GET", f"/ledger/home?month={month}")
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_missing")
