"""The files that an operator copies are right as they stand, once the secrets are there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from champlibre import nodes
from chassis import config

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "deploy").rglob("node.toml"))
SECRETS = {
    "CHAMPLIBRE_GATEWAY_SECRET": "s" * 40,
    "CHAMPLIBRE_HOME_SECRET": "h" * 40,
    "CHAMPLIBRE_MAIL_SMTP_PASSWORD": "hunter2",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_a_nodes_file_can_be_used_as_it_stands(path: Path) -> None:
    settings = config.load(path, SECRETS)
    assert nodes.service_classes(settings)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_a_nodes_file_holds_no_secret(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"(secret|password)\s*=", text)
    assert not re.search(r"://[^@\s]*:[^@\s/]+@", text)


def test_the_example_in_the_operators_page_can_be_used() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0]
    assert config.read(tomllib.loads(example), SECRETS).hosted == ("roubaix",)
