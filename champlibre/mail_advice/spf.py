"""SPF: which machines may send for a domain. Reads the records, goes along their includes, never looks up by itself.

Source: RFC 7208; section 4.6.4 is the bound on lookups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network

from champlibre.mail_advice.lookups import Address, Dns
from champlibre.mail_advice.tags import shown

MOST_LOOKUPS = 10
LOOKED_UP = ("include", "a", "mx", "ptr", "exists", "redirect")
_MECHANISMS = ("all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists")
_NEEDS_VALUE = ("include", "ip4", "ip6", "exists", "redirect")
_OF_NO_NETWORK = [
    ip_network(network)
    for network in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
]
_TERM = re.compile(r"([+\-~?]?)([a-z][a-z0-9_.-]*)(?:([:=])(\S*?))?(?:/(\d{1,3}))?(?://(\d{1,3}))?", re.IGNORECASE)


class Malformed(Exception):
    """A record that others cannot read; its text says why."""


@dataclass(frozen=True)
class Term:
    """A mechanism, or `redirect`.

    Attributes:
        qualifier: what it says of who matches: + - ~ ?
        value: a name or a network; empty: the domain itself.
        prefixes: lengths of networks around the addresses found, IPv4 and IPv6.
    """

    name: str
    qualifier: str = "+"
    value: str = ""
    prefixes: tuple[int, int] = (32, 128)

    @property
    def has_macro(self) -> bool:
        """Whether it depends on the letter."""
        return "%" in self.value


def records_in(texts: list[str]) -> list[str]:
    """Those of a domain's TXT records that are SPF."""
    return [text for text in texts if text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")]


def parse(record: str) -> tuple[Term, ...]:
    """The terms of a record in the order in which they count: what is after `all` does not, `redirect` comes last.

    Raises:
        Malformed: others cannot read it, and treat it as an error.
    """
    terms: list[Term] = []
    redirects: list[Term] = []
    for word in record.split(" ")[1:]:
        if word and (term := _term(word)) is not None:
            (redirects if term.name == "redirect" else terms).append(term)
    if len(redirects) > 1:
        raise Malformed("several redirect=")
    names = [term.name for term in terms]
    if "all" in names:
        return tuple(terms[: names.index("all") + 1])
    return (*terms, *redirects)


def _term(word: str) -> Term | None:
    """A word of a record; None: a modifier that is none of ours."""
    found = _TERM.fullmatch(word)
    if found is None:
        raise Malformed(f"{shown(word)} is no term")
    qualifier, name, sign, value, v4, v6 = found.groups()
    name, value = name.lower(), value or ""
    if sign == "=" and name != "redirect":
        return None
    if name not in (*_MECHANISMS, "redirect") or (sign == "=") != (name == "redirect"):
        raise Malformed(f"{shown(word)} is no term")
    if name in _NEEDS_VALUE and not value:
        raise Malformed(f"{shown(word)} lacks its value")
    term = Term(name, qualifier or "+", value, (int(v4 or 32), int(v6 or 128)))
    if name in ("ip4", "ip6"):
        return Term(name, term.qualifier, _network(word, name, value, v4))
    if term.prefixes[0] > 32 or term.prefixes[1] > 128:
        raise Malformed(f"{shown(word)} has no such length")
    return term


def _network(word: str, name: str, value: str, length: str | None) -> str:
    try:
        network = ip_network(f"{value}/{length}" if length else value, strict=False)
    except ValueError:
        raise Malformed(f"{shown(word)} is no network") from None
    if network.version != int(name[-1]):
        raise Malformed(f"{shown(word)} is no network")
    return str(network)


@dataclass
class Walk:
    """A way along a domain's record and all that it leads to, as far as others go.

    Attributes:
        lookups: how many it costs at worst; one more than allowed when it is cut off.
        opens: whether it lets everybody send.
        faults: what others cannot read.
    """

    dns: Dns
    lookups: int = 0
    opens: bool = False
    faults: tuple[str, ...] = ()

    def along(self, domain: str, counts: bool = True) -> None:
        """Go along the record of a domain.

        Args:
            counts: whether who passes there passes here.

        Raises:
            CouldNotLook: as `Dns`.
        """
        for term in self._terms(domain):
            if self.lookups > MOST_LOOKUPS:
                return
            self.lookups += term.name in LOOKED_UP
            passes = counts and term.qualifier == "+"
            self.opens |= passes and (term.name == "all" or term.value in ("0.0.0.0/0", "::/0"))
            if term.name in ("include", "redirect") and not term.has_macro:
                self.along(term.value, passes)

    def _terms(self, domain: str) -> tuple[Term, ...]:
        found = records_in(self.dns.texts(domain))
        if len(found) != 1:
            self.faults += (f"{shown(domain)} has {'several' if found else 'no'} SPF record{'s' * bool(found)}",)
            return ()
        try:
            return parse(found[0])
        except Malformed as exc:
            self.faults += (f"{shown(domain)}: {exc}",)
            return ()


def allows(dns: Dns, domain: str, address: Address) -> bool | None:
    """Whether a domain lets an address send; None: that cannot be told without the letter.

    Only for a domain along which a `Walk` came to an end.

    Raises:
        CouldNotLook: as `Dns`.
    """
    verdict = _verdict(dns, domain, address)
    return None if verdict is None else verdict == "+"


def _verdict(dns: Dns, domain: str, address: Address) -> str | None:
    """The qualifier of the first term that matches; None: it cannot be told which one does."""
    for term in parse(records_in(dns.texts(domain))[0]):
        if term.has_macro or term.name in ("ptr", "exists"):
            return None
        if term.name == "redirect":
            return _verdict(dns, term.value, address)
        matches = _matches(dns, term, domain, address)
        if matches is None:
            return None
        if matches:
            return term.qualifier
    return "?"


def _matches(dns: Dns, term: Term, domain: str, address: Address) -> bool | None:
    if term.name == "all":
        return True
    if term.name == "include":
        inner = _verdict(dns, term.value, address)
        return None if inner is None else inner == "+"
    if term.name in ("ip4", "ip6"):
        return address in ip_network(term.value)
    length = term.prefixes[0 if address.version == 4 else 1]
    return any(
        address in ip_network(f"{found}/{length}", strict=False)
        for found in _addresses(dns, term, domain)
        if found.version == address.version
    )


def _addresses(dns: Dns, term: Term, domain: str) -> Iterator[Address]:
    name = term.value or domain
    for host in dns.exchangers(name) if term.name == "mx" else [name]:
        yield from dns.addresses(host)


def is_seen(address: Address) -> bool:
    """Whether others can see mail come from that address: it is none of a machine, or of a house, alone."""
    return not any(address in network for network in _OF_NO_NETWORK)


def suggested(domain: str, host: str, addresses: list[Address]) -> str:
    """The record to publish for mail that a host sends."""
    if not any(map(is_seen, addresses)):
        way = "ip4:<the address that others see>"
    elif [str(address) for address in addresses] == [host]:
        way = f"ip{addresses[0].version}:{host}"
    else:
        way = f"a:{host}"
    return f'{domain}. TXT "v=spf1 {way} ~all"'
