"""The public keys of a city, for whoever verifies what it signs."""

from __future__ import annotations

from joserfc.jwk import KeySet

from chassis import sealing
from tests.gateway.fakes import Gateway, problem


def test_the_keys_of_a_city_are_a_jwk_set_that_anybody_may_keep_for_a_minute(gateway: Gateway) -> None:
    seal = sealing.public(sealing.new_key("roubaix-enc"))
    sign = gateway.cities["roubaix"].public() | {"alg": "EdDSA"}
    gateway.services.answers["bookings.issuer_keys"] = {"roubaix": [sign, seal], "tourcoing": []}
    response = gateway.get("/cities/roubaix/jwks.json")
    assert (response.status_code, response.content_type) == (200, "application/jwk-set+json")
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json == {"keys": [sign, seal | {"alg": "ECDH-ES"}]}
    assert [key.kid for key in KeySet.import_key_set(response.json).keys] == ["roubaix-1", "roubaix-enc"]


def test_a_private_half_that_slips_in_is_not_shown(gateway: Gateway) -> None:
    gateway.services.answers["bookings.issuer_keys"] = {"roubaix": [sealing.new_key("roubaix-enc")]}
    assert "d" not in (gateway.get("/cities/roubaix/jwks.json").json or {})["keys"][0]


def test_a_city_that_is_none_or_told_no_keys_yet_is_not_found(gateway: Gateway) -> None:
    gateway.services.answers["bookings.issuer_keys"] = {"lille": []}
    for city in ("lille", "marcq"):
        assert problem(gateway.get(f"/cities/{city}/jwks.json")) == (404, "city_not_found")
