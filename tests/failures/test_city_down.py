"""A city's members service is stopped."""
from __future__ import annotations

import time

from tests.network import Member, Network
from tests.network.people import PASSWORD

AT_ONCE_SECONDS = 2.0


def test_a_stopped_city_is_said_at_once_and_its_members_still_book(spare_network: Network) -> None:
    member = Member(spare_network, name="Gaspard Motte", email="gaspard.motte@example.org").join()
    spare_network.leave_out("members_roubaix")

    began = time.monotonic()
    refused = member.ask("POST", "/sessions", {"email": member.email, "password": PASSWORD, "city": "roubaix"})
    assert time.monotonic() - began < AT_ONCE_SECONDS
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.headers["Content-Type"].startswith("application/problem+json")

    space, period = member.free_hours("tourcoing", hours=1)
    assert member.book(space["id"], period).status_code == 201
    assert member.get("/bookings")["items"]
