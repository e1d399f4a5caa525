"""The city's own public keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from chassis.events import Event


@dataclass(frozen=True)
class CityKeysPublished(Event):
    """The public keys of a city that are valid, or will be soon; said at every start and every hour, so that whoever
    joins learns them.

    Attributes:
        of_city: code of the city; `city` on the wire.
        keys: public JWKs (RFC 7517), of each use the one that is used now first.
        rotations: how many keys were replaced so far.
    """

    type: ClassVar[str] = "city.keys_published"
    of_city: str
    keys: tuple[dict[str, Any], ...]
    published_at: datetime
    rotations: int

    @property
    def subject(self) -> str:
        """The city."""
        return self.of_city

    @property
    def sequence(self) -> int:
        """Grows with each key that replaces another."""
        return self.rotations

    def data(self) -> dict[str, Any]:
        """The fields by name, with `city`; everybody is told, so the envelope names no city."""
        data = super().data()
        del data["rotations"]
        data["city"] = data.pop("of_city")
        return data
