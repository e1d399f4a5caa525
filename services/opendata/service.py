"""The open data service on the bus and on HTTP. Holds no rule.

What is heard goes to `reactions`, what is asked to `web`.
"""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from chassis.envelope import Envelope
from chassis.http import serves
from chassis.service import Database, Service, hears
from services.opendata import reactions
from services.opendata.web import Publisher


class OpenData(Service):
    """Hears what is public and publishes it."""

    name = "opendata"
    database = Database()

    @hears("bookings", "place.published")
    def on_place_published(self, envelope: Envelope) -> None:
        """A place is new, or described anew."""
        self.database.react(envelope, reactions.on_place_published)

    @hears("bookings", "space.published")
    def on_space_published(self, envelope: Envelope) -> None:
        """A space is new, or described anew."""
        self.database.react(envelope, reactions.on_space_published)

    @hears("bookings", "booking.confirmed")
    def on_booking_confirmed(self, envelope: Envelope) -> None:
        """A unit is taken for a period."""
        self.database.react(envelope, reactions.on_booking_confirmed)

    @hears("bookings", "booking.cancelled")
    def on_booking_cancelled(self, envelope: Envelope) -> None:
        """A unit is free again for a period."""
        self.database.react(envelope, reactions.on_booking_cancelled)

    @serves("opendata")
    def handle(self, request: Request) -> Response:
        """Everything under the open data address."""
        return Publisher(self.database, self.settings).handle(request)
