"""A member takes their data along, has them frozen, and is forgotten: after a look at what it means, by password."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.facts import PASSWORD
from tests.gateway.web.member_data import RECENT, TO_COME
from tests.gateway.web.member_persons import given
from tests.gateway.web.network import Network

PAGE = "/account/data"


def test_a_member_takes_everything_along(member: Browser) -> None:
    assert f'href="{PAGE}/export"' in member.open(PAGE).text
    reply = member.open(f"{PAGE}/export")
    assert reply.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(reply.data)) as archive:
        assert b"Nadia" in archive.read("data.json")


def test_a_member_freezes_the_account_and_unfreezes_it(member: Browser, network: Network) -> None:
    for said, status in (("Votre compte est gelé.", "limited"), ("Votre compte n’est plus gelé.", "active")):
        reply = member.send(PAGE, to=f"{PAGE}/limitation")
        assert network.status == status
        assert said in words(member.open(str(reply.location)))


def test_a_member_sees_what_ends_with_the_account_and_erases_it(member: Browser, network: Network) -> None:
    network.met = [TO_COME]
    said = words(member.open(PAGE))
    assert "vos réservations à venir, qui sont annulées" in said
    assert "vos avoirs, qui sont perdus" in said
    reply = member.send(PAGE, to=f"{PAGE}/erasure", password=PASSWORD)
    assert network.is_erased
    assert "Votre compte n’existe plus" in words(reply)
    assert member.open(PAGE).location == "/sessions/new?next=%2Faccount%2Fdata"


def test_another_password_erases_nothing(member: Browser, network: Network) -> None:
    reply = member.send(PAGE, to=f"{PAGE}/erasure", password="another")
    assert reply.status_code == 400
    assert "Ce n’est pas votre mot de passe." in words(reply)
    assert not network.is_erased


def test_what_keeps_the_account_back_is_said_with_its_end_and_there_is_no_button(
    member: Browser, network: Network
) -> None:
    network.met = [RECENT]
    page = member.open(PAGE)
    assert "Une réservation a fini il y a moins de 30 jours" in words(page)
    assert "Jusqu’au 24 déc. 2026, 10:00." in words(page)
    assert f"{PAGE}/erasure" not in page.text


def test_a_member_sees_their_consents_and_takes_back_those_that_are_free(member: Browser, network: Network) -> None:
    network.said["consents"] = [given("account"), given("newsletter")]
    page = member.open(PAGE)
    assert "La notice, que vous avez lue : le 20 nov. 2026, 09:00, notice 2026-11" in words(page)
    assert f"{PAGE}/consents/account/withdraw" not in page.text
    assert f"{PAGE}/consents/newsletter/withdraw" in page.text
    reply = member.send(PAGE, to=f"{PAGE}/consents/newsletter/withdraw")
    page = member.open(str(reply.location))
    assert "Votre accord est repris." in words(page)
    assert "notice 2026-11, repris le 23 nov. 2026, 08:00" in words(page)
    assert f"{PAGE}/consents/newsletter/withdraw" not in page.text


@pytest.mark.parametrize("path", [f"{PAGE}/limitation", f"{PAGE}/erasure", f"{PAGE}/consents/newsletter/withdraw"])
def test_nothing_changes_by_looking_at_an_address(member: Browser, network: Network, path: str) -> None:
    assert member.open(path).status_code == 200
    assert not calls(network, "limit")
    assert not calls(network, "erase")
    assert not calls(network, "withdraw_consent")
