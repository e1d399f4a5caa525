"""The password, the address and the second factor of a member, and signing in with a code."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.facts import PASSWORD
from tests.gateway.web.member_security import CODE, RECOVERY_CODE, SECRET
from tests.gateway.web.network import Network

NEW = "Cerf-volant 77 sur la dune"


def posted(browser: Browser, page: Any, to: str, **typed: str) -> Any:
    """Fill in the form of a page that is open."""
    return browser.client.post(to, data={**browser.hidden(page), **typed})


def test_who_forgot_the_password_is_answered_the_same_whoever_they_are(browser: Browser, network: Network) -> None:
    emails = ("nadia@example.org", "nobody@example.org")
    [said] = {words(browser.send("/password/forgotten", email=email)) for email in emails}
    assert "Si cette adresse est celle d’un compte, un lien y est en route." in said
    assert len(calls(network, "ask_reset")) == 6
    for wrong in ("", "no address"):
        assert browser.send("/password/forgotten", email=wrong).status_code == 400


def test_a_link_leads_to_a_new_password(browser: Browser, network: Network) -> None:
    link = "/password/new?city=roubaix&token=t"
    assert browser.open(link).headers["Cache-Control"] == "no-store"
    assert not calls(network, "reset_password")
    weak = browser.send(link, to="/password/new", new_password="azerty")
    assert weak.status_code == 400
    assert "azerty" not in weak.text
    done = browser.send(link, to="/password/new", new_password=f" {NEW}")
    assert "Votre mot de passe est changé" in words(done)
    assert calls(network, "reset_password")[-1] == {"token": "t", "password": f" {NEW}"}


@pytest.mark.parametrize("query", ["city=roubaix&token=used", "city=roubaix&token=odd", "city=lille&token=t", ""])
def test_a_link_that_opens_nothing_says_so(browser: Browser, query: str) -> None:
    for path, typed in (("/password/new", {"new_password": NEW}), ("/account/address", {})):
        page = browser.send(f"{path}?{query}", to=path, **typed)
        assert page.status_code == 409
        assert "Ce lien n’ouvre plus rien" in words(page)


def test_a_new_address_is_confirmed_by_pressing_a_button_and_not_by_looking(browser: Browser, network: Network) -> None:
    link = "/account/address?city=roubaix&token=t"
    browser.open(link)
    assert not calls(network, "change_address")
    assert "Votre adresse est changée" in words(browser.send(link, to="/account/address"))
    assert calls(network, "change_address") == [{"token": "t"}]


def test_after_the_password_a_code_is_asked_for_and_the_password_is_in_no_page(
    browser: Browser, network: Network
) -> None:
    network.is_protected = True
    page = browser.sign_in()
    assert "Un code, pour finir" in words(page)
    assert PASSWORD not in page.text
    wrong = posted(browser, page, "/sessions/new", code="000000")
    assert (wrong.status_code, "ou il a déjà servi" in words(wrong)) == (400, True)
    reply = posted(browser, wrong, "/sessions/new", code=f" {CODE} ")
    assert (reply.status_code, reply.location) == (303, "/bookings")
    assert [asked.get("code") for asked in calls(network, "sign_in")] == [None, "000000", CODE]


def test_staff_set_up_a_second_factor_on_their_way_in(browser: Browser, network: Network) -> None:
    network.is_staff = True
    page = browser.sign_in()
    assert SECRET["secret"] in page.text
    assert "<svg" in page.text
    assert "a-setup-token" not in page.text
    wrong = posted(browser, page, "/sessions/second-factor", code="000000")
    assert wrong.status_code == 400
    assert SECRET["secret"] in wrong.text
    codes = posted(browser, wrong, "/sessions/second-factor", code=CODE)
    assert RECOVERY_CODE in codes.text
    assert codes.headers["Cache-Control"] == "no-store"
    step = posted(browser, codes, "/sessions/new")
    assert "Un code, pour finir" in words(step)
    assert posted(browser, step, "/sessions/new", code=CODE).location == "/bookings"


def test_without_what_the_page_before_carries_one_begins_again(browser: Browser) -> None:
    assert browser.open("/sessions/second-factor").location == "/sessions/new"
    assert browser.send("/sessions/new", to="/sessions/second-factor", code=CODE).location == "/sessions/new"


@pytest.mark.parametrize(
    ("page", "method", "typed"),
    [
        ("password", "change_password", {"password": PASSWORD, "new_password": NEW}),
        ("address", "ask_address_change", {"email": "new@example.org", "password": PASSWORD}),
        ("second-factor/removal", "remove_second_factor", {"password": PASSWORD, "code": CODE}),
    ],
)
def test_a_member_changes_what_protects_the_account(
    member: Browser, network: Network, page: str, method: str, typed: dict[str, str]
) -> None:
    path = f"/account/security/{page}"
    assert member.open(path).status_code == 200
    assert member.send(path).status_code == 400
    wrong = member.send(path, **typed | {"password": "not this one"})
    assert (wrong.status_code, "Ce n’est pas votre mot de passe." in words(wrong)) == (400, True)
    reply = member.send(path, **typed)
    assert member.open(str(reply.location)).text.count("notice--ok") == 1
    assert calls(network, method)[-1] == {"token": "token-of-nadia.0", **typed}


def test_a_member_sets_a_second_factor_up_and_gets_recovery_codes_once(member: Browser) -> None:
    path = "/account/security/second-factor"
    page = member.send(path, password=PASSWORD)
    assert SECRET["secret"] in page.text
    wrong = posted(member, page, f"{path}/confirmation", code="000000")
    assert wrong.status_code == 400
    assert SECRET["secret"] in wrong.text
    codes = posted(member, wrong, f"{path}/confirmation", code=CODE)
    assert RECOVERY_CODE in codes.text
    said = words(member.open("/account/security"))
    assert "En place" in said
    assert "Il vous reste 9 codes de secours." in said
    assert member.send(path, password=PASSWORD).status_code == 400  # another one needs a code of this one
    assert SECRET["secret"] in member.send(path, password=PASSWORD, code=CODE).text


def test_other_recovery_codes_are_shown_for_a_code(member: Browser, network: Network) -> None:
    network.is_protected = True
    assert member.send("/account/security/recovery-codes", code="000000").status_code == 400
    assert RECOVERY_CODE in member.send("/account/security/recovery-codes", code=CODE).text


def test_staff_are_not_offered_to_remove_it(member: Browser, network: Network) -> None:
    network.is_protected = network.is_staff = True
    assert "Ôter le second facteur" not in words(member.open("/account/security"))


FORMS = ("password", "address", "second-factor", "second-factor/confirmation", "second-factor/removal")


@pytest.mark.parametrize("form", [*FORMS, "recovery-codes"])
def test_every_address_of_a_form_can_be_looked_at_by_its_member_alone(browser: Browser, form: str) -> None:
    path = f"/account/security/{form}"
    assert str(browser.open(path).location).startswith("/sessions/new?next=")
    browser.sign_in()
    page = browser.open(path)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
