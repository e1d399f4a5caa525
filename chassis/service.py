"""What a service class is made of: the base class and the decorators. Knows no rule, opens no transaction.

    class Bookings(Service):
        name = "bookings"
        database = Database()

        @answers
        def book(self, space_id, …): …

        @hears("members", "member.approved")
        def on_member_approved(self, envelope):
            self.database.react(envelope, reactions.on_member_approved)

        @every(seconds=60)
        def tidy(self): …

A bare nameko `@rpc`, `@event_handler`, `EventDispatcher` or `RpcProxy` is never used: each can lose a message,
wait for ever or end the process. These cannot.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, ClassVar

import eventlet
from eventlet.event import Event as Signal
from nameko.extensions import DependencyProvider, Entrypoint

from chassis import clock, health, idempotency, inbox, logs, metrics, sealing, trace
from chassis.bus import Bus
from chassis.config import Settings
from chassis.database import Store
from chassis.errors import Invalid, ServiceError
from chassis.relay import Relay

SCRUB_SECONDS = 20

logging.getLogger("nameko").setLevel(logging.CRITICAL)  # it would write what an exception says


class Node(DependencyProvider):
    """Gives a service the settings, and each of its workers a trace, metrics and a log line when it breaks."""

    def setup(self) -> None:
        self.settings: Settings = self.container.config["settings"]
        self.log = logs.get(self.container.service_name)

    def get_dependency(self, worker_ctx: Any) -> Settings:
        return self.settings

    def worker_setup(self, worker_ctx: Any) -> None:
        trace.begin(worker_ctx.data.get("traceparent"))
        worker_ctx.started = clock.monotonic()

    def worker_result(self, worker_ctx: Any, result: Any = None, exc_info: Any = None) -> None:
        service, method = self.container.service_name, worker_ctx.entrypoint.method_name
        outcome = "ok"
        if exc_info:
            outcome = "refused" if isinstance(exc_info[1], ServiceError) else "failed"
        metrics.worker_calls.labels(service, method, outcome).inc()
        metrics.worker_duration.labels(service, method).observe(clock.monotonic() - worker_ctx.started)
        if outcome == "failed":
            self.log.error("worker failed", exc_info[1], method=method)


class Service:
    """The base of every service. `city` is set on the services that a city runs for itself."""

    name: ClassVar[str]
    city: ClassVar[str | None] = None
    settings: Any = Node()


class Database(DependencyProvider):
    """Gives a service its `Store`, and relays what it records. The database has the service's name."""

    def setup(self) -> None:
        settings: Settings = self.container.config["settings"]
        name = self.container.service_name
        self.store = Store(database_url(settings, name), name, settings.site)
        self.relay = Relay(self.store, settings.broker.uri, name)
        health.watch(name, "database", self.store.ping)

    def start(self) -> None:
        self.container.spawn_managed_thread(self.relay.run, identifier="relay")
        self.container.spawn_managed_thread(self._tidy, identifier="tidy")
        self.container.spawn_managed_thread(self._scrub, identifier="scrub")

    def stop(self) -> None:
        self.relay.stop()
        self.store.close()

    def get_dependency(self, worker_ctx: Any) -> Store:
        return self.store

    def _tidy(self) -> None:
        """Hourly: forget the keys of messages and requests that cannot come again."""
        while True:
            try:
                with self.store.transaction() as session:
                    inbox.forget(session, clock.now())
                    idempotency.forget(session, clock.now())
            except Exception as exc:
                logs.get("database").error("tidying failed", exc, service=self.container.service_name)
            eventlet.sleep(3600)

    def _scrub(self) -> None:
        """What was deleted is gone from the files, too, soon after."""
        while True:
            eventlet.sleep(SCRUB_SECONDS)
            try:
                self.store.scrub()
            except Exception as exc:
                logs.get("database").error("scrubbing failed", exc, service=self.container.service_name)


def database_url(settings: Settings, service: str) -> str:
    """The URL of a service's own database."""
    return settings.database.url.replace("{database}", service)


class _Answers(Entrypoint):
    bus = Bus()

    def setup(self) -> None:
        self.bus.answering[self.method_name] = self

    def stop(self) -> None:
        self.bus.cancel()


class _Hears(Entrypoint):
    bus = Bus()

    def __init__(self, source: str, *names: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source, self.names = source, names

    def setup(self) -> None:
        for name in self.names:
            self.bus.hearing[(self.source, name)] = self

    def stop(self) -> None:
        self.bus.cancel()


class _Every(Entrypoint):
    def __init__(self, seconds: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.seconds = seconds

    def start(self) -> None:
        self.stopped = Signal()
        self.container.spawn_managed_thread(self._run, identifier="timer")

    def stop(self) -> None:
        if not self.stopped.ready():
            self.stopped.send()

    def _run(self) -> None:
        while not self.stopped.ready():
            done = Signal()

            def finished(_ctx: Any, result: Any, exc_info: Any, done: Signal = done) -> tuple[Any, Any]:
                done.send()
                return result, exc_info

            try:
                self.container.spawn_worker(self, (), {}, handle_result=finished)
            except Exception:  # the container is being killed
                return
            done.wait()
            with eventlet.Timeout(self.seconds, False):
                self.stopped.wait()


def answers(method: Callable[..., Any] | None = None, *, sealed: bool = False) -> Any:
    """An RPC method: keyword arguments in, JSON out; what it raises as a refusal reaches the caller as itself.

    Args:
        method: the method, when the decorator is used bare.
        sealed: request and reply are readable by nobody on the bus. The service offers `sealing_keys()`
            (private JWKs) and answers `keys()` (their public halves). A refusal is not sealed: it holds no person.
    """
    if method is None:
        return functools.partial(answers, sealed=sealed)
    return _Answers.decorator(_unsealing(method) if sealed else method)


def hears(source: str, *names: str) -> Any:
    """A method that is called with each `Envelope` of these events.

    Args:
        source: who speaks: a hub service, or `members` / `notifications`: for a hub service those of every city,
            for a city's service its own city's.
        names: event types, e.g. `booking.confirmed`.
    """
    return _Hears.decorator(source, *names)


def every(*, seconds: float) -> Any:
    """A method that runs at start and then so many seconds after it last ended, in each process of the service."""
    return _Every.decorator(seconds)


def _unsealing(method: Callable[..., Any]) -> Callable[..., Any]:
    def opened(self: Any, sealed: str) -> dict[str, str]:
        content = sealing.unseal(sealed, self.sealing_keys())
        if not isinstance(content, dict) or not isinstance(content.get("kwargs"), dict):
            raise Invalid("seal_broken", "the sealed content is no request")
        try:
            result = method(self, **content["kwargs"])
        except TypeError as exc:
            if exc.__traceback__ is not None and exc.__traceback__.tb_next is None:
                raise Invalid("arguments_invalid", f"not the arguments of {method.__name__}") from None
            raise
        return {"sealed": sealing.seal(result, content.get("reply_key") or {})}

    opened.__name__, opened.__doc__ = method.__name__, method.__doc__
    return opened
