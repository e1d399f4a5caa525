"""The base of every event a service emits: what happened, to what, for whom. Pure; never sends.

@dataclass(frozen=True)
class BookingConfirmed(Event):
    type: ClassVar[str] = "booking.confirmed"
    booking_id: str
    home_city: str

    @property
    def subject(self) -> str:
        return self.booking_id

    @property
    def city(self) -> str | None:
        return self.home_city
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from chassis.clock import rfc3339


@dataclass(frozen=True)
class Event:
    """Something that happened, in the past participle; a published contract: fields are added, never taken away."""

    type: ClassVar[str]

    @property
    def subject(self) -> str:
        """The id of what it happened to. Events of one subject are published in order."""
        raise TypeError(f"{type(self).__name__} names no subject")

    @property
    def sequence(self) -> int:
        """Grows by one with each event of a subject; a hearer ignores what is older than what it has."""
        return 0

    @property
    def city(self) -> str | None:
        """The city whose member it concerns: only that city and the hub hear it. None is for everybody."""
        return None

    @property
    def routing_key(self) -> str:
        """`booking.confirmed.roubaix`, or `space.published` when everybody is told."""
        return f"{self.type}.{self.city}" if self.city else self.type

    def data(self) -> dict[str, Any]:
        """The JSON-able payload: the fields by name, instants as RFC 3339 in UTC, days as ISO 8601."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
