"""Run services in this process until they are told to stop. Knows no rule of any of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from functools import partial

import eventlet
from nameko.containers import ServiceContainer

from champlibre import nodes
from chassis import bus, health, logs, migrate
from chassis.broker import BrokerUnavailable, connect, drop
from chassis.config import ConfigError, Settings
from chassis.database import Store
from chassis.http import Listener, raise_descriptor_limit
from chassis.service import Service, database_url
from chassis.topology import declare_hearer

WORKERS = 200
READY_SECONDS = 60
FACES = ("gateway", "opendata")
STOP_SECONDS = 40
_log = logs.get("run")


def run(settings: Settings, classes: Sequence[type[Service]], ready: Callable[[], None]) -> int:
    """Start the services, call `ready` when each part is well, and serve until SIGTERM or SIGINT.

    Returns:
        The exit code: 0 when told to stop, 1 when a service ended by itself (a supervisor starts it again).
    """
    raise_descriptor_limit()
    ending, started = _Ending(), set[str]()
    for cls in classes:  # a service that is not there yet has no part to ask
        health.watch(cls.name, "start", partial(_demand_started, cls.name, started))
    operator = Listener(settings.admin.listen, health.app, "admin")
    operator.start()
    declare_queues(settings, until=lambda: ending.code is not None)
    config = {"settings": settings, "max_workers": WORKERS}
    containers = [ServiceContainer(cls, config) for cls in classes]
    for container in containers:
        container.start()
        started.add(container.service_name)
        eventlet.spawn(_watch, container, ending)
    eventlet.spawn(_tell_when_ready, ready)
    code = ending.wait()
    _log.info("stopping")
    with eventlet.Timeout(STOP_SECONDS, False):
        # the faces first: what they are answering still needs the others
        for group in ([c for c in containers if c.service_name in FACES], containers):
            list(eventlet.GreenPool().imap(ServiceContainer.stop, group))
        operator.stop()
        return code
    _log.error("not stopped in time; what was not settled comes again")
    return 1


class _Ending:
    """Why the process is to end: a signal, or a service that ended by itself."""

    def __init__(self) -> None:
        self.code: int | None = None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._signalled)

    def _signalled(self, *_: object) -> None:
        if self.code is not None:
            os._exit(1)  # asked twice: at once
        self.code = 0

    def wait(self) -> int:
        """The exit code, when it is time. Looks often: a signal handler cannot wake a green thread."""
        while self.code is None:
            eventlet.sleep(0.1)
        return self.code


def declare_queues(settings: Settings, until: Callable[[], bool] = lambda: False) -> None:
    """Declare every queue of the node before anybody speaks, so that nothing is said to nobody.

    Waits for the broker as long as it takes, or `until`, and says so.

    Raises:
        ConfigError: the embedded broker's file belongs to a process that runs.
    """
    heard = [found for cls in nodes.service_classes(settings) for found in bus.subscriptions(cls, settings)]
    told = False
    while not until():
        try:
            connection = connect(settings.broker.uri)
            try:
                declare_hearer(connection.channel(), heard, settings.retry_pauses_seconds)
                return
            finally:
                drop(connection)
        except BrokerUnavailable as exc:
            if settings.broker.uri.startswith("embedded"):
                raise ConfigError([f"{exc}; is this node running already?"]) from None
            if not told:
                _log.warning("waiting for the broker", reason=str(exc))
                told = True
            eventlet.sleep(1)


def bring_up_to_date(settings: Settings, classes: Sequence[type[Service]]) -> list[str]:
    """Run the migrations of these services; gives the names of their databases."""
    done = []
    for cls in classes:
        if nodes.has_database(cls):
            migrate.upgrade(nodes.package(cls), database_url(settings, cls.name))
            done.append(cls.name)
    return done


def check_up_to_date(settings: Settings, classes: Sequence[type[Service]]) -> None:
    """Refuse to run on a database of another version.

    Raises:
        ConfigError: naming the databases to migrate.
    """
    late = []
    for cls in classes:
        if nodes.has_database(cls):
            store = Store(database_url(settings, cls.name))
            try:
                if not migrate.is_current(nodes.package(cls), store.engine):
                    late.append(cls.name)
            finally:
                store.close()
    if late:
        raise ConfigError([f"{name}: its database has another version; run `champlibre migrate`" for name in late])


def _demand_started(name: str, started: set[str]) -> None:
    health.demand(name in started, "not started yet")


def _watch(container: ServiceContainer, ending: _Ending) -> None:
    try:
        container.wait()
    except Exception as exc:
        _log.error("a service has ended", exc, service=container.service_name)
        ending.code = 1


def _tell_when_ready(ready: Callable[[], None]) -> None:
    for _ in range(READY_SECONDS * 20):
        if health.is_ready(health.report()):
            _log.info("ready")
            ready()
            return
        eventlet.sleep(0.05)
    _log.error("not ready", None, parts=health.report())
