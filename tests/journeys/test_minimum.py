"""Below the minimum, through HTTP, with every process running: the clock decides, and letters lead elsewhere."""

from __future__ import annotations

from typing import Any

from tests import waiting
from tests.network import Network
from tests.network.people import body_of
from tests.network.programme import Programme

HEARD_SECONDS = 30.0
DECIDED_SECONDS = 240.0


def test_what_is_below_its_minimum_is_cancelled_and_who_registered_is_told_with_another_date(
    network: Network, doomed: dict[str, Any]
) -> None:
    programme = Programme(network)

    def cancelled() -> bool:
        return bool(programme.occurrence(doomed["occurrence_id"])["state"] == "cancelled")

    waiting.until(cancelled, "an occurrence that is cancelled below its minimum", DECIDED_SECONDS)
    ended = programme.amina.get(f"/registrations/{doomed['id']}")
    assert (ended["status"], ended["end_reason"]) == ("cancelled", "below_minimum")

    def leads_elsewhere() -> bool:
        return any(f"/occurrences/{doomed['other']}/" in body_of(letter) for letter in programme.amina.letters())

    waiting.until(leads_elsewhere, "letter that leads to another date", HEARD_SECONDS)
