"""A city's OpenID Connect provider in a node's file: the city's node knows all of it, the others what it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chassis.config import Provider, is_protected, read
from tests.chassis.test_config import errors, node

CITY = {"name": "Roubaix", "insee": "59512", "siren": "215905126"}
PROVIDER = {
    "name": "Mon Roubaix",
    "issuer": "https://connexion.roubaix.example.org/realms/roubaix",
    "client_id": "champ-libre",
    "client_secret": "a-secret",
}
GATEWAY = {"public_url": "https://lab.example.org"}


def with_provider(provider: Any, **changes: Any) -> dict[str, Any]:
    return node(cities={"roubaix": {**CITY, "provider": provider}}, **{"gateway": GATEWAY, **changes})


def test_a_citys_own_node_knows_all_of_its_provider(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from a file\n")
    told = {name: value for name, value in PROVIDER.items() if name != "client_secret"}
    asked = {"acr_values": ["eidas1"], "second_factor_amr": ["mfa"], "scopes": ["openid", "email"], "pkce": False}
    environment = {"CHAMPLIBRE_CITIES_ROUBAIX_PROVIDER_CLIENT_SECRET_FILE": str(file)}
    found = read(with_provider({**told, **asked}), environment).cities["roubaix"].provider
    assert found == Provider(
        name=PROVIDER["name"],
        issuer=PROVIDER["issuer"],
        client_id=PROVIDER["client_id"],
        client_secret="from a file",
        scopes=("openid", "email"),
        acr_values=("eidas1",),
        accepted_acr=("eidas1",),
        second_factor_amr=("mfa",),
        pkce=False,
    )
    assert "from a file" not in repr(found)


def test_another_node_needs_its_name_alone() -> None:
    raw = with_provider({"name": "Mon Roubaix"}, services=["bookings", "gateway"])
    raw["gateway"] = {**GATEWAY, "secret": "s" * 32}
    assert read(raw, {}).cities["roubaix"].provider == Provider("Mon Roubaix")


def test_a_city_may_have_none() -> None:
    assert read(node(), {}).cities["roubaix"].provider is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "name must have"),
        ({"name": "x" * 61}, "name must have"),
        ({"issuer": "http://connexion.roubaix.example.org"}, "issuer must begin with https://"),
        ({"issuer": "https://"}, "issuer must begin with https://"),
        ({"issuer": PROVIDER["issuer"] + "?realm=1"}, "issuer must have no query"),
        ({"client_secret": ""}, "client_secret must not be empty"),
        ({"client_authentication": "private_key_jwt"}, "client_authentication must be one of"),
        ({"scopes": ["email"]}, "scopes must hold openid"),
        ({"acr_values": ["eidas1 eidas2"]}, "acr_values"),
        ({"pkce": "yes"}, "pkce has the wrong type"),
        ({"colour": "blue"}, "cities.roubaix.provider.colour is not a setting"),
    ],
)
def test_what_is_wrong_with_it_is_told_at_start(changes: dict[str, Any], said: str) -> None:
    assert any(said in error for error in errors(with_provider({**PROVIDER, **changes})))


def test_what_the_citys_own_node_lacks_is_told_at_start() -> None:
    told = errors(with_provider({"name": "Mon Roubaix"}))
    for name in ("issuer", "client_id", "client_secret"):
        assert any(error.startswith(f"cities.roubaix.provider.{name} is missing") for error in told)
    assert errors(with_provider("Keycloak")) == ["cities.roubaix.provider has the wrong type: str"]


def test_people_are_sent_back_over_https() -> None:
    told = errors(with_provider(PROVIDER, gateway={"public_url": "http://lab.example.org"}))
    assert told == ["gateway.public_url must begin with https:// where a provider sends people back to it"]


def test_only_a_machine_that_talks_to_itself_may_do_so_in_the_open() -> None:
    for url in (
        "https://connexion.example.org",
        "http://127.0.0.1:9400",
        "http://localhost:9400/realm",
        "http://[::1]",
    ):
        assert is_protected(url)
    for url in ("http://connexion.example.org", "http://127.0.0.1.example.org", "ftp://127.0.0.1", "", "https://"):
        assert not is_protected(url)
