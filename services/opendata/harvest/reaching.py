"""To which addresses a source may lead us, and the lines to them.

A name is resolved here, every address that it has is looked at, and the line is opened to one that was looked at: what
the name says a moment later changes nothing. Proxies of the environment are not asked.

Source: the registries of special addresses, RFC 6890; RFC 4291 (mapped), 3056 (6to4), 4380 (Teredo), 6052 (NAT64) for
IPv6 addresses that hold an IPv4 one.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util import connection

from services.opendata.harvest.failures import Failed

_HOLD_ANOTHER = ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")
_UNKNOWN_TO_PYTHON = ("192.0.0.0/24", "192.88.99.0/24", "100::/64", "3fff::/20", "5f00::/16", "fec0::/10")
_SPECIAL = tuple(map(ip_network, (*_HOLD_ANOTHER, *_UNKNOWN_TO_PYTHON)))
_MOST_ADDRESSES = 16


@dataclass(frozen=True)
class Reach:
    """Which addresses are reached: public ones, and those of the networks that the operator named."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def of(cls, networks: Iterable[str]) -> Reach:
        """Public addresses, and those of networks written as `10.0.0.0/8`."""
        return cls(tuple(ip_network(network) for network in networks))

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a name, each looked at.

        Raises:
            Failed: `name_unknown`; `address_refused` when one of them is not to be reached.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise Failed("name_unknown") from None
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))[:_MOST_ADDRESSES]
        if not addresses:
            raise Failed("name_unknown")
        if not all(map(self.holds, addresses)):
            raise Failed("address_refused")
        return addresses

    def holds(self, text: str) -> bool:
        """Whether an address is reached."""
        try:
            address = ip_address(text)
        except ValueError:
            return False
        if any(address in network for network in self.networks):
            return True
        return _is_public(address)


class Lines(HTTPAdapter):
    """Lines to addresses that were looked at, for a session of requests."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """The pools of urllib3, whose lines ask where they may lead."""
        super().init_poolmanager(*args, **kwargs)
        reach = self._reach

        class Plain(_Looked, HTTPConnection):
            reached = reach

        class Secure(_Looked, HTTPSConnection):
            reached = reach

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


class _Looked:
    """The opening of a line, in place of urllib3's, which asks for the addresses of the name by itself."""

    reached: Reach

    def _new_conn(self: Any) -> socket.socket:
        last: OSError | None = None
        for address in self.reached.addresses(self._dns_host.strip("[]"), self.port):
            try:
                return connection.create_connection(
                    (address, self.port), self.timeout, socket_options=self.socket_options
                )
            except OSError as exc:
                last = exc
        if isinstance(last, TimeoutError):
            raise ConnectTimeoutError(self, "no line in time") from last
        raise NewConnectionError(self, "no line") from last


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local
    return address.is_global and not special and not any(address in network for network in _SPECIAL)
