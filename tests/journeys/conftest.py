"""What takes its time in whole networks: begun by one journey, looked at by a later one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.network import Network
from tests.network.programme import Programme


@pytest.fixture(scope="session")
def doomed(network: Network) -> dict[str, Any]:
    """Amina’s seat of a date that is below its minimum, decided of while others run; `other`: one more date."""
    programme = Programme(network)
    soon = {"capacity": 10, "min_persons": 5, **programme.soon(minutes=62)}
    _, [date, other] = programme.published(soon, {"capacity": 10, "day": 9}, terms={"decide_hours": 1})
    return {**programme.registered(programme.amina, date), "other": other["id"]}
