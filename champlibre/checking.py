"""`champlibre check`: is what a node needs there? Says in words what is wrong; changes nothing."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from champlibre import nodes
from chassis import migrate
from chassis.broker import connect, drop
from chassis.config import Settings
from chassis.database import Store
from chassis.logs import scrub
from chassis.service import database_url

SMTP_SECONDS = 10


@dataclass(frozen=True)
class Finding:
    """What was seen of one part."""

    part: str
    well: bool
    said: str


def check(settings: Settings) -> list[Finding]:
    """Look at each part that this node's file names."""
    return list(_findings(settings))


def _findings(settings: Settings) -> Iterator[Finding]:
    yield Finding("config", True, f"site {settings.site}, services {', '.join(settings.services)}")
    yield _tried("broker", lambda: _broker(settings))
    for cls in nodes.service_classes(settings):
        if nodes.has_database(cls):
            package, url = nodes.package(cls), database_url(settings, cls.name)
            yield _tried(f"database {cls.name}", lambda package=package, url=url: _database(package, url))  # type: ignore[misc]
    if "members" in settings.services:
        for code in settings.hosted:
            if settings.cities[code].provider is not None:
                yield _tried(f"provider {code}", lambda code=code: _provider(settings, code))  # type: ignore[misc]
    if "notifications" in settings.services:
        yield _tried("mail", lambda: _mail(settings))


def _tried(part: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(part, True, look())
    except Exception as exc:
        said = getattr(exc, "message", None) or str(exc) or type(exc).__name__
        return Finding(part, False, scrub(said).strip().splitlines()[0])


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
