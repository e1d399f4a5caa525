"""`champlibre check`: is what a node needs there? Says in words what is wrong; changes nothing."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import dns.resolver

from champlibre import mail_advice, nodes
from chassis import clock, migrate
from chassis.broker import connect, drop
from chassis.config import Settings, Smtp
from chassis.database import Store
from chassis.logs import scrub
from chassis.service import database_url

SMTP_SECONDS = 10
LATE = timedelta(seconds=300)  # after which people wait for their mail (docs/operations.md)


class State(StrEnum):
    """How a part is. Advice is for what works here and may be better, or works for others only in part."""

    WELL = "ok"
    ADVICE = "advice"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """What was seen of one part."""

    part: str
    state: State
    said: str


def check(settings: Settings, resolver: dns.resolver.Resolver | None = None) -> list[Finding]:
    """Look at each part that this node's file names.

    Args:
        resolver: by which the domains of senders are looked up; None: that of this machine.
    """
    return list(_findings(settings, resolver))


def _findings(settings: Settings, resolver: dns.resolver.Resolver | None) -> Iterator[Finding]:
    yield Finding("config", State.WELL, f"site {settings.site}, services {', '.join(settings.services)}")
    yield _tried("broker", lambda: _broker(settings))
    databases = list(_databases(settings))
    yield from databases
    if "members" in settings.services:
        for code in settings.hosted:
            if settings.cities[code].provider is not None:
                yield _tried(f"provider {code}", lambda code=code: _provider(settings, code))  # type: ignore[misc]
    if "notifications" in settings.services:
        yield _tried("mail", lambda: _mail(settings))
        for code in settings.hosted:
            if settings.cities[code].templates is not None:
                yield _tried(f"templates {code}", lambda code=code: _templates(settings, code))  # type: ignore[misc]
        if settings.mail.smtp is not None:
            yield from _advice(settings, settings.mail.smtp, resolver)
        readable = {finding.part for finding in databases if finding.state is State.WELL}
        for code in settings.hosted:
            if f"database notifications_{code}" in readable:
                yield from _queues(settings, code)


def _databases(settings: Settings) -> Iterator[Finding]:
    for cls in nodes.service_classes(settings):
        if nodes.has_database(cls):
            package, url = nodes.package(cls), database_url(settings, cls.name)
            yield _tried(f"database {cls.name}", lambda package=package, url=url: _database(package, url))  # type: ignore[misc]


def _tried(part: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(part, State.WELL, look())
    except Exception as exc:
        said = getattr(exc, "message", None) or str(exc) or type(exc).__name__
        return Finding(part, State.WRONG, scrub(said).strip().splitlines()[0])


def _broker(settings: Settings) -> str:
    connection = connect(settings.broker.uri)
    try:
        return f"reached by {connection.transport.driver_type}"
    finally:
        drop(connection)


def _database(package: str, url: str) -> str:
    store = Store(url)
    try:
        store.ping()
        if not migrate.is_current(package, store.engine):
            raise RuntimeError("reached, but of another version: run `champlibre migrate`")
        return "reached, up to date"
    finally:
        store.close()


def _provider(settings: Settings, city: str) -> str:
    from services.members.provider import provider_of  # only where the city's members run

    provider = provider_of(settings, city)
    return provider.look() if provider else "none"


def _mail(settings: Settings) -> str:
    if settings.mail.smtp is None:
        return f"goes to files in {settings.mail.folder}"
    server = settings.mail.smtp
    with smtplib.SMTP(server.host, server.port, timeout=SMTP_SECONDS) as smtp:
        smtp.ehlo()
        if server.tls == "starttls" and not smtp.has_extn("starttls"):
            raise RuntimeError(f"{server.host} offers no STARTTLS")
        return f"{server.host}:{server.port} answers"


def _templates(settings: Settings, city: str) -> str:
    from services.notifications import previews  # only where the city's notifications run
    from services.notifications.service.home import letterhead_of

    if faults := previews.faults(letterhead_of(settings, city), clock.now()):
        raise RuntimeError("ours are used instead: " + "; ".join(faults))
    return "every letter can be written with them"


def _advice(settings: Settings, server: Smtp, resolver: dns.resolver.Resolver | None) -> Iterator[Finding]:
    """What the domains of the hosted cities' senders say of their mail."""
    senders = (settings.cities[code].sender for code in settings.hosted)
    domains = list(dict.fromkeys(sender.rpartition("@")[2].lower() for sender in senders))
    try:
        resolver = resolver or dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        yield Finding("mail SPF, DKIM, DMARC", State.ADVICE, "could not look: this machine names no name server")
        return
    for advice in mail_advice.advise(domains, server, resolver):
        yield Finding(f"mail {advice.matter}", State.WELL if advice.is_well else State.ADVICE, advice.said)


def _queues(settings: Settings, city: str) -> Iterator[Finding]:
    """What waits to be sent to a city's people."""
    from services.notifications import queries  # only where the city's notifications run

    now = clock.now()
    store = Store(database_url(settings, f"notifications_{city}"))
    try:
        with store.reading() as session:
            depths, reasons = queries.depth(session, now), queries.reasons(session, now)
    finally:
        store.close()
    if not any(depth.queued for depth in depths.values()):
        yield Finding(f"notices {city}", State.WELL, "none waits")
    for channel, depth in depths.items():
        if depth.queued:
            late = now - (depth.oldest_at or now)
            why = ", ".join(f"{reason or 'not tried yet'}: {count}" for reason, count in reasons[channel].items())
            since = f", the oldest for {_span(late)} ({why})" if depth.oldest_at else ", until quiet hours are over"
            state = State.ADVICE if late > LATE else State.WELL
            yield Finding(f"notices {city} {channel}", state, f"{depth.queued} wait{since}")


def _span(span: timedelta) -> str:
    """A span in words: in the largest unit of which there are two."""
    seconds = int(span.total_seconds())
    units = (("d", 86400), ("h", 3600), ("min", 60))
    return next((f"{seconds // size} {unit}" for unit, size in units if seconds >= 2 * size), f"{seconds} s")
