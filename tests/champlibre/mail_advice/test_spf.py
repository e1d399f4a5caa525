"""SPF as others read it: what a record says, what it costs to follow, and whom it lets send."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champlibre.mail_advice import spf
from champlibre.mail_advice.lookups import Address
from champlibre.mail_advice.spf import Malformed, Term, Walk, allows, parse

DOMAIN = "roubaix.example.org"


class Zone:
    """Answers as `Dns` does, of the records it is given."""

    def __init__(self, texts: dict[str, str], addresses: dict[str, str] | None = None) -> None:
        self.records = texts
        self.hosts = addresses or {}

    def texts(self, name: str) -> list[str]:
        return [self.records[name]] if name in self.records else []

    def addresses(self, name: str) -> list[Address]:
        return [ip_address(each) for each in self.hosts.get(name, "").split()]

    def exchangers(self, name: str) -> list[str]:
        return [f"mx.{name}"]


def walk(records: dict[str, str]) -> Walk:
    zone: Any = Zone(records)
    found = Walk(zone)
    found.along(DOMAIN)
    return found


def allowed(record: str, address: str, **others: str) -> bool | None:
    hosts = {"smtp.example.org": "203.0.113.5 2001:db8::5", f"mx.{DOMAIN}": "203.0.113.9"}
    named = {f"{name}.example.org": text for name, text in others.items()}
    zone: Any = Zone({DOMAIN: record, **named}, hosts)
    return allows(zone, DOMAIN, ip_address(address))


def test_a_record_is_one_that_says_so() -> None:
    texts = ["v=spf1 -all", "v=spf10 -all", "V=SPF1", "google-site-verification=abc"]
    assert spf.records_in(texts) == ["v=spf1 -all", "V=SPF1"]


def test_the_terms_come_in_the_order_in_which_they_count() -> None:
    record = "v=spf1 redirect=other.example.org  A:smtp.example.org/24//64 ip4:203.0.113.7/24 exp=why.example.org ?mx"
    assert parse(record) == (
        Term("a", "+", "smtp.example.org", (24, 64)),
        Term("ip4", "+", "203.0.113.0/24"),
        Term("mx", "?"),
        Term("redirect", "+", "other.example.org"),
    )
    assert [term.name for term in parse("v=spf1 redirect=other.example.org mx -all a")] == ["mx", "all"]


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 ip4:example.org",
        "v=spf1 ip4:2001:db8::/32",
        "v=spf1 ip6:203.0.113.0/24",
        "v=spf1 ip4:203.0.113.0/40",
        "v=spf1 a/33",
        "v=spf1 include:",
        "v=spf1 redirect",
        "v=spf1 allow:everybody",
        "v=spf1 +",
        "v=spf1 redirect=a.example.org redirect=b.example.org",
    ],
)
def test_what_others_cannot_read_is_malformed(record: str) -> None:
    with pytest.raises(Malformed):
        parse(record)


def test_lookups_are_counted_along_includes_and_redirects() -> None:
    found = walk(
        {
            DOMAIN: "v=spf1 a mx include:a.example.org ip4:203.0.113.5 exists:%{i}.example.org redirect=b.example.org",
            "a.example.org": "v=spf1 ptr ip4:203.0.113.6 ~all",
            "b.example.org": "v=spf1 mx -all",
        }
    )
    assert (found.lookups, found.faults, found.opens) == (7, (), False)


def test_a_circle_and_a_bush_of_includes_end() -> None:
    assert walk({DOMAIN: f"v=spf1 include:{DOMAIN} -all"}).lookups == spf.MOST_LOOKUPS + 1
    bush = {f"{number}.example.org": "v=spf1 " + "include:0.example.org " * 50 for number in range(2)}
    assert walk({DOMAIN: "v=spf1 include:0.example.org -all", **bush}).lookups == spf.MOST_LOOKUPS + 1


@pytest.mark.parametrize(
    ("record", "opens"),
    [
        ("v=spf1 mx +all", True),
        ("v=spf1 mx all", True),
        ("v=spf1 ip4:0.0.0.0/0 -all", True),
        ("v=spf1 include:a.example.org -all", True),
        ("v=spf1 redirect=a.example.org", True),
        ("v=spf1 -include:a.example.org -all", False),
        ("v=spf1 mx ?all", False),
        ("v=spf1 -all +all", False),
    ],
)
def test_a_record_that_lets_everybody_send_is_seen(record: str, opens: bool) -> None:
    assert walk({DOMAIN: record, "a.example.org": "v=spf1 +all"}).opens is opens


def test_an_include_that_has_no_record_is_a_fault() -> None:
    assert walk({DOMAIN: "v=spf1 include:gone.example.org -all"}).faults == ("gone.example.org has no SPF record",)


@pytest.mark.parametrize(
    ("record", "address", "is_allowed"),
    [
        ("v=spf1 ip4:203.0.113.0/24 -all", "203.0.113.5", True),
        ("v=spf1 ip4:203.0.113.0/24 -all", "198.51.100.5", False),
        ("v=spf1 ip6:2001:db8::/32 -all", "2001:db8::5", True),
        ("v=spf1 a:smtp.example.org -all", "203.0.113.5", True),
        ("v=spf1 a:smtp.example.org -all", "2001:db8::5", True),
        ("v=spf1 a:smtp.example.org/24 -all", "203.0.113.77", True),
        ("v=spf1 a -all", "203.0.113.5", False),
        ("v=spf1 mx ~all", "203.0.113.9", True),
        ("v=spf1 mx ~all", "203.0.113.5", False),
        ("v=spf1 -ip4:203.0.113.5 +ip4:203.0.113.0/24", "203.0.113.5", False),
        ("v=spf1 mx", "203.0.113.5", False),
        ("v=spf1 include:inner.example.org -all", "203.0.113.5", True),
        ("v=spf1 include:inner.example.org -all", "203.0.113.6", False),
        ("v=spf1 redirect=inner.example.org", "203.0.113.5", True),
        ("v=spf1 ptr -all", "203.0.113.5", None),
        ("v=spf1 exists:%{i}.example.org -all", "203.0.113.5", None),
        ("v=spf1 ip4:203.0.113.5 exists:%{i}.example.org -all", "203.0.113.5", True),
    ],
)
def test_whom_a_record_lets_send(record: str, address: str, is_allowed: bool | None) -> None:
    assert allowed(record, address, inner="v=spf1 ip4:203.0.113.5 -all") is is_allowed


@pytest.mark.parametrize(
    ("host", "addresses", "record"),
    [
        ("smtp.example.org", ["203.0.113.5"], "v=spf1 a:smtp.example.org ~all"),
        ("203.0.113.5", ["203.0.113.5"], "v=spf1 ip4:203.0.113.5 ~all"),
        ("2001:db8::5", ["2001:db8::5"], "v=spf1 ip6:2001:db8::5 ~all"),
        ("localhost", ["127.0.0.1"], "v=spf1 ip4:<the address that others see> ~all"),
        ("nowhere.example.org", [], "v=spf1 ip4:<the address that others see> ~all"),
    ],
)
def test_the_record_to_publish_names_who_sends(host: str, addresses: list[str], record: str) -> None:
    assert spf.suggested(DOMAIN, host, [ip_address(each) for each in addresses]) == f'{DOMAIN}. TXT "{record}"'


@given(st.lists(st.text(), max_size=3).flatmap(lambda words: st.permutations([*words, "mx", "a/9", "include:b"])))
def test_no_record_whatever_breaks_it(words: list[str]) -> None:
    record = "v=spf1 " + " ".join(words)
    zone: Any = Zone({DOMAIN: record, "b": record})
    found = Walk(zone)
    found.along(DOMAIN)
    assert 0 <= found.lookups <= spf.MOST_LOOKUPS + 1
    if not found.faults and found.lookups <= spf.MOST_LOOKUPS:
        assert allows(zone, DOMAIN, ip_address("203.0.113.5")) in (True, False, None)
