"""The member's own account: its sections, and where they are signed in."""

from __future__ import annotations

import pytest

from chassis.privacy import NOTICE_VERSION
from gateway.web.pages.account import SECTIONS
from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.member_persons import given
from tests.gateway.web.network import Network


def test_the_account_leads_to_each_of_its_sections(member: Browser) -> None:
    page = member.open("/account")
    for section in SECTIONS:
        assert f'href="{section.path}"' in page.text
        assert member.open(section.path).status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert 'href="/account" aria-current="page"' in page.text


def test_who_read_an_older_notice_is_told_that_it_has_changed_until_they_have_read_it(
    member: Browser, network: Network
) -> None:
    assert "La notice sur vos données a changé." not in words(member.open("/account"))
    network.said["consents"] = [given("account", "2020-01")]
    page = member.open("/account")
    assert f"Lire la notice, version {NOTICE_VERSION}" in words(page)
    assert 'href="/confidentialite"' in page.text
    reply = member.send("/account", to="/account/notice")
    assert "La notice sur vos données a changé." not in words(member.open(str(reply.location)))
    (asked,) = calls(network, "consent")
    assert (asked["purpose"], asked["notice_version"]) == ("account", NOTICE_VERSION)


def test_a_notice_that_changed_while_it_was_read_is_not_read(member: Browser, network: Network) -> None:
    network.said["consents"] = [given("account", "2020-01")]
    reply = member.send("/account", to="/account/notice", version="2020-01")
    assert "La notice sur vos données a changé." in words(member.open(str(reply.location)))


def test_whose_address_refuses_letters_is_told_so_with_the_way_to_correct_it(member: Browser, network: Network) -> None:
    assert "refuse nos courriels" not in words(member.open("/account"))
    network.said["address_refused_since"] = "2026-11-20T23:30:00+00:00"
    page = member.open("/account")
    assert "Votre adresse e-mail refuse nos courriels depuis le samedi 21 novembre 2026" in words(page)
    assert 'href="/account/security/address"' in page.text
    assert "refuse nos courriels depuis le samedi 21 novembre 2026" in words(member.open("/account/notices"))
    assert "L’adresse e-mail de cette personne refuse nos courriels" in words(member.open("/members/helped/odette"))


def test_the_account_opens_while_the_city_does_not_answer(member: Browser, network: Network) -> None:
    network.down.add("members_roubaix")
    assert member.open("/account").status_code == 200


def test_the_account_is_for_who_is_signed_in(browser: Browser) -> None:
    for path in ("/account", "/account/sessions", "/account/views"):
        assert browser.open(path).location == f"/sessions/new?next={path.replace('/', '%2F')}"


def test_a_member_sees_their_devices_and_which_one_is_here(member: Browser) -> None:
    said = words(member.open("/account/sessions"))
    assert "Firefox, Linux Cet appareil Connecté le 20 nov. 2026, 09:00" in said
    assert "Safari, iPhone Connecté le 1er nov. 2026, 09:00 Vu pour la dernière fois le 22 nov. 2026, 18:30" in said
    assert "Un appareil qui ne dit pas son nom" in said


def test_a_member_signs_a_device_out(member: Browser, network: Network) -> None:
    reply = member.send("/account/sessions", to="/account/sessions/phone/end")
    assert "L’appareil est déconnecté." in words(member.open(str(reply.location)))
    assert "Safari, iPhone" not in words(member.open("/account/sessions"))
    assert calls(network, "end_login") == [{"token": "token-of-nadia.0", "login_id": "phone"}]


def test_a_member_signs_out_everywhere_else(member: Browser, network: Network) -> None:
    reply = member.send("/account/sessions", to="/account/sessions/end")
    page = words(member.open(str(reply.location)))
    assert "Tous les autres appareils sont déconnectés." in page
    assert "Vous n’êtes connecté nulle part ailleurs." in page
    assert network.logged_in == {"here"}


@pytest.mark.parametrize("path", ["/account/sessions/end", "/account/sessions/phone/end"])
def test_nothing_is_ended_by_looking_at_an_address(member: Browser, network: Network, path: str) -> None:
    assert member.open(path).status_code == 200
    assert not calls(network, "end_login")
    assert not calls(network, "end_every_login")


def test_a_member_sees_who_saw_their_data_by_which_role_and_what_for(member: Browser) -> None:
    page = member.open("/account/views")
    said = words(page)
    assert (
        "Votre fiche a été consultée 22 nov. 2026, 18:30 Par : Accueil"
        " Droit : Chercher un membre de la ville et consulter sa fiche"
    ) in said
    assert "Un rôle vous a été donné 21 nov. 2026, 09:00 Par : Administration de la ville" in said
    assert page.headers["Cache-Control"] == "no-store"
    assert "Uw fiche werd bekeken" in words(member.open("/account/views?lang=nl"))


def test_what_this_page_has_no_word_for_is_told_by_its_right_or_its_code(member: Browser, network: Network) -> None:
    assert 'href="/account/views?after=2"' in member.open("/account/views").text
    page = member.open("/account/views?after=2")
    assert "Rectifier les données d’un membre à sa demande 20 nov. 2026, 09:00 Par : Protection" in words(page)
    assert "blow_the_horn 19 nov. 2026, 09:00 Par : herald" in words(page)
    assert "after=4" not in page.text
    member.open("/account/views?after=nonsense")
    assert [call.get("after") for call in calls(network, "views_of")] == [None, "2", None]
