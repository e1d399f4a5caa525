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

    @hears("bookings", "booking.held")
    def on_booking_held(self, envelope: Envelope) -> None:
        """A unit is held for a moment."""
        self.database.react(envelope, reactions.on_booking_held)

    @hears("bookings", "booking.requested")
    def on_booking_requested(self, envelope: Envelope) -> None:
        """A unit is asked for."""
        self.database.react(envelope, reactions.on_booking_requested)

    @hears("bookings", "booking.confirmed")
    def on_booking_confirmed(self, envelope: Envelope) -> None:
        """A unit is taken for a period."""
        self.database.react(envelope, reactions.on_booking_confirmed)

    @hears("bookings", "booking.moved")
    def on_booking_moved(self, envelope: Envelope) -> None:
        """Another unit, or another period."""
        self.database.react(envelope, reactions.on_booking_moved)

    @hears("bookings", "booking.checked_in")
    def on_booking_checked_in(self, envelope: Envelope) -> None:
        """Somebody came."""
        self.database.react(envelope, reactions.on_booking_checked_in)

    @hears("bookings", "booking.checked_out")
    def on_booking_checked_out(self, envelope: Envelope) -> None:
        """Somebody left."""
        self.database.react(envelope, reactions.on_booking_checked_out)

    @hears("bookings", "booking.cancelled")
    def on_booking_cancelled(self, envelope: Envelope) -> None:
        """A unit is free again for a period."""
        self.database.react(envelope, reactions.on_booking_cancelled)

    @hears("bookings", "booking.denied")
    def on_booking_denied(self, envelope: Envelope) -> None:
        """What was asked for is not to be."""
        self.database.react(envelope, reactions.on_booking_denied)

    @hears("bookings", "booking.lapsed")
    def on_booking_lapsed(self, envelope: Envelope) -> None:
        """What was held or asked for came to nothing."""
        self.database.react(envelope, reactions.on_booking_lapsed)

    @hears("bookings", "booking.missed")
    def on_booking_missed(self, envelope: Envelope) -> None:
        """Nobody came."""
        self.database.react(envelope, reactions.on_booking_missed)

    @serves("opendata")
    def handle(self, request: Request) -> Response:
        """Everything under the open data address."""
        return Publisher(self.database, self.settings).handle(request)
