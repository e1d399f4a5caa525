"""Being signed in on several devices, with as many processes of members as one likes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import create_engine, update

from chassis import clock
from services.members.tables import refresh_tokens
from tests.network import Member, Network

TIMES = 4  # each process is asked


@pytest.fixture(scope="module", autouse=True)
def _two_of_members(network: Network) -> Iterator[None]:
    with network.another("members_roubaix"):
        yield


@pytest.fixture(scope="module")
def member(network: Network) -> Member:
    return Member(network, name="Fleur Delbecq", email="fleur.delbecq@example.org").join()


def on_another_device(member: Member) -> Member:
    other = Member(member.network, member.city, email=member.email)
    other.sign_in()
    return other


def code(reply: requests.Response) -> Any:
    return reply.json().get("code")


def is_in(member: Member) -> set[bool]:
    """What each process says."""
    return {member.ask("GET", "/me").status_code == 200 for _ in range(TIMES)}


def a_while_passes(network: Network) -> None:
    """A minute, for all tokens that were used."""
    engine = create_engine(network.substrate.database_url.replace("{database}", "members_roubaix"))
    used = update(refresh_tokens).where(refresh_tokens.c.used_at.is_not(None))
    with engine.begin() as connection:
        connection.execute(used.values(used_at=clock.now() - timedelta(minutes=1)))
    engine.dispose()


def test_a_copied_token_ends_the_login_in_every_process(member: Member) -> None:
    copied = member.refresh_token
    assert {member.renew().status_code for _ in range(TIMES)} == {200}
    newest = member.refresh_token
    assert newest != copied
    a_while_passes(member.network)
    member.refresh_token = copied
    assert code(member.renew()) == "login_ended"
    member.refresh_token = newest
    assert [code(member.renew()) for _ in range(TIMES)] == ["login_ended"] * TIMES
    assert is_in(member) == {False}
    assert code(member.ask("GET", "/me")) == "login_ended"
    member.sign_in()
    assert is_in(member) == {True}


def test_who_signs_out_everywhere_is_out_in_every_process(member: Member) -> None:
    phone, tablet = on_another_device(member), on_another_device(member)
    listed = phone.get("/me/sessions")["items"]
    assert [login["is_current"] for login in listed].count(True) == 1
    assert phone.ask("DELETE", "/me/sessions").json()["ended"] == len(listed) - 1
    assert (is_in(phone), is_in(tablet), is_in(member)) == ({True}, {False}, {False})
    assert code(tablet.renew()) == "login_ended"
    member.sign_in()
    assert phone.ask("DELETE", "/me/sessions?here=true").json()["ended"] == 2
    assert (is_in(phone), is_in(member)) == ({False}, {False})
    member.sign_in()
    assert member.ask("DELETE", "/sessions/current").json() == {"ended": 1}
    assert is_in(member) == {False}
    member.sign_in()


def test_two_tabs_that_renew_in_two_processes_at_once_go_on(member: Member) -> None:
    sent, tokens = member.refresh_token, set()
    for _ in range(TIMES):
        member.refresh_token = sent
        assert member.renew().status_code == 200
        tokens.add(member.refresh_token)
    assert len(tokens) == 1
