"""How often something may be tried: so many times at once, then once more every so often. Pure; knows no account.

All that is kept is one instant a key, so a row is small, many processes share it, and it outlives a restart. An attack
on one account costs its member nothing as long as it comes from few network addresses, and nothing at all at those from
which the member signed in before.

Source: ITU-T I.371, generic cell rate algorithm (virtual scheduling); CNIL, délibération 2022-100 (throttling).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from chassis.errors import TooMany

_SITE_BITS = 64  # whoever has one IPv6 address has all of these


@dataclass(frozen=True)
class Allowance:
    """What may be tried.

    Attributes:
        name: of what is counted; part of the key.
        most: at once.
        every: one more after each such time, up to `most` again.
    """

    name: str
    most: int
    every: timedelta


@dataclass(frozen=True)
class Try:
    """Something that is tried.

    Attributes:
        key: of what is counted; a keyed digest.
    """

    allowance: Allowance
    key: str


FROM_ADDRESS = Allowance("address", 100, timedelta(seconds=5))
OF_ACCOUNT_FROM_ADDRESS = Allowance("account_from_address", 10, timedelta(minutes=5))
OF_ACCOUNT = Allowance("account", 100, timedelta(seconds=36))
REGISTER_FROM_ADDRESS = Allowance("register_from_address", 100, timedelta(minutes=1))
LETTER_TO_ADDRESS = Allowance("letter_to_address", 5, timedelta(minutes=20))  # who registers types any
RESET_FROM_ADDRESS = Allowance("reset_from_address", 100, timedelta(minutes=1))
RESET_OF_ACCOUNT = Allowance("reset_of_account", 3, timedelta(minutes=20))  # a letter each
PROOF_OF_MEMBER = Allowance("proof_of_member", 10, timedelta(minutes=5))  # a password or a code, by a token
PROVIDER_FROM_ADDRESS = Allowance("provider_from_address", 100, timedelta(minutes=1))
REFRESH_OF_LOGIN = Allowance("refresh_of_login", 30, timedelta(minutes=1))


def take(allowance: Allowance, full_at: datetime | None, now: datetime) -> datetime:
    """Take one try.

    Args:
        allowance: of what is tried.
        full_at: when all tries will be there again; None, or an instant that is past: they all are.
        now: the present instant.

    Returns:
        When all will be there again, without this one.

    Raises:
        TooMany: `too_many_tries`, with `retry_after_seconds`.
    """
    after = max(full_at or now, now) + allowance.every
    wait = after - allowance.most * allowance.every - now
    if wait > timedelta():
        seconds = math.ceil(wait.total_seconds())
        raise TooMany("too_many_tries", "too often in too short a time", {"retry_after_seconds": seconds})
    return after


def give_back(allowance: Allowance, full_at: datetime) -> datetime:
    """When all tries will be there again, with one that was taken and is not counted after all."""
    return full_at - allowance.every


def network_of(client: str) -> str:
    """What is counted as one network address: an IPv4 address, the /64 of an IPv6 address; any other text as it is."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Network((address, _SITE_BITS), strict=False))
    return str(address)
