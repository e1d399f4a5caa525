"""What is heard of registrations and occurrences, on the bus: queue what is to be said."""

from __future__ import annotations

from functools import partial

from chassis.envelope import Envelope
from chassis.service import hears
from services.notifications import reactions
from services.notifications.service.home import OfACity


class HearsRegistrations(OfACity):
    """What becomes of this city's members' registrations."""

    @hears("bookings", "registration.requested")
    def on_registration_requested(self, envelope: Envelope) -> None:
        """Queue that the seats are asked for."""
        self.database.react(envelope, partial(reactions.on_registration_requested, home=self.home))

    @hears("bookings", "registration.confirmed")
    def on_registration_confirmed(self, envelope: Envelope) -> None:
        """Queue the confirmation."""
        self.database.react(envelope, partial(reactions.on_registration_confirmed, home=self.home))

    @hears("bookings", "registration.queued")
    def on_registration_queued(self, envelope: Envelope) -> None:
        """Queue that the member waits."""
        self.database.react(envelope, partial(reactions.on_registration_queued, home=self.home))

    @hears("bookings", "registration.offered")
    def on_registration_offered(self, envelope: Envelope) -> None:
        """Queue until when seats are held."""
        self.database.react(envelope, partial(reactions.on_registration_offered, home=self.home))

    @hears("bookings", "registration.changed")
    def on_registration_changed(self, envelope: Envelope) -> None:
        """Queue what is otherwise."""
        self.database.react(envelope, partial(reactions.on_registration_changed, home=self.home))

    @hears("bookings", "registration.cancelled")
    def on_registration_cancelled(self, envelope: Envelope) -> None:
        """Queue that it is over, and why."""
        self.database.react(envelope, partial(reactions.on_registration_cancelled, home=self.home))

    @hears("bookings", "registration.declined")
    def on_registration_declined(self, envelope: Envelope) -> None:
        """Queue the host city's no."""
        self.database.react(envelope, partial(reactions.on_registration_declined, home=self.home))

    @hears("bookings", "registration.lapsed")
    def on_registration_lapsed(self, envelope: Envelope) -> None:
        """Queue that nobody answered in time."""
        self.database.react(envelope, partial(reactions.on_registration_lapsed, home=self.home))

    @hears("bookings", "registration.checked_in")
    def on_registration_checked_in(self, envelope: Envelope) -> None:
        """Remind no more."""
        self.database.react(envelope, partial(reactions.on_registration_checked_in, home=self.home))

    @hears("bookings", "occurrence.found_short")
    def on_occurrence_found_short(self, envelope: Envelope) -> None:
        """Queue the alert to who planned it."""
        self.database.react(envelope, partial(reactions.on_occurrence_found_short, home=self.home))
