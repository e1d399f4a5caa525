"""`champlibre check`: says in words what is wrong."""

from __future__ import annotations

from pathlib import Path

from champlibre import checking, nodes, running
from chassis.config import Settings
from tests.champlibre.conftest import CITIES, settings_in
from tests.members import own_provider
from tests.servers.processes import free_port


def wrong(settings: Settings) -> dict[str, str]:
    return {finding.part: finding.said for finding in checking.check(settings) if not finding.well}


def test_a_node_that_has_everything_is_well(settings: Settings) -> None:
    running.bring_up_to_date(settings, nodes.service_classes(settings))
    assert wrong(settings) == {}


def test_a_database_of_another_version_is_told_with_its_cure(settings: Settings) -> None:
    assert "champlibre migrate" in wrong(settings)["database bookings"]


def test_what_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    settings = settings_in(
        tmp_path,
        broker={"uri": f"amqp://champlibre:hunter2@127.0.0.1:{free_port()}//"},
        database={"url": f"postgresql://champlibre:hunter2@127.0.0.1:{free_port()}/{{database}}"},
        mail={"smtp": {"host": "127.0.0.1", "port": free_port()}},
    )
    found = wrong(settings)
    assert {"broker", "database bookings", "mail"} <= found.keys()
    assert "hunter2" not in str(found)


def test_a_citys_provider_is_asked_what_it_is(tmp_path: Path) -> None:
    with own_provider.running() as own:
        provider = {"name": "Mon Roubaix", "issuer": own.url, "client_id": "lab", "client_secret": "a-secret"}
        cities = {**CITIES, "roubaix": {**CITIES["roubaix"], "provider": provider}}
        settings = settings_in(tmp_path, cities=cities)
        assert not any(part.startswith("provider") for part in wrong(settings))
        own.metadata = {"issuer": "https://elsewhere.example.org"}
        assert wrong(settings)["provider roubaix"] == "the discovery document is another's"
    assert "cannot be reached" in wrong(settings)["provider roubaix"]
