"""Services of a test's own, run in this process as a node runs them, and somebody who calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import eventlet
from kombu import Connection
from nameko.containers import ServiceContainer

from chassis import clock, config, embedded, health, ids, tables, topology
from chassis.broker import Outgoing, Publisher
from chassis.config import Settings
from chassis.database import open_engine
from chassis.envelope import CONTENT_TYPE, Envelope
from chassis.rpc import Caller
from chassis.service import Database, Service, database_url, hears
from tests.waiting import until

WORKERS = 200
SPEAKER = "/hub/members_roubaix"
CITIES = {
    "roubaix": {"name": "Roubaix", "insee": "59512", "siren": "215905126"},
    "tourcoing": {"name": "Tourcoing", "insee": "59599", "siren": "215905993"},
}


def settings(broker_uri: str, folder: Path, pauses: tuple[float, ...] = (0.2, 0.4), **more: Any) -> Settings:
    """A node's settings; its databases are files in `folder`, unless `more` says otherwise."""
    raw: dict[str, Any] = {
        "services": ["bookings"],
        "cities": CITIES,
        "broker": {"uri": broker_uri},
        "database": {"url": f"sqlite:///{folder}/{{database}}.db"},
        "retry_pauses_seconds": list(pauses),
    }
    return config.read(raw | more, {})


@dataclass
class House:
    """Where the services of one test run.

    Attributes:
        caller: calls them.
        containers: those that were started, the newest last.
    """

    settings: Settings
    caller: Caller
    containers: list[ServiceContainer] = field(default_factory=list)

    def begin(self, cls: type[Service]) -> ServiceContainer:
        """Start a service, and do not wait."""
        if any(isinstance(getattr(cls, name), Database) for name in dir(cls)):
            engine = open_engine(database_url(self.settings, cls.name))
            tables.metadata().create_all(engine)
            engine.dispose()
        container = ServiceContainer(cls, {"settings": self.settings, "max_workers": WORKERS})
        container.start()
        self.containers.append(container)
        return container

    def start(self, *classes: type[Service]) -> ServiceContainer:
        """Start services, and wait until each is ready; gives the last."""
        for cls in classes:
            self.begin(cls)
            until(lambda name=cls.name: health.is_ready(health.report(name)), f"{cls.name} that is ready")  # type: ignore[misc]
        return self.containers[-1]

    def stop(self, container: ServiceContainer) -> None:
        """Stop one as a node does that is told to end."""
        self.containers.remove(container)
        container.stop()

    def call(self, service: str, method: str, **kwargs: Any) -> Any:
        return self.caller.call(service, method, **kwargs)


@contextmanager
def house(made: Settings) -> Iterator[House]:
    """An empty house, and its caller; all that was started is stopped at the end."""
    caller = Caller(made.broker.uri, "tests", made.site, made.rpc_deadline_seconds)
    reading = eventlet.spawn(caller.line.run)
    built = House(made, caller)
    try:
        yield built
    finally:
        for container in built.containers:
            container.stop()
        caller.line.stop()
        reading.wait()
        health.forget()
        if made.broker.uri.startswith("embedded:"):
            embedded.forget(made.broker.uri)


def hearer(name: str, source: str, reaction: Callable[[Envelope], None], city: str | None = None) -> type[Service]:
    """A service that hears `thing.counted` from a source."""

    class Hearer(Service):
        @hears(source, "thing.counted")
        def on_counted(self, envelope: Envelope) -> None:
            reaction(envelope)

    Hearer.name, Hearer.city = name, city
    return Hearer


def counted(number: int, subject: str = "apples", city: str | None = None, **more: Any) -> Envelope:
    """The event that something was counted. Whoever says it puts their name on it, unless `source` is given."""
    said: dict[str, Any] = {"id": ids.new(), "source": SPEAKER, "data": {"number": number}, **more}
    return Envelope(name="thing.counted", subject=subject, sequence=number, time=clock.now(), city=city, **said)


class Speaker:
    """Says events on the bus, without outbox."""

    KEY: ClassVar[str] = "thing.counted"

    def __init__(self, uri: str, service: str) -> None:
        self.service = service
        self.exchange = topology.events_exchange(service)
        self.publisher = Publisher(uri, lambda channel: topology.declare_speaker(channel, service))

    def say(self, *envelopes: Envelope) -> set[str]:
        """Publish; gives the ids of those that no queue wanted."""
        messages = [self._outgoing(envelope) for envelope in envelopes]
        taken, returned = self.publisher.publish(messages)
        assert len(taken) == len(envelopes)
        return returned

    def _outgoing(self, envelope: Envelope) -> Outgoing:
        key = f"{self.KEY}.{envelope.city}" if envelope.city else self.KEY
        if envelope.source == SPEAKER:
            envelope = replace(envelope, source=f"/hub/{self.service}")
        return Outgoing(self.exchange, key, envelope.to_json(), CONTENT_TYPE, properties={"message_id": envelope.id})


@contextmanager
def speaking(uri: str, service: str) -> Iterator[Speaker]:
    """A speaker for one service, who leaves at the end."""
    speaker = Speaker(uri, service)
    try:
        yield speaker
    finally:
        speaker.publisher.close()


@contextmanager
def channel(uri: str) -> Iterator[Any]:
    """A channel of one's own, to look and to speak below the chassis."""
    connection = Connection(uri, transport_options={"confirm_publish": True})
    try:
        yield connection.channel()
    finally:
        connection.collect()


def dead_letters(uri: str, service: str, at_least: int = 1) -> list[Any]:
    """The messages that a service could not take; waits until there are so many, takes them out."""
    found: list[Any] = []

    def look() -> bool:
        with channel(uri) as opened:
            while message := opened.basic_get(queue=topology.dead_queue(service), no_ack=True):
                found.append(message)
        return len(found) >= at_least

    until(look, f"{at_least} dead letters of {service}")
    return found
