"""The operator's hand on a city's keys: seen, replaced, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from champlibre import keys, nodes, running
from champlibre.command import champlibre
from chassis import envelope
from chassis.config import ConfigError, Settings
from chassis.database import Store
from chassis.service import database_url
from chassis.tables import outbox


@pytest.fixture
def node(settings: Settings) -> Settings:
    """A node on which Roubaix and Marcq live."""
    running.bring_up_to_date(settings, nodes.service_classes(settings, ["members"]))
    return settings


def states(settings: Settings, city: str = "roubaix") -> list[str]:
    """What is said of each key behind its id, without instants."""
    return [line.split("  ")[3].split(" from ")[0].split(" until ")[0] for line in keys.listed(settings, city)]


def test_a_rotation_by_hand_publishes_the_new_keys_beside_the_old_ones(node: Settings) -> None:
    assert keys.listed(node, "roubaix") == []
    keys.rotate(node, "roubaix", at_once=False)
    assert states(node) == ["in use", "in use"]
    keys.rotate(node, "roubaix", at_once=False)
    assert states(node) == ["in use, kept", "in use, kept", "used", "used"]
    assert keys.listed(node, "marcq") == []


def test_keys_that_leaked_are_gone_at_once(node: Settings) -> None:
    keys.rotate(node, "roubaix", at_once=False)
    before = keys.listed(node, "roubaix")
    keys.rotate(node, "roubaix", at_once=True)
    assert states(node) == ["in use", "in use"]
    assert not set(before) & set(keys.listed(node, "roubaix"))


def test_a_rotation_is_recorded_for_the_others_and_shows_no_private_key(node: Settings) -> None:
    for _ in range(2):
        keys.rotate(node, "roubaix", at_once=False)
    store = Store(database_url(node, "members_roubaix"))
    with store.reading() as session:
        said = [envelope.parse(body) for body in session.scalars(select(outbox.c.body).order_by(outbox.c.id))]
    store.close()
    assert [(event.name, event.source, event.sequence) for event in said] == [
        ("city.keys_published", "/hub/members_roubaix", 0),
        ("city.keys_published", "/hub/members_roubaix", 2),
    ]
    private = [key for event in said for key in event.data["keys"] if "d" in key]
    assert private == [] and len(said[-1].data["keys"]) == 4


def test_so_many_keys_that_others_would_not_hear_of_all_are_one_clear_message(node: Settings) -> None:
    for _ in range(8):
        keys.rotate(node, "roubaix", at_once=False)
    with pytest.raises(ConfigError, match="--now"):
        keys.rotate(node, "roubaix", at_once=False)


def test_a_city_that_does_not_live_here_is_one_clear_message(tmp_path: Path) -> None:
    environment = {"CHAMPLIBRE_STATE_DIR": str(tmp_path)}
    for words in (["keys", "list", "lille"], ["keys", "rotate", "lille", "--now"]):
        done = CliRunner().invoke(champlibre, words, env=environment)
        assert done.exit_code == 1 and "lille" in done.output and "Traceback" not in done.output
