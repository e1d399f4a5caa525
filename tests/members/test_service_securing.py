"""Passwords, addresses and second factors that change, on both substrates, asked over the bus."""

from __future__ import annotations

import pytest

from chassis import addresses, clock
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, TooMany, Unauthenticated
from services.members import domain
from tests.members.asker import RECOVERY_CODES, SECRET, Asker
from tests.members.people import PASSWORD

EMAIL, NEW_PASSWORD = "lise@example.org", "Cerf-volant 77 sur la dune"


def code(later_by: int = 0, secret: str = SECRET) -> str:
    """The code of this moment, or of some steps later."""
    return domain.second_factors.code_of(secret, domain.second_factors.step_at(clock.now()) + later_by)


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(roubaix: Asker) -> None:
    member_id, token = roubaix.enrol("Lise")
    for email in (EMAIL, "nobody@example.org"):
        assert roubaix.ask("ask_reset", email_digest=addresses.digest(email)) == {"status": "sent_if_known"}
    link = roubaix.contact(member_id, "reset")
    assert link["email"] == EMAIL
    said = {"token": link["link_token"], "password": NEW_PASSWORD}
    with pytest.raises(Invalid, match="weak_password"):
        roubaix.ask("reset_password", **said | {"password": "Lise-et-lise-2026"})
    assert roubaix.ask("reset_password", **said) == {"member_id": member_id, "city": "roubaix"}
    with pytest.raises(Unauthenticated, match="login_ended"):
        roubaix.ask("profile", token=token)
    with pytest.raises(Unauthenticated, match="wrong_credentials"):
        roubaix.sign_in(EMAIL)
    assert roubaix.sign_in(EMAIL, NEW_PASSWORD)["member"]["id"] == member_id
    with pytest.raises(Conflict, match="link_used"):
        roubaix.ask("reset_password", **said)
    with pytest.raises(NotFound, match="link_unknown"):
        roubaix.ask("reset_password", **said | {"token": "another"})


def test_who_changes_the_password_knows_it_and_stays_signed_in_here(roubaix: Asker) -> None:
    _, here = roubaix.enrol("Lise")
    there = roubaix.sign_in(EMAIL)["access_token"]
    said = {"token": here, "password": PASSWORD, "new_password": NEW_PASSWORD}
    with pytest.raises(Unauthenticated, match="wrong_credentials"):
        roubaix.ask("change_password", **said | {"password": "not this one"})
    with pytest.raises(Invalid, match="weak_password"):
        roubaix.ask("change_password", **said | {"new_password": "azerty"})
    roubaix.ask("change_password", **said)
    assert roubaix.ask("profile", token=here)["name"] == "Lise"
    with pytest.raises(Unauthenticated, match="login_ended"):
        roubaix.ask("profile", token=there)


def test_an_address_changes_when_the_link_that_was_sent_to_it_is_opened(roubaix: Asker) -> None:
    member_id, token = roubaix.enrol("Lise")
    said = {"token": token, "email": "lise@example.net", "password": PASSWORD}
    with pytest.raises(Unauthenticated, match="wrong_credentials"):
        roubaix.ask("ask_address_change", **said | {"password": "not this one"})
    assert roubaix.ask("ask_address_change", **said) == {"status": "to_confirm"}
    link = roubaix.contact(member_id, "address_change")
    assert link["email"] == "lise@example.net"
    assert roubaix.ask("change_address", token=link["link_token"])["member_id"] == member_id
    assert roubaix.contact(member_id, "address_changed")["email"] == EMAIL
    assert roubaix.sign_in("lise@example.net")["member"]["id"] == member_id
    with pytest.raises(Unauthenticated, match="wrong_credentials"):
        roubaix.sign_in(EMAIL)


def test_a_member_with_a_second_factor_signs_in_with_a_code_each_of_which_is_taken_once(roubaix: Asker) -> None:
    _, token = roubaix.enrol("Lise")
    drawn = roubaix.ask("set_up_second_factor", token=token, password=PASSWORD)
    assert f"secret={drawn['secret']}" in drawn["uri"]
    assert roubaix.sign_in(EMAIL)["member"]["name"] == "Lise"  # it protects nothing yet
    first = code(-1, drawn["secret"])
    told = roubaix.ask("confirm_second_factor", token=token, code=first)
    assert len(set(told["recovery_codes"])) == domain.second_factors.RECOVERY_CODES

    for wrong, refused in ((None, "second_factor_needed"), (first, "wrong_code"), ("000 000", "wrong_code")):
        with pytest.raises(Forbidden, match=refused):
            roubaix.sign_in(EMAIL, code=wrong)
    with pytest.raises(Unauthenticated, match="wrong_credentials"):
        roubaix.sign_in(EMAIL, "not this one", code=code(0, drawn["secret"]))
    assert roubaix.sign_in(EMAIL, code=code(0, drawn["secret"]))["access_token"]
    assert roubaix.sign_in(EMAIL, code=told["recovery_codes"][0].lower())["access_token"]
    known = roubaix.ask("second_factor", token=token)
    assert (known["is_set_up"], known["is_required"], known["recovery_codes_left"]) == (True, False, 9)
    roubaix.ask("remove_second_factor", token=token, password=PASSWORD, code=told["recovery_codes"][1])
    assert roubaix.sign_in(EMAIL)["access_token"]


def test_staff_without_a_second_factor_may_set_one_up_and_do_nothing_else(roubaix: Asker) -> None:
    member_id, token = roubaix.enrol("Lise")
    roubaix.grant(member_id, domain.Role.FRONT_DESK)
    missing = roubaix.sign_in(EMAIL)
    assert sorted(missing) == ["city", "expires_in", "setup_token"]
    setup = {"setup_token": missing["setup_token"]}
    with pytest.raises(Unauthenticated, match="token_invalid"):
        roubaix.ask("profile", token=missing["setup_token"])
    with pytest.raises(Unauthenticated, match="token_invalid"):
        roubaix.ask("set_up_second_factor", setup_token=token)

    secret = roubaix.ask("set_up_second_factor", **setup)["secret"]
    roubaix.ask("confirm_second_factor", **setup, code=code(-1, secret))
    with pytest.raises(Conflict, match="second_factor_present"):
        roubaix.ask("set_up_second_factor", **setup)
    signed_in = roubaix.sign_in(EMAIL, code=code(0, secret))
    assert signed_in["member"]["roles"] == ["front_desk", "member"]
    said = {"password": PASSWORD, "code": code(1, secret)}
    with pytest.raises(Forbidden, match="second_factor_required"):
        roubaix.ask("remove_second_factor", token=signed_in["access_token"], **said)


def test_a_login_without_a_second_factor_speaks_for_a_member_and_not_for_staff(roubaix: Asker) -> None:
    member_id, token = roubaix.enrol("Lise")
    roubaix.grant(member_id, domain.Role.CITY_ADMINISTRATOR)
    assert roubaix.ask("profile", token=token)["roles"] == ["member"]
    with pytest.raises(Forbidden, match="permission_missing"):
        roubaix.ask("ledger", token=token, month="2026-11")
    roubaix.protect(member_id)
    with_code = roubaix.sign_in(EMAIL, code=RECOVERY_CODES[0])["access_token"]
    assert roubaix.ask("ledger", token=with_code, month="2026-11")["items"] == []
    assert roubaix.ask("profile", token=token)["roles"] == ["member"]


def test_other_recovery_codes_are_given_for_a_code(roubaix: Asker) -> None:
    member_id, token = roubaix.enrol("Lise")
    roubaix.protect(member_id)
    with pytest.raises(Forbidden, match="second_factor_needed"):
        roubaix.ask("renew_recovery_codes", token=token)
    fresh = roubaix.ask("renew_recovery_codes", token=token, code=code())["recovery_codes"]
    with pytest.raises(Forbidden, match="wrong_code"):
        roubaix.sign_in(EMAIL, code=RECOVERY_CODES[0])
    assert roubaix.sign_in(EMAIL, code=fresh[0])["access_token"]


def test_nobody_s_mailbox_is_filled_and_what_is_asked_too_often_is_answered_alike_for_everybody(roubaix: Asker) -> None:
    roubaix.enrol("Lise")
    for email in (EMAIL, "nobody@example.org"):
        asked = {"email_digest": addresses.digest(email)}
        for _ in range(domain.RESET_OF_ACCOUNT.most):
            roubaix.ask("ask_reset", **asked)
        with pytest.raises(TooMany, match="too_many_tries"):
            roubaix.ask("ask_reset", **asked)


def test_codes_are_not_guessed(roubaix: Asker) -> None:
    member_id, token = roubaix.enrol("Lise")
    roubaix.protect(member_id)
    for _ in range(domain.PROOF_OF_MEMBER.most):
        with pytest.raises(Forbidden, match="wrong_code"):
            roubaix.ask("renew_recovery_codes", token=token, code="000000")
    with pytest.raises(TooMany, match="too_many_tries"):
        roubaix.ask("renew_recovery_codes", token=token, code=code())
    for _ in range(domain.OF_ACCOUNT_FROM_ADDRESS.most):
        with pytest.raises(Forbidden, match="wrong_code"):
            roubaix.sign_in(EMAIL, code="000000")
    with pytest.raises(TooMany, match="too_many_tries"):
        roubaix.sign_in(EMAIL, code=code())
