"""The advice for each sender's domain, in words. Looks; never changes anything, never fails for what is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import dns.resolver

from champlibre.mail_advice import dkim, dmarc, spf
from champlibre.mail_advice.lookups import CouldNotLook, Dns
from champlibre.mail_advice.tags import shown
from chassis.config import Smtp

SECONDS = 5.0


@dataclass(frozen=True)
class Advice:
    """What was seen of one matter: `SPF roubaix.example.org`."""

    matter: str
    is_well: bool
    said: str


def advise(
    domains: list[str], server: Smtp, resolver: dns.resolver.Resolver, seconds: float = SECONDS
) -> Iterator[Advice]:
    """What to publish for mail from these domains, which a server sends.

    Args:
        resolver: by which it is looked; its own bounds on time do not count.
        seconds: after which everything is over.
    """
    lookups = Dns.for_seconds(resolver, seconds)
    for domain in domains:
        yield _looked(f"SPF {domain}", lambda domain=domain: _spf(lookups, domain, server.host))  # type: ignore[misc]
        yield _looked(f"DKIM {domain}", lambda domain=domain: _dkim(lookups, domain, server))  # type: ignore[misc]
        yield _looked(f"DMARC {domain}", lambda domain=domain: dmarc.judge(domain, lookups.texts))  # type: ignore[misc]


def _looked(matter: str, look: Callable[[], tuple[bool, str]]) -> Advice:
    try:
        return Advice(matter, *look())
    except CouldNotLook as exc:
        return Advice(matter, False, f"could not look: no name server answered for {shown(str(exc))}")


def _dkim(lookups: Dns, domain: str, server: Smtp) -> tuple[bool, str]:
    if not server.dkim_selector:
        return False, dkim.unlooked(domain, server.host)
    name = dkim.name_of(server.dkim_selector, domain)
    return dkim.judge(lookups.texts(name), name, server.host)


def _spf(lookups: Dns, domain: str, host: str) -> tuple[bool, str]:
    found = spf.records_in(lookups.texts(domain))
    addresses = lookups.addresses(host)
    if not found:
        return False, f"none: publish {spf.suggested(domain, host, addresses)}"
    if len(found) > 1:
        return False, "several records: others take that for an error, and none counts; leave one"
    walk = spf.Walk(lookups)
    walk.along(domain)
    if walk.faults:
        return False, f"others cannot read it: {walk.faults[0]}"
    if walk.lookups > spf.MOST_LOOKUPS:
        return False, f"needs more than {spf.MOST_LOOKUPS} lookups, and others give up: take out some include:, a or mx"
    if walk.opens:
        return False, "lets everybody send in its name (+all, its own or that of an include); end it with ~all or -all"
    return _sending(lookups, domain, host)


def _sending(lookups: Dns, domain: str, host: str) -> tuple[bool, str]:
    """What is said of the machine that sends, by a record that others can read."""
    public = [address for address in lookups.addresses(host) if spf.is_seen(address)]
    if not public:
        return True, f"there; whether it allows {host} cannot be told: that has no address which others see"
    allowed = [spf.allows(lookups, domain, address) for address in public]
    if None in allowed:
        return True, f"there; whether it allows {host} cannot be told without a letter"
    if all(allowed):
        return True, f"allows {host}"
    refused = public[allowed.index(False)]
    return False, (
        f"does not allow {host} ({refused}): add a:{host}, or what its operator says if it sends by other machines"
    )
