"""The city whose notifications these are, and what its part of the service has at hand."""

from __future__ import annotations

from typing import Any, ClassVar

from chassis.config import Settings
from chassis.rpc import Rpc
from chassis.service import Database, Service
from services.notifications.channels import open_channels
from services.notifications.domain import Home, Letterhead


class OfACity(Service):
    """What every part of the service has: its city, its database, the question to its members."""

    city: ClassVar[str]
    database: Any = Database()
    rpc: Any = Rpc()

    @property
    def home(self) -> Home:
        """The city, and by what its node sends."""
        city = self.settings.cities[self.city]
        return Home(city.code, city.zone, frozenset(open_channels(self.settings, self.city)))

    @property
    def letterhead(self) -> Letterhead:
        """In whose name letters are written."""
        return letterhead_of(self.settings, self.city)


def letterhead_of(settings: Settings, code: str) -> Letterhead:
    """In whose name the letters of a city are written, and how they look."""
    city = settings.cities[code]
    return Letterhead(
        city=city.code,
        city_name=city.name,
        sender=city.sender,
        public_url=settings.gateway.public_url,
        zone=city.zone,
        colour=city.colour,
        templates=str(city.templates or ""),
        city_names={known.code: known.name for known in settings.cities.values()},
    )
