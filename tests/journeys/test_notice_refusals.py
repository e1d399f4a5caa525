"""Every refusal about one's own notices and preferences, as the API gives it from a whole network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from gateway.api.operations import notices
from gateway.api.problems import CODES
from tests.network import Network
from tests.network.desk import known
from tests.network.people import Member

Scene = Callable[[Member], requests.Response]
SCENES: dict[str, Scene] = {}
# Of every operation, and told by tests of their own.
ELSEWHERE = {"login_ended", "member_not_active"}


@pytest.fixture(scope="module")
def amina(network: Network) -> Member:
    return known(network, "amina@roubaix.example.org")


def refuses(code: str) -> Callable[[Scene], Scene]:
    def remember(scene: Scene) -> Scene:
        SCENES[code] = scene
        return scene

    return remember


def choose(member: Member, kind: str, channel: str = "mail") -> requests.Response:
    wanted = [{"kind": kind, "channel": channel, "is_wanted": False}]
    return member.ask("PUT", "/me/notice-preferences", {"wanted": wanted, "quiet": None, "reminders": [1440]})


@refuses("notice_not_found")
def _(member: Member) -> requests.Response:
    return member.ask("GET", "/me/notices/no-such-notice")


@refuses("notice_required")
def _(member: Member) -> requests.Response:
    return choose(member, "booking_cancelled")


@refuses("digest_is_a_consent")
def _(member: Member) -> requests.Response:
    return choose(member, "digest")


def codes() -> set[str]:
    return {code for operation in notices.OPERATIONS for code in operation.refusals} - ELSEWHERE


def test_every_refusal_has_a_scene() -> None:
    assert set(SCENES) == codes()


@pytest.mark.parametrize("code", sorted(SCENES))
def test_the_api_refuses_with_its_code_and_nothing_changes(amina: Member, code: str) -> None:
    before = amina.get("/me/notice-preferences")
    reply = SCENES[code](amina)
    told: dict[str, Any] = reply.json()
    assert (reply.status_code, told["code"]) == (CODES[code].status, code)
    assert amina.get("/me/notice-preferences") == before


def test_a_kind_or_a_channel_that_there_is_none_of_is_named(amina: Member) -> None:
    for kind, channel, pointer in (("no_such_kind", "mail", "kind"), ("booking_confirmed", "sms", "channel")):
        reply = choose(amina, kind, channel)
        assert (reply.status_code, reply.json()["code"]) == (400, "invalid")
        assert reply.json()["errors"][0]["pointer"] == f"/wanted/0/{pointer}"
