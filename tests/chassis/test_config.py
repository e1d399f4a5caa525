"""Settings: one file, every error at once, secrets from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chassis.config import ConfigError, load, read


def node(**changes: Any) -> dict[str, Any]:
    """A city's node, complete."""
    return {
        "site": "roubaix",
        "city": "roubaix",
        "services": ["members", "notifications"],
        "broker": {"uri": "amqp://broker.example.org/roubaix"},
        "database": {"url": "postgresql://127.0.0.1/{database}"},
        "mail": {"folder": "var/mail"},
        "home_secret": "h" * 32,
        "cities": {"roubaix": {"name": "Roubaix", "insee": "59512", "siren": "215905126"}},
        **changes,
    }


def errors(raw: dict[str, Any], environment: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        read(raw, environment or {})
    return refused.value.errors


def test_a_citys_file_makes_the_citys_services() -> None:
    settings = read(node(), {})
    assert settings.hosted == ("roubaix",) and settings.cities["roubaix"].zone == "Europe/Paris"
    assert settings.database.url.startswith("postgresql+psycopg2://")


@pytest.mark.parametrize("reached", ["dpo@roubaix.example.org", "https://roubaix.example.org/dpo"])
def test_a_city_says_where_its_data_officer_is_reached(reached: str) -> None:
    roubaix = node()["cities"]["roubaix"]
    assert read(node(), {}).cities["roubaix"].data_officer == ""
    told = read(node(cities={"roubaix": roubaix | {"data_officer": reached}}), {})
    assert told.cities["roubaix"].data_officer == reached


@pytest.mark.parametrize("reached", ["the town hall", "javascript:alert(1)", "http://roubaix.example.org", "a@b"])
def test_a_data_officer_is_reached_by_mail_or_on_a_page(reached: str) -> None:
    cities = {"roubaix": node()["cities"]["roubaix"] | {"data_officer": reached}}
    assert any("cities.roubaix.data_officer" in error for error in errors(node(cities=cities)))


def test_a_city_has_the_number_of_its_first_establishment_unless_it_says_another() -> None:
    city = node()["cities"]["roubaix"]
    assert read(node(), {}).cities["roubaix"].siret == "21590512600011"
    assert read(node(cities={"roubaix": {**city, "siret": "21590512600029"}}), {}).cities["roubaix"].siret[-2:] == "29"
    for wrong in ("21590512600012", "21590599300014", "2159051260001", "x"):
        assert any("siret" in error for error in errors(node(cities={"roubaix": {**city, "siret": wrong}})))


def test_two_cities_live_on_one_node() -> None:
    cities = node()["cities"] | {"marcq": {"name": "Marcq-en-Barœul", "insee": "59378", "siren": "215903782"}}
    assert read(node(city=["roubaix", "marcq"], cities=cities), {}).hosted == ("roubaix", "marcq")


def test_every_error_is_told_at_once() -> None:
    told = errors(
        node(
            site="Rou baix",
            services=["members", "notifications", "payments"],
            broker={"uri": "http://x"},
            database={"url": "sqlite:///one.db"},
            mail={},
            rpc_deadline_seconds=0,
            nonsense=1,
            cities={"roubaix": {"name": "Roubaix", "insee": "59", "siren": "x", "zone": "Mars/Olympus", "colour": 1}},
        )
    )
    for word in ("site", "payments", "broker.uri", "{database}", "mail.folder", "rpc_deadline", "nonsense", "insee"):
        assert any(word in error for error in told), word
    for word in ("siren", "Mars/Olympus", "cities.roubaix.colour"):
        assert any(word in error for error in told), word


def test_a_city_that_the_network_does_not_know_is_refused() -> None:
    assert any("lille" in error for error in errors(node(city="lille")))


def test_members_without_a_city_are_refused() -> None:
    raw = node()
    del raw["city"]
    assert any(error.startswith("city is missing") for error in errors(raw))


def test_the_environment_wins() -> None:
    environment = {"CHAMPLIBRE_BROKER_URI": "embedded://", "CHAMPLIBRE_RPC_DEADLINE_SECONDS": "2.5"}
    settings = read(node(), environment)
    assert settings.broker.uri == "embedded://" and settings.rpc_deadline_seconds == 2.5


def test_a_secret_comes_from_a_file_that_the_environment_names(tmp_path: Path) -> None:
    (tmp_path / "uri").write_text("amqp://roubaix:hunter2@broker.example.org/\n")
    settings = read(node(), {"CHAMPLIBRE_BROKER_URI_FILE": str(tmp_path / "uri")})
    assert settings.broker.uri == "amqp://roubaix:hunter2@broker.example.org/"


def test_a_secrets_file_that_is_missing_is_told() -> None:
    assert any("/nowhere" in error for error in errors(node(), {"CHAMPLIBRE_BROKER_URI_FILE": "/nowhere"}))


def test_secrets_never_show_in_a_repr() -> None:
    raw = node(services=["gateway"], gateway={"secret": "s" * 32}, broker={"uri": "amqp://u:hunter2@h/"})
    shown = repr(read(raw, {"CHAMPLIBRE_MAIL_SMTP_PASSWORD": "'hunter3'"}))
    assert "hunter" not in shown and "ssss" not in shown and "hhhh" not in shown


def test_a_gateway_needs_a_secret_of_some_length() -> None:
    assert any("gateway.secret" in error for error in errors(node(services=["gateway"])))
    for short in ("", "short"):
        assert any("32" in error for error in errors(node(services=["gateway"], gateway={"secret": short})))


@pytest.mark.parametrize("service", ["members", "notifications"])
def test_a_citys_services_need_a_secret_of_their_home_of_some_length(service: str) -> None:
    raw = node(services=[service])
    for short in ("", "short"):
        assert errors({**raw, "home_secret": short}) == ["home_secret must have 32 characters or more"]
    del raw["home_secret"]
    assert errors(raw) == ["home_secret is missing (or set CHAMPLIBRE_HOME_SECRET)"]


def test_the_hub_needs_no_homes_secret() -> None:
    raw = node(services=["bookings", "opendata"])
    del raw["home_secret"]
    assert read(raw, {}).home_secret == ""


def test_a_password_is_never_sent_in_the_clear() -> None:
    smtp = {"smtp": {"host": "smtp.example.org", "password": "x", "tls": "none"}}
    assert any("mail.smtp.tls" in error for error in errors(node(mail=smtp)))


def test_mail_goes_one_way() -> None:
    both = {"folder": "var/mail", "smtp": {"host": "smtp.example.org"}}
    assert any(error.startswith("mail needs") for error in errors(node(mail=both)))


@pytest.mark.parametrize("text", ["site = ", "\xff", "[a\n"])
def test_what_is_no_toml_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "node.toml"
    path.write_text(text, "latin-1")
    with pytest.raises(ConfigError, match="no TOML"):
        load(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("said", "trusted"),
    [({}, 0), ({"trusted_proxies": 2}, 2), ({"trusted_proxies": ["10.0.0.0/8", "::1"]}, ("10.0.0.0/8", "::1/128"))],
)
def test_a_node_trusts_the_proxies_that_it_is_told_to(said: dict[str, Any], trusted: Any) -> None:
    assert read(node(gateway=said), {}).gateway.trusted_proxies == trusted


@pytest.mark.parametrize("said", [-1, 11, True, "everybody", ["nowhere"], ["10.0.0.1/8"]])
def test_proxies_that_are_none_are_an_error(said: Any) -> None:
    assert any("gateway.trusted_proxies" in error for error in errors(node(gateway={"trusted_proxies": said})))
