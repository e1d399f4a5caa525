from __future__ import annotations

import socket
from typing import Any

import pytest

from services.opendata.harvest.failures import Failed
from services.opendata.harvest.fetching import Web
from services.opendata.harvest.reaching import Reach
from tests.opendata.harvest.odd_server import OddServer
from tests.opendata.harvest.test_fetching import NOW

REFUSED = (
    "0.0.0.0",  # noqa: S104  nothing is bound to it
    *("10.1.2.3", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1", "192.0.0.8"),
    *("192.0.2.1", "192.168.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1"),
    *("::7f00:1", "::ffff:8.8.8.8", "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2001::1", "2001:db8::1"),
    *("2002:7f00:1::", "fc00::1", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1", "localhost", ""),
)


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_everybodys_is_not_reached(address: str) -> None:
    assert not Reach().holds(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "193.51.224.1", "2a01:e0a::1"])
def test_an_address_that_is_everybodys_is_reached(address: str) -> None:
    assert Reach().holds(address)


def test_a_network_that_was_named_is_reached_and_no_other() -> None:
    reach = Reach.of(["10.0.0.0/8", "fd00::/8"])
    assert reach.holds("10.1.2.3") and reach.holds("fd00::1") and reach.holds("8.8.8.8")
    assert not reach.holds("127.0.0.1") and not reach.holds("::ffff:10.1.2.3")


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Have each question for agenda.example.org be answered in turn; addresses are what they are."""
    left, asked, real = list(answers), [], socket.getaddrinfo

    def resolve(host: str, port: Any, *args: Any, **kwargs: Any) -> Any:
        if host != "agenda.example.org":
            return real(host, port, *args, **kwargs)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def test_a_name_that_leads_nowhere_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise socket.gaierror("no such name")

    def say_nothing(*_: Any, **__: Any) -> Any:
        return []

    for answered in (fail, say_nothing):
        monkeypatch.setattr(socket, "getaddrinfo", answered)
        with pytest.raises(Failed, match="name_unknown"):
            Reach().addresses("agenda.invalid", 80)


def test_a_name_with_one_address_that_is_not_reached_is_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(Failed, match="address_refused"):
        Reach().addresses("agenda.example.org", 80)


def test_the_line_goes_to_the_address_that_was_looked_at(
    server: OddServer, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that says another address a moment later leads nobody there: it is asked once."""
    asked = resolving(monkeypatch, ["127.0.0.1"], ["192.168.0.1"])
    server.serve("/a", b"x")
    answered = web.get(f"http://agenda.example.org:{server.port}/a", NOW)
    assert answered and answered.body == b"x" and asked == ["agenda.example.org"]
    assert server.asked[0].headers["host"] == f"agenda.example.org:{server.port}"


def test_the_next_address_is_tried_when_nobody_answers_at_the_first(
    server: OddServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, ["127.9.9.9", "127.0.0.1"])
    server.serve("/a", b"x")
    assert Web(Reach.of(["127.0.0.0/8"])).get(f"http://agenda.example.org:{server.port}/a", NOW)
