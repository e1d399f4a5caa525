"""The open data service on the bus and on HTTP. Holds no rule.

What is heard goes to `reactions`, what is due to `commands`, what is asked to `web`.
"""

from __future__ import annotations

import eventlet
from werkzeug.wrappers import Request, Response

from chassis import clock
from chassis.envelope import Envelope
from chassis.http import serves
from chassis.service import Database, Service, every, hears
from services.opendata import commands, loading, publishing, reactions
from services.opendata.network import network_of
from services.opendata.web import Publisher


class OpenData(Service):
    """Hears what is public and publishes it."""

    name = "opendata"
    database = Database()

    @hears("bookings", *reactions.HEARD)
    def on_event(self, envelope: Envelope) -> None:
        """Something public happened."""
        self.database.react(envelope, reactions.on_event)

    @every(seconds=1)
    def publish(self) -> None:
        """What changed since the last time is published, all at once."""
        network = network_of(self.settings)
        with self.database.reading() as session:
            due = commands.is_due(session, network)
        if due:
            self.database.retrying(lambda session: commands.publish(session, network, clock.now()))

    @every(seconds=3600)
    def sweep(self) -> None:
        """The bytes that nobody reads any more are thrown away."""
        self.database.retrying(lambda session: publishing.sweep(session, clock.now()))

    @every(seconds=300)
    def load_timetables(self) -> None:
        """The timetables that the node's file names are looked at, and loaded when they are other ones."""
        loader = loading.Loader(self.database.retrying, clock.now, lambda: eventlet.sleep(0))
        loader.look(list(self.settings.timetables.values()))
        with self.database.reading() as session:
            loading.measure(session, self.name)

    @serves("opendata")
    def handle(self, request: Request) -> Response:
        """Everything under the open data address."""
        return Publisher(self.database, self.settings).handle(request)
