"""The service itself, on both substrates, asked over the bus as the gateway and notifications ask it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from nameko.containers import ServiceContainer

from chassis import config, migrate
from chassis.errors import Forbidden, Invalid, NotFound, ServiceError, Unauthenticated, Unprocessable
from chassis.rpc import Caller
from services.members.service import members
from tests.members.people import CAMILLE, PASSWORD
from tests.substrates import Substrate
from tests.waiting import until

SERVICE = "members_roubaix"
ASKED = {"name": CAMILLE.name, "email": CAMILLE.email, "password": PASSWORD, "consent": True}


def settings(substrate: Substrate) -> config.Settings:
    city = {"name": "Roubaix", "insee": "59512", "siren": "215905126"}
    raw = {
        "site": "roubaix",
        "services": ["members"],
        "city": "roubaix",
        "cities": {"roubaix": city},
        "broker": {"uri": substrate.broker_uri},
        "database": {"url": substrate.database_url},
    }
    return config.read(raw, {})


class Asker:
    """Asks the service, sealed as its callers do."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def ask(self, method: str, **kwargs: Any) -> Any:
        return self.caller.call(SERVICE, method, sealed=True, **kwargs)

    def has_keys(self) -> bool:
        try:
            return bool(self.caller.call(SERVICE, "keys")["keys"])
        except ServiceError:
            return False

    def link(self, member_id: str) -> str:
        return str(self.ask("contact", member_id=member_id, purpose="confirmation")["link_token"])


@pytest.fixture
def roubaix(substrate: Substrate) -> Iterator[Asker]:
    migrate.upgrade("services.members", substrate.make_database(SERVICE))
    container = ServiceContainer(members("roubaix"), {"settings": settings(substrate)})
    caller = Caller(substrate.broker_uri, "tests", "hub", deadline_seconds=10)
    container.start()
    container.spawn_managed_thread(caller.line.run)
    asker = Asker(caller)
    until(asker.has_keys, "keys of the city")
    yield asker
    caller.line.stop()
    container.stop()


def test_somebody_registers_confirms_the_address_and_signs_in(roubaix: Asker) -> None:
    registered = roubaix.ask("register", **ASKED)
    assert registered == {"id": registered["id"], "city": "roubaix", "status": "to_confirm"}
    with pytest.raises(Forbidden, match="email_unconfirmed"):
        roubaix.ask("sign_in", email=CAMILLE.email, password=PASSWORD)

    token = roubaix.link(registered["id"])
    for _ in range(2):
        assert roubaix.ask("confirm", token=token) == {"member_id": registered["id"], "city": "roubaix"}

    signed_in = roubaix.ask("sign_in", email="CAMILLE.vandamme@example.org", password=PASSWORD)
    assert (signed_in["token_type"], signed_in["expires_in"]) == ("Bearer", 3600)
    assert signed_in["member"]["name"] == CAMILLE.name
    profile = roubaix.ask("profile", token=signed_in["access_token"])
    assert profile == signed_in["member"] | {"email": CAMILLE.email, "status": "active"}


def test_registering_a_known_address_is_answered_as_a_new_one(roubaix: Asker) -> None:
    first = roubaix.ask("register", **ASKED)
    roubaix.ask("confirm", token=roubaix.link(first["id"]))
    second = roubaix.ask("register", **ASKED)
    assert second | {"id": first["id"]} == first
    assert second["id"] != first["id"]
    assert roubaix.ask("contact", member_id=first["id"], purpose="known_address") == {
        "name": CAMILLE.name,
        "email": CAMILLE.email,
        "language": "fr",
    }


def test_registering_with_one_key_is_done_once(roubaix: Asker) -> None:
    first = roubaix.ask("register", **ASKED, idempotency_key="a-key")
    assert roubaix.ask("register", **ASKED, idempotency_key="a-key") == first
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        roubaix.ask("register", **ASKED | {"name": "Another"}, idempotency_key="a-key")


def test_what_is_not_fit_for_a_registration_is_refused(roubaix: Asker) -> None:
    for changes, code in (
        ({"consent": False}, "consent_missing"),
        ({"password": "azerty"}, "weak_password"),
        ({"email": "nobody"}, "invalid"),
        ({"admin": True}, "invalid"),
    ):
        with pytest.raises(Invalid, match=code):
            roubaix.ask("register", **ASKED | changes)


def test_who_cannot_show_who_they_are_stays_outside(roubaix: Asker) -> None:
    with pytest.raises(Unauthenticated, match="wrong_credentials"):
        roubaix.ask("sign_in", email="nobody@example.org", password=PASSWORD)
    with pytest.raises(Unauthenticated, match="token_invalid"):
        roubaix.ask("profile", token="a.b.c")
    with pytest.raises(NotFound, match="link_unknown"):
        roubaix.ask("confirm", token="another")
    with pytest.raises(NotFound, match="member_not_found"):
        roubaix.ask("contact", member_id="nobody")


def test_the_keys_are_public_and_no_more(roubaix: Asker) -> None:
    keys = roubaix.caller.call(SERVICE, "keys")["keys"]
    assert sorted((key["use"], key["crv"]) for key in keys) == [("enc", "X25519"), ("sig", "Ed25519")]
    assert all("d" not in key for key in keys)


def test_what_holds_a_person_is_answered_sealed_only(roubaix: Asker) -> None:
    for method in ("register", "confirm", "sign_in", "profile", "contact"):
        with pytest.raises(Invalid):
            roubaix.caller.call(SERVICE, method, member_id="somebody", token="a-token")
