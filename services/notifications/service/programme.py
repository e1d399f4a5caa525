"""What is heard of the programme of every city, on the bus, and forgetting what is over."""

from __future__ import annotations

from chassis import clock
from chassis.envelope import Envelope
from chassis.service import every, hears
from services.notifications import commands, reactions
from services.notifications.service.home import OfACity


class HearsProgramme(OfACity):
    """What is on, for the digests."""

    @hears("bookings", "activity.published")
    def on_activity_published(self, envelope: Envelope) -> None:
        """Keep what an activity is."""
        self.database.react(envelope, reactions.on_activity_published)

    @hears("bookings", "activity.withdrawn", "activity.cancelled")
    def on_activity_gone(self, envelope: Envelope) -> None:
        """Tell of it no longer."""
        self.database.react(envelope, reactions.on_activity_gone)

    @hears(
        "bookings",
        "occurrence.scheduled",
        "occurrence.rescheduled",
        "occurrence.moved_online",
        "occurrence.postponed",
        "occurrence.cancelled",
        "occurrence.filled",
        "occurrence.reopened",
        "occurrence.ended",
    )
    def on_programme_date(self, envelope: Envelope) -> None:
        """Keep when a date is, and whether it is still to come."""
        self.database.react(envelope, reactions.on_programme_date)

    @every(seconds=3600)
    def forget_dates(self) -> None:
        """Nobody is told of what was a week ago."""
        with self.database.transaction() as session:
            commands.forget_dates(session, clock.now())
