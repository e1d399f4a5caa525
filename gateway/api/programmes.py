"""The programme of a quarter: for machines, as a calendar, as a table. Staff sees that of its city beforehand."""

from __future__ import annotations

from typing import Any

from gateway import programmes
from gateway.api.operation import Asked


def every(asked: Asked) -> Any:
    """What the cities say of their quarters."""
    return asked.bookings("programmes", actor=asked.actor())


def programme(asked: Asked) -> Any:
    """What is announced for a quarter."""
    return asked.bookings("programme", **asked.path, cities=asked.query.get("cities", []), actor=asked.actor())


def set_programme(asked: Asked) -> Any:
    """Say what a city announces for it, and when."""
    return asked.bookings("set_programme", **asked.path, **asked.body, actor=asked.member().actor())


def calendar(asked: Asked) -> bytes:
    """The same as a calendar."""
    language = asked.query.get("lang", asked.context.language)
    return programmes.ics(programme(asked), asked.context.settings.gateway.public_url, language)


def table(asked: Asked) -> str:
    """The same as a table."""
    return programmes.table(programme(asked), asked.context.settings.gateway.public_url)
