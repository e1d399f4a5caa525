"""What docs/opendata.md says is so: its examples are run, its parameters are those that are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from werkzeug.test import Client

from services.opendata.web.outings.asking import KNOWN
from tests.opendata.conftest import Hear
from tests.opendata.heard import place

TEXT = (Path(__file__).parents[2] / "docs" / "opendata.md").read_text("utf-8")
EXAMPLES = re.findall(r"^curl .*'https://data\.example\.org(/[^']*)'", TEXT, re.MULTILINE)


@pytest.mark.parametrize("address", EXAMPLES)
def test_an_example_does_what_it_says(client: Client, hear: Hear, address: str) -> None:
    hear("place.published", place())
    response = client.get(address)
    assert response.status_code == 200, response.text


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 5
    assert TEXT.count("curl ") == len(EXAMPLES)


def test_every_parameter_of_outings_is_told() -> None:
    table = TEXT.partition("| parameter |")[2].partition("\n\n")[0]
    names = {name for line in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert names == set(KNOWN)
