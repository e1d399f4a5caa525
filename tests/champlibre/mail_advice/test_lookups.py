"""Lookups against a real name server: what is there, what is not, what nobody answers."""

from __future__ import annotations

from collections.abc import Iterator

import dns.resolver
import pytest

from champlibre.mail_advice import CouldNotLook, Dns
from tests.champlibre import dns_server
from tests.champlibre.dns_server import txt

LONG = "v=DKIM1; p=" + "A" * 2000
RECORDS = {
    ("example.org", "TXT"): ['"v=spf1 " "-all"', txt("é")],
    ("long.example.org", "TXT"): [txt(LONG)],
    ("example.org", "MX"): [f"10 mx{number}.example.org." for number in range(12)],
    ("smtp.example.org", "A"): ["203.0.113.5"],
    ("smtp.example.org", "AAAA"): ["2001:db8::5"],
}


@pytest.fixture
def resolver() -> Iterator[dns.resolver.Resolver]:
    with dns_server.running(RECORDS) as resolver:
        yield resolver


def test_what_is_there_is_found(resolver: dns.resolver.Resolver) -> None:
    lookups = Dns.for_seconds(resolver, 30)
    assert sorted(lookups.texts("Example.org")) == ["v=spf1 -all", "é"]
    assert [str(address) for address in lookups.addresses("smtp.example.org")] == ["203.0.113.5", "2001:db8::5"]
    assert [str(address) for address in lookups.addresses("198.51.100.7")] == ["198.51.100.7"]
    assert len(lookups.exchangers("example.org")) == 10


def test_what_is_too_long_for_a_datagram_is_found_whole(resolver: dns.resolver.Resolver) -> None:
    assert Dns.for_seconds(resolver, 30).texts("long.example.org") == [LONG]


@pytest.mark.parametrize(
    "name",
    ["gone.example.org", "smtp.example.org", "", ".", "a..b", "a" * 64 + ".org", "b." * 200, "\x00", "ß.example.org"],
)
def test_a_name_that_is_not_there_or_is_none_has_nothing(resolver: dns.resolver.Resolver, name: str) -> None:
    assert Dns.for_seconds(resolver, 30).texts(name) == []


def test_when_nobody_answers_in_time_it_is_said(resolver: dns.resolver.Resolver) -> None:
    lookups = Dns.for_seconds(resolver, 0.3)
    with pytest.raises(CouldNotLook, match=r"slow\.example\.org"):
        lookups.texts("slow.example.org")
    with pytest.raises(CouldNotLook):
        lookups.texts("example.org")
