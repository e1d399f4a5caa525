"""A node's settings on files of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from champlibre import demonstration, nodes, running
from chassis import config
from chassis.config import Settings

CITIES = {
    "roubaix": {"name": "Roubaix", "insee": "59512", "siren": "215905126"},
    "tourcoing": {"name": "Tourcoing", "insee": "59599", "siren": "215905993"},
    "marcq": {"name": "Marcq-en-Barœul", "insee": "59378", "siren": "215903782"},
}


def settings_in(folder: Path, **changes: Any) -> Settings:
    """The whole network, of which two cities live here, under a folder."""
    raw = {
        "city": ["roubaix", "marcq"],
        "state_dir": str(folder),
        "broker": {"uri": f"embedded:///{folder}/broker.db"},
        "database": {"url": f"sqlite:///{folder}/{{database}}.db"},
        "gateway": {"secret": "s" * 40},
        "home_secret": "h" * 40,
        "mail": {"folder": str(folder / "mail")},
        "cities": CITIES,
    }
    return config.read({**raw, **changes}, {})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The whole network of two cities, on files."""
    return settings_in(tmp_path)


@pytest.fixture
def loaded(settings: Settings) -> Settings:
    running.bring_up_to_date(settings, nodes.service_classes(settings))
    assert demonstration.is_new(settings)
    demonstration.load(settings)
    return settings
