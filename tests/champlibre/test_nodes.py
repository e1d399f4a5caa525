"""Which services a node runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from champlibre import nodes
from chassis.config import ConfigError, Settings
from tests.champlibre.conftest import settings_in


def names(settings: Settings, *only: str) -> set[str]:
    return {cls.name for cls in nodes.service_classes(settings, only)}


def test_every_city_of_the_node_has_its_own_services(settings: Settings) -> None:
    cities = {f"{kind}_{city}" for kind in ("members", "notifications") for city in ("roubaix", "marcq")}
    assert names(settings) == {"bookings", "opendata", "gateway"} | cities


def test_a_citys_node_runs_nothing_of_the_hubs(tmp_path: Path) -> None:
    assert names(settings_in(tmp_path, city="roubaix", services=["members", "notifications"])) == {
        "members_roubaix",
        "notifications_roubaix",
    }


def test_one_service_can_run_alone(settings: Settings) -> None:
    assert names(settings, "bookings") == {"bookings"}
    assert names(settings, "members_marcq") == {"members_marcq"}
    assert names(settings, "members") == {"members_roubaix", "members_marcq"}


def test_a_service_that_the_node_does_not_have_is_refused(settings: Settings) -> None:
    with pytest.raises(ConfigError, match="members_lille"):
        names(settings, "members_lille")


def test_whoever_keeps_something_has_migrations(settings: Settings) -> None:
    for cls in nodes.service_classes(settings):
        folder = Path(*nodes.package(cls).split("."), "migrations", "versions")
        assert nodes.has_database(cls) == (Path(__file__).parents[2] / folder).is_dir(), cls.name
