"""Attestations and keys over the bus, on both substrates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis import clock, ids, sealing, signatures
from chassis.errors import Forbidden, Invalid, Unauthenticated
from services.members import commands, domain, queries
from tests.members import hub
from tests.members.asker import SERVICE, Asker, running
from tests.substrates import Substrate
from tests.waiting import until

NOTHING_SAID = {"valid": False, "city": None, "kind": None, "valid_until": None, "issued_at": None}


def rotate(roubaix: Asker, *, at_once: bool = False) -> None:
    """As the operator does by hand."""
    fresh: dict[domain.KeyUse, dict[str, Any]] = {
        "sig": signatures.new_key(ids.new()),
        "enc": sealing.new_key(ids.new()),
    }
    with roubaix.store.transaction() as session:
        queries.lock_keys(session)
        commands.rotate_keys(session, "roubaix", fresh, clock.now(), at_once=at_once)


def test_a_member_shows_what_their_city_attests_and_is_believed_until_it_is_taken_back(roubaix: Asker) -> None:
    member_id, token = roubaix.enrol("Lise")
    _, desk = roubaix.enrol("Joris", domain.Role.FRONT_DESK)
    assert roubaix.ask("own_attestations", token=token) == {"items": []}
    issued = roubaix.ask("issue_attestation", token=desk, member_id=member_id, kind="laser_training")
    (own,) = roubaix.ask("own_attestations", token=token)["items"]
    shown = own.pop("token")
    assert own == {name: issued[name] for name in ("id", "kind", "valid_until", "issued_at")}
    asked = {"token": desk, "attestation": shown}
    verdict = roubaix.ask("verify_attestation", **asked, member_id=member_id)
    assert verdict == {
        "valid": True, "reason": None, "city": "roubaix", "kind": "laser_training", "valid_until": None,
        "issued_at": verdict["issued_at"],
    }  # fmt: skip
    assert verdict["issued_at"][:19] == issued["issued_at"][:19]
    another = NOTHING_SAID | {"reason": "attestation_of_another"}
    assert roubaix.ask("verify_attestation", **asked, member_id="another") == another
    with pytest.raises(Forbidden, match="permission_missing"):
        roubaix.ask("verify_attestation", token=token, attestation=shown)
    access_token = roubaix.ask("verify_attestation", token=desk, attestation=token)
    assert access_token == NOTHING_SAID | {"reason": "attestation_invalid"}
    with pytest.raises(Unauthenticated, match="token_invalid"):
        roubaix.ask("profile", token=shown)
    with pytest.raises(Invalid):
        roubaix.ask("verify_attestation", token=desk, attestation="A" * 4097)
    roubaix.ask("revoke_attestation", token=desk, attestation_id=issued["id"])
    assert roubaix.ask("verify_attestation", **asked) == NOTHING_SAID | {"reason": "attestation_revoked"}
    assert roubaix.ask("own_attestations", token=token) == {"items": []}


def test_what_the_old_key_signed_holds_after_a_rotation_and_no_more_when_it_leaked(roubaix: Asker) -> None:
    member_id, token = roubaix.enrol("Lise")
    _, desk = roubaix.enrol("Joris", domain.Role.FRONT_DESK)
    roubaix.ask("issue_attestation", token=desk, member_id=member_id, kind="adult")
    shown = roubaix.ask("own_attestations", token=token)["items"][0]["token"]
    rotate(roubaix)
    assert roubaix.ask("profile", token=token)["id"] == member_id
    assert roubaix.ask("verify_attestation", token=desk, attestation=shown)["valid"]
    rotate(roubaix, at_once=True)
    with pytest.raises(Unauthenticated, match="token_invalid"):
        roubaix.ask("profile", token=token)
    token = roubaix.sign_in("lise@example.org")["access_token"]
    _, desk = roubaix.enrol("Noor", domain.Role.FRONT_DESK)
    gone = roubaix.ask("verify_attestation", token=desk, attestation=shown)
    assert gone == NOTHING_SAID | {"reason": "keys_unknown"}
    fresh = roubaix.ask("own_attestations", token=token)["items"][0]["token"]
    assert roubaix.ask("verify_attestation", token=desk, attestation=fresh)["valid"]
    assert len(roubaix.caller.call(SERVICE, "keys")["keys"]) == 2


def test_a_city_that_was_cut_off_refuses_what_was_taken_back_meanwhile_at_the_next_contact(
    substrate: Substrate,
) -> None:
    """Neither bookings nor Tourcoing runs here: what was heard before suffices."""
    now = clock.now()
    shown = hub.shown(now)

    def verdict(city: Asker, desk: str) -> Any:
        return city.ask("verify_attestation", token=desk, attestation=shown)

    with running(substrate) as roubaix:
        _, desk = roubaix.enrol("Joris", domain.Role.FRONT_DESK)
        hub.tell(substrate.broker_uri, hub.keys_told(now))
        until(lambda: verdict(roubaix, desk)["valid"], "keys of Tourcoing")
        said = verdict(roubaix, desk)
        assert (said["city"], said["kind"]) == ("tourcoing", "laser_training")
    hub.tell(substrate.broker_uri, hub.revoked("a-1", now + timedelta(seconds=1)))
    with running(substrate) as roubaix:
        until(lambda: verdict(roubaix, desk)["reason"] == "attestation_revoked", "what was revoked meanwhile")
