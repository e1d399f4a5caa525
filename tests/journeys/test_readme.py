"""What the README tells a newcomer to type does what it says."""
from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests import waiting
from tests.network import Network

README = Path(__file__).parents[2] / "README.md"


def lines_to_type(network: Network) -> str:
    """The block that books and registers from a terminal, towards this network."""
    block: str
    (block,) = [text for text in re.findall(r"```sh\n(.*?)```", README.read_text(), re.S) if "curl" in text]
    text = block.replace("localhost:8000", network.url.removeprefix("http://"))
    return text.replace("localhost:8001", network.opendata.removeprefix("http://"))


def test_the_lines_of_the_readme_book_a_desk_register_for_a_workshop_and_show_it(network: Network) -> None:
    def typed() -> str:
        shown = subprocess.run(
            ["bash", "-euc", lines_to_type(network)], capture_output=True, text=True, timeout=60, check=True
        )
        return shown.stdout

    first = typed()
    assert first.count('"status": "confirmed"') == 2
    assert re.search(r'"title": {"fr": "Repair café.*"seats": 2', first)
    shown = re.compile(r"champ-libre-bureaux,.*T10:00:00Z,.*T12:00:00Z")
    waiting.until(lambda: shown.search(typed()), "the desk in the occupancy dataset", 20.0)
