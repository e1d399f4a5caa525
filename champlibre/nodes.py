"""Which service classes run on this node. The only place that knows them all. Starts nothing.

A service's code is imported only where it runs: a city's node holds nothing of the hub's in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from chassis.config import OF_A_CITY, ConfigError, Settings
from chassis.service import Service

_HUB = {
    "bookings": ("services.bookings.service", "Bookings"),
    "opendata": ("services.opendata.service", "OpenData"),
    "gateway": ("gateway.service", "Gateway"),
}
_CITY = {
    "members": ("services.members.service", "members"),
    "notifications": ("services.notifications.service", "notifications"),
}


def service_classes(settings: Settings, only: Sequence[str] = ()) -> list[type[Service]]:
    """The classes of the services that the node's file names, or of those among them that `only` names.

    Args:
        settings: of the node.
        only: `bookings`, `members` (of every city hosted here) or `members_roubaix`.

    Raises:
        ConfigError: `only` names a service that the node's file does not.
    """
    wanted = {name: name for name in settings.services if name in _HUB}
    wanted |= {f"{name}_{city}": name for city in settings.hosted for name in settings.services if name in OF_A_CITY}
    if unknown := set(only) - wanted.keys() - set(wanted.values()):
        raise ConfigError([f"{', '.join(sorted(unknown))}: not a service of this node ({', '.join(sorted(wanted))})"])
    return [
        _service_class(name, kind) for name, kind in wanted.items() if not only or name in only or kind in only
    ]


def package(cls: type[Service]) -> str:
    """Where a service's code and migrations are: `services.members`; the gateway's is `gateway`."""
    return cls.__module__.removesuffix(".service")


def has_database(cls: type[Service]) -> bool:
    """Whether the service keeps anything."""
    return hasattr(cls, "database")


def _service_class(name: str, kind: str) -> type[Service]:
    module, attribute = _HUB.get(kind) or _CITY[kind]
    found: Any = getattr(import_module(module), attribute)
    cls: type[Service] = found if kind in _HUB else found(name.removeprefix(f"{kind}_"))
    return cls
