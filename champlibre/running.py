"""Run services in this process until they are told to stop. Knows no rule of any of them."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence

import eventlet
from eventlet.event import Event as Signal
from eventlet.hubs import get_hub
from nameko.runners import ServiceRunner

from champlibre import nodes
from chassis import bus, health, logs, migrate
from chassis.broker import BrokerUnavailable, connect, drop
from chassis.config import ConfigError, Settings
from chassis.database import Store
from chassis.http import Listener
from chassis.service import Service, database_url
from chassis.topology import declare_hearer

WORKERS = 200
READY_SECONDS = 60
_log = logs.get("run")


def run(settings: Settings, classes: Sequence[type[Service]], ready: Callable[[], None]) -> int:
    """Start the services, call `ready` when each part is well, and serve until SIGTERM or SIGINT.

    Returns:
        The exit code: 0 when told to stop, 1 when a service ended by itself (a supervisor starts it again).
    """
    ended = Signal()

    def end(code: int) -> None:
        if ended.ready():
            sys.exit(1)  # asked twice: at once
        ended.send(code)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: get_hub().schedule_call_global(0, end, 0))

    declare_queues(settings)
    operator = Listener(settings.admin.listen, health.app, "admin")
    operator.start()
    runner = ServiceRunner({"settings": settings, "max_workers": WORKERS})
    for cls in classes:
        runner.add_service(cls)
    runner.start()
    eventlet.spawn(_watch, runner, end)
    eventlet.spawn(_tell_when_ready, ready)
    code = int(ended.wait() or 0)
    _log.info("stopping")
    runner.stop()
    operator.stop()
    return code


def declare_queues(settings: Settings) -> None:
    """Declare every queue of the node before anybody speaks, so that nothing is said to nobody.

    Waits for the broker as long as it takes, and says so.
    """
    heard = [found for cls in nodes.service_classes(settings) for found in bus.subscriptions(cls, settings)]
    told = False
    while True:
        try:
            connection = connect(settings.broker.uri)
            try:
                declare_hearer(connection.channel(), heard, settings.retry_pauses_seconds)
                return
            finally:
                drop(connection)
        except BrokerUnavailable as exc:
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


def _watch(runner: ServiceRunner, end: Callable[[int], None]) -> None:
    try:
        runner.wait()
    except Exception as exc:
        _log.error("a service has ended", exc)
        end(1)


def _tell_when_ready(ready: Callable[[], None]) -> None:
    for _ in range(READY_SECONDS * 20):
        if health.is_ready(health.report()):
            _log.info("ready")
            ready()
            return
        eventlet.sleep(0.05)
    _log.error("not ready", None, parts=health.report())
