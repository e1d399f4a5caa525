"""Becoming a member, signing in and being written to, on both substrates, asked over the bus."""

from __future__ import annotations

import eventlet
import pytest
from eventlet.patcher import original

from chassis import addresses, proofs
from chassis.errors import Forbidden, Invalid, NotFound, ServiceError, TooMany, Unauthenticated, Unprocessable
from services.members import turns
from tests.members.asker import HOME_SECRET, Asker
from tests.members.people import CAMILLE, EMAIL, PASSWORD

ASKED = {"name": CAMILLE.name, "email": EMAIL, "password": PASSWORD, "consent": True}


def test_somebody_registers_confirms_the_address_and_signs_in(roubaix: Asker) -> None:
    registered = roubaix.ask("register", **ASKED)
    assert registered == {"id": registered["id"], "city": "roubaix", "status": "to_confirm"}
    with pytest.raises(Unauthenticated, match="wrong_credentials"):
        roubaix.sign_in(EMAIL)

    token = roubaix.link(registered["id"])
    for _ in range(2):
        assert roubaix.ask("confirm", token=token) == {"member_id": registered["id"], "city": "roubaix"}

    signed_in = roubaix.sign_in("CAMILLE.vandamme@example.org")
    assert (signed_in["token_type"], signed_in["expires_in"]) == ("Bearer", 900)
    assert signed_in["member"]["name"] == CAMILLE.name
    profile = roubaix.ask("profile", token=signed_in["access_token"])
    known = {"email": EMAIL, "status": "active", "attestations": [], "organisations": []}
    assert profile == profile | signed_in["member"] | known


def test_registering_a_known_address_is_answered_as_a_new_one(roubaix: Asker) -> None:
    first = roubaix.ask("register", **ASKED)
    roubaix.ask("confirm", token=roubaix.link(first["id"]))
    second = roubaix.ask("register", **ASKED)
    assert second | {"id": first["id"]} == first
    assert second["id"] != first["id"]
    assert roubaix.contact(first["id"], "known_address") == {
        "name": CAMILLE.name,
        "email": EMAIL,
        "language": "fr",
    }


def test_who_signs_up_with_an_address_learns_by_signing_in_with_it_not_whether_it_is_a_member_s(roubaix: Asker) -> None:
    roubaix.enrol("Lise")
    refusals, theirs = [], "Grenier 17 sous la grande Lune"
    for email in ("lise@example.org", "nobody@example.org"):
        roubaix.ask("register", **ASKED | {"email": email, "password": theirs})
        with pytest.raises(ServiceError) as refused:
            roubaix.sign_in(email, theirs)
        refusals.append(refused.value.to_wire())
        assert refusals[0]["code"] == "wrong_credentials"
    assert refusals[0] == refusals[1]


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
        roubaix.sign_in("nobody@example.org")
    with pytest.raises(Unauthenticated, match="token_invalid"):
        roubaix.ask("profile", token="a.b.c")
    with pytest.raises(NotFound, match="link_unknown"):
        roubaix.ask("confirm", token="another")
    with pytest.raises(NotFound, match="member_not_found"):
        roubaix.contact("nobody")


def test_only_who_has_the_homes_secret_is_told_where_to_write_to_a_member(roubaix: Asker) -> None:
    member_id = roubaix.ask("register", **ASKED)["id"]
    assert roubaix.contact(member_id, "confirmation")["email"] == EMAIL
    of_another_purpose = proofs.make(HOME_SECRET, "contact", "roubaix", member_id, "booking")
    of_another_city = proofs.make(HOME_SECRET, "contact", "tourcoing", member_id, "confirmation")
    of_no_home = proofs.make("guessed", "contact", "roubaix", member_id, "confirmation")
    for proof in (of_another_purpose, of_another_city, of_no_home, "", "é"):
        with pytest.raises(Forbidden, match="proof_invalid"):
            roubaix.ask("contact", member_id=member_id, purpose="confirmation", proof=proof)
    with pytest.raises(Forbidden, match="proof_invalid"):
        roubaix.ask("contact", member_id="nobody")


def test_a_city_says_of_a_digest_whether_it_knows_the_address(roubaix: Asker) -> None:
    asked = {"email_digest": addresses.digest(EMAIL.upper())}
    assert roubaix.ask("knows", **asked) == {"known": False}
    registered = roubaix.ask("register", **ASKED)
    assert roubaix.ask("knows", **asked) == {"known": False}
    roubaix.ask("confirm", token=roubaix.link(registered["id"]))
    assert roubaix.ask("knows", **asked) == {"known": True}
    with pytest.raises(Invalid, match="invalid"):
        roubaix.ask("knows", email_digest=EMAIL)


def test_when_too_many_passwords_are_hashed_at_once_the_next_is_told_to_come_back(roubaix: Asker) -> None:
    may_end = original("threading").Event()
    line = [eventlet.spawn(turns.take, may_end.wait, 30) for _ in range(turns.AT_ONCE + turns.WAITING_MOST)]
    try:
        for method, asked in (
            ("register", ASKED),
            ("sign_in", {"email_digest": addresses.digest(EMAIL), "password": PASSWORD}),
        ):
            with pytest.raises(TooMany, match="too_many_at_once") as refused:
                roubaix.ask(method, **asked)
            assert refused.value.detail == {"retry_after_seconds": 1}
    finally:
        may_end.set()
    assert all(thread.wait() for thread in line)
    assert roubaix.ask("register", **ASKED)["status"] == "to_confirm"
