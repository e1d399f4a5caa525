"""The city whose notifications these are, and what its part of the service has at hand."""

from __future__ import annotations

from typing import Any, ClassVar

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
        city = self.settings.cities[self.city]
        return Letterhead(city.code, city.name, city.sender, self.settings.gateway.public_url, city.zone)
