"""Signing in at the city's provider over the bus, on both substrates: with a consent, then straight in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chassis.errors import Forbidden, Invalid, NotFound
from tests.members import own_provider
from tests.members.asker import Asker, running
from tests.members.own_provider import CAMILLE, CLIENT_ID, CLIENT_SECRET, OwnProvider
from tests.substrates import Substrate


@pytest.fixture
def own() -> Iterator[OwnProvider]:
    with own_provider.running() as started:
        yield started


@pytest.fixture
def asker(substrate: Substrate, own: OwnProvider) -> Iterator[Asker]:
    provider = {"name": "Mon Roubaix", "issuer": own.url, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    with running(substrate, provider=provider) as started:
        yield started


def come_back(asker: Asker, own: OwnProvider, **changes: Any) -> Any:
    begun = asker.ask("provider_begin")
    return asker.ask("provider_finish", **{**own.visit(begun["url"]), **changes}, device="Firefox", client="192.0.2.1")


def test_somebody_joins_by_the_provider_and_is_let_in_from_then_on(asker: Asker, own: OwnProvider) -> None:
    told = come_back(asker, own)
    ticket = told.pop("ticket")
    assert told == {"name": CAMILLE["name"], "email": CAMILLE["email"]}
    assert asker.ask("provider_ticket", ticket=ticket) == told
    assert CAMILLE["email"] not in ticket

    with pytest.raises(Invalid, match="consent_missing"):
        asker.ask("provider_join", ticket=ticket, name="Camille V.")
    joined = asker.ask("provider_join", ticket=ticket, name="Camille V.", consent=True, device="Firefox")
    assert joined["member"]["name"] == "Camille V."
    for method, asked in (("provider_ticket", {}), ("provider_join", {"name": "Camille V.", "consent": True})):
        with pytest.raises(NotFound, match="provider_login_unknown"):
            asker.ask(method, ticket=ticket, **asked)

    again = come_back(asker, own)
    assert again["member"]["id"] == joined["member"]["id"]
    [first, second] = asker.ask("logins", token=again["access_token"])["items"]
    assert {(login["method"], login["has_second_factor"]) for login in (first, second)} == {("provider", False)}


def test_what_came_back_once_is_used_up_whatever_came_of_it(asker: Asker, own: OwnProvider) -> None:
    begun = asker.ask("provider_begin")
    answer = own.visit(begun["url"])
    with pytest.raises(Forbidden, match="provider_refused"):
        asker.ask("provider_finish", state=begun["state"], error="access_denied")
    with pytest.raises(NotFound, match="provider_login_unknown"):
        asker.ask("provider_finish", **answer)
    with pytest.raises(NotFound, match="provider_login_unknown"):
        come_back(asker, own, state="never-begun")
    with pytest.raises(NotFound, match="provider_login_unknown"):
        asker.ask("provider_ticket", ticket="a.b.c.d.e")


def test_a_city_without_a_provider_says_so(roubaix: Asker) -> None:
    for method, asked in (("provider_begin", {}), ("provider_finish", {"state": "a"})):
        with pytest.raises(NotFound, match="provider_unknown"):
            roubaix.ask(method, **asked)
