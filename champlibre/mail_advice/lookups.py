"""What is looked up in the DNS: texts, addresses, mail exchangers. Never judges what it finds.

A name that is not there, or is none, has nothing; only when nobody answers in time is it said that one could not look.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

# As attributes only: eventlet puts its green copies there, and `from dns.exception import …` would find the others.
import dns.exception
import dns.resolver

from chassis import clock

Address = IPv4Address | IPv6Address
MOST_EXCHANGERS = 10  # RFC 7208, section 4.6.4


class CouldNotLook(Exception):
    """No name server answered in time; its text says for which name."""


@dataclass
class Dns:
    """Lookups that end together.

    Attributes:
        ends_at: when all of them are over, on the monotonic clock.
    """

    resolver: dns.resolver.Resolver
    ends_at: float
    _found: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    @classmethod
    def for_seconds(cls, resolver: dns.resolver.Resolver, seconds: float) -> Dns:
        """Lookups that are over so many seconds from now."""
        return cls(resolver, clock.monotonic() + seconds)

    def texts(self, name: str) -> list[str]:
        """The TXT records of a name, each with its strings joined; what is no UTF-8 in them is a replacement character.

        Raises:
            CouldNotLook: as all of these.
        """
        return [b"".join(found.strings).decode("utf-8", "replace") for found in self._look(name, "TXT")]

    def addresses(self, name: str) -> list[Address]:
        """Those of a host, of both kinds; of an address itself."""
        try:
            return [ip_address(name)]
        except ValueError:
            return [ip_address(found.address) for kind in ("A", "AAAA") for found in self._look(name, kind)]

    def exchangers(self, name: str) -> list[str]:
        """The hosts that take a domain's mail, ten at most."""
        return [found.exchange.to_text(omit_final_dot=True) for found in self._look(name, "MX")][:MOST_EXCHANGERS]

    def _look(self, name: str, kind: str) -> list[Any]:
        key = (name.lower(), kind)
        if key not in self._found:
            self._found[key] = self._ask(name, kind)
        return self._found[key]

    def _ask(self, name: str, kind: str) -> list[Any]:
        left = self.ends_at - clock.monotonic()
        if left <= 0:
            raise CouldNotLook(name)
        try:
            return list(self.resolver.resolve(name, kind, lifetime=left, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.resolver.NoNameservers, dns.exception.Timeout, OSError):
            raise CouldNotLook(name) from None
        except (dns.exception.DNSException, UnicodeError):  # no name that anybody could have
            return []
