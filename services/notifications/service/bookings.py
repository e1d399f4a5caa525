"""What is heard of bookings, on the bus: queue what is to be said."""

from __future__ import annotations

from functools import partial

from chassis.envelope import Envelope
from chassis.service import hears
from services.notifications import reactions
from services.notifications.service.home import OfACity


class HearsBookings(OfACity):
    """What becomes of this city's members' bookings."""

    @hears("bookings", "booking.held")
    def on_booking_held(self, envelope: Envelope) -> None:
        """Queue what is offered or proposed."""
        self.database.react(envelope, partial(reactions.on_booking_held, home=self.home))

    @hears("bookings", "booking.requested")
    def on_booking_requested(self, envelope: Envelope) -> None:
        """Queue that the city is asked."""
        self.database.react(envelope, partial(reactions.on_booking_requested, home=self.home))

    @hears("bookings", "booking.confirmed")
    def on_booking_confirmed(self, envelope: Envelope) -> None:
        """Queue the confirmation."""
        self.database.react(envelope, partial(reactions.on_booking_confirmed, home=self.home))

    @hears("bookings", "booking.moved")
    def on_booking_moved(self, envelope: Envelope) -> None:
        """Queue the change."""
        self.database.react(envelope, partial(reactions.on_booking_moved, home=self.home))

    @hears("bookings", "booking.cancelled")
    def on_booking_cancelled(self, envelope: Envelope) -> None:
        """Queue the cancellation."""
        self.database.react(envelope, partial(reactions.on_booking_cancelled, home=self.home))

    @hears("bookings", "booking.denied")
    def on_booking_denied(self, envelope: Envelope) -> None:
        """Queue the city's no."""
        self.database.react(envelope, partial(reactions.on_booking_denied, home=self.home))

    @hears("bookings", "booking.lapsed")
    def on_booking_lapsed(self, envelope: Envelope) -> None:
        """Queue that nobody answered in time."""
        self.database.react(envelope, partial(reactions.on_booking_lapsed, home=self.home))

    @hears("bookings", "booking.missed")
    def on_booking_missed(self, envelope: Envelope) -> None:
        """Queue that others have the place."""
        self.database.react(envelope, partial(reactions.on_booking_missed, home=self.home))

    @hears("bookings", "booking.checked_in")
    def on_booking_checked_in(self, envelope: Envelope) -> None:
        """Remind no more."""
        self.database.react(envelope, partial(reactions.on_booking_checked_in, home=self.home))

    @hears("bookings", "series.booked")
    def on_series_booked(self, envelope: Envelope) -> None:
        """Queue the one letter for a series."""
        self.database.react(envelope, partial(reactions.on_series_booked, home=self.home))

    @hears("bookings", "series.changed")
    def on_series_changed(self, envelope: Envelope) -> None:
        """Queue the one letter for what changed of a series."""
        self.database.react(envelope, partial(reactions.on_series_changed, home=self.home))
