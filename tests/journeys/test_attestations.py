"""What a city attests is shown in another, which asks nobody; taken back, it opens nothing any more within seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests import waiting
from tests.network import Member, Network, Visitor
from tests.network.desk import Desk, known

EVERYWHERE_SECONDS = 5.0
HEARD_SECONDS = 20.0


@pytest.fixture(scope="module")
def desk(network: Network) -> Desk:
    return Desk(network)


def verdict(asks: Member, shown: str, **more: str) -> Any:
    """What the city of staff says of an attestation."""
    reply = asks.ask("POST", "/attestations/verification", {"attestation": shown, **more})
    assert reply.status_code == 200, reply.text
    return reply.json()


def is_believed(asks: Member, shown: str) -> bool:
    return bool(verdict(asks, shown)["valid"])


def is_revoked(asks: Member, shown: str) -> bool:
    return bool(verdict(asks, shown)["reason"] == "attestation_revoked")


def seconds_until(refused: Callable[[], bool], what: str, began: float) -> float:
    waiting.until(refused, what, HEARD_SECONDS, pause=0.05)
    return time.monotonic() - began


def test_what_is_taken_back_is_refused_in_bookings_and_in_every_city_within_five_seconds(
    network: Network, desk: Desk, record_property: Callable[[str, object], None]
) -> None:
    leila = known(network, "leila@roubaix.example.org")
    cities = {"tourcoing": desk.reception, "marcq": known(network, "rose@marcq.example.org"), "roubaix": leila}
    wish = desk.wish(desk.space("cutter", kind="machine", rules={"attestation": "cutter_training"}))

    def is_admitted() -> bool:
        return not desk.amina.ask("POST", "/quotes", wish).json()["refusals"]

    issued = leila.ask("POST", "/attestations", {"member_id": desk.amina.id, "kind": "cutter_training"}).json()
    (shown,) = (one["token"] for one in desk.amina.get("/me/attestations")["items"] if one["id"] == issued["id"])
    waiting.until(is_admitted, "attestation that bookings has heard of", HEARD_SECONDS)
    for city, staff in cities.items():
        waiting.until(partial(is_believed, staff, shown), f"keys of Roubaix in {city}", HEARD_SECONDS)
        said = verdict(staff, shown, member_id=desk.amina.id)
        assert (said["valid"], said["city"], said["kind"]) == (True, "roubaix", "cutter_training")
        assert verdict(staff, shown, member_id=desk.hugo.id)["reason"] == "attestation_of_another"
        assert verdict(staff, str(desk.amina.token))["reason"] == "attestation_invalid"
    as_token = Visitor(network, token=shown).ask("GET", "/me")
    assert (as_token.status_code, as_token.json()["code"]) == (401, "token_invalid")

    began = time.monotonic()
    assert leila.ask("DELETE", f"/attestations/{issued['id']}").status_code == 200
    seconds = {"bookings": seconds_until(lambda: not is_admitted(), "refusal of bookings", began)}
    for city, staff in cities.items():
        seconds[city] = seconds_until(partial(is_revoked, staff, shown), f"refusal of {city}", began)
    record_property("seconds", seconds)
    assert max(seconds.values()) < EVERYWHERE_SECONDS, seconds


def test_keys_that_are_replaced_are_published_beside_the_old_ones_which_go_on(network: Network) -> None:
    zoe = known(network, "zoe@marcq.example.org")

    def kids() -> set[str]:
        reply = Visitor(network).ask("GET", "/cities/marcq/jwks.json")
        assert (reply.status_code, reply.headers["Content-Type"]) == (200, "application/jwk-set+json")
        return {key["kid"] for key in reply.json()["keys"]}

    before = waiting.until(kids, "keys of Marcq", HEARD_SECONDS)
    network.do("keys", "rotate", "marcq")
    waiting.until(lambda: len(kids()) == len(before) + 2 and kids() > before, "new keys beside the old", HEARD_SECONDS)
    assert zoe.ask("GET", "/me").status_code == 200
    zoe.sign_in()
    assert zoe.ask("GET", "/me").status_code == 200
