"""Each process in turn is killed while people book."""
from __future__ import annotations

import pytest

from tests.failures.audience import Audience
from tests.failures.conftest import Fragile
from tests.failures.crowd import crowd
from tests.network.programme import Programme

BOOKINGS, DATES = 200, 34


def test_whoever_is_killed_what_was_accepted_has_its_mail_and_its_row(fragile: Fragile) -> None:
    network, people = fragile.network, crowd(fragile.network)
    audience = Audience(Programme(network), people.members)
    with people.booking(BOOKINGS) as passed, audience.registering(DATES):
        for turn, part in enumerate(network.parts.values()):
            passed(1 + turn * BOOKINGS // (len(network.parts) + 1))
            part.process.kill()
            part.process.start()
    network.wait_until_ready()
    assert people.refused, "some wishes were for what was taken"
    people.check()
    audience.check(DATES)


@pytest.mark.parametrize("server", ["broker", "database"])
def test_a_server_is_killed_and_started_again_and_nothing_is_lost(fragile: Fragile, server: str) -> None:
    network, people = fragile.network, crowd(fragile.network)
    pids = {name: part.process.pid for name, part in network.parts.items()}
    killed = fragile.broker if server == "broker" else fragile.database
    with people.booking(60) as passed:
        passed(20)
        killed.kill()
        killed.restart()
    network.wait_until_ready()
    people.check()
    assert pids == {name: part.process.pid for name, part in network.parts.items()}, "they came back by themselves"
