"""The open data service on the bus and on HTTP. Holds no rule.

What is heard goes to `reactions`, what is due to `commands`, what is asked to `web`.
"""

from __future__ import annotations

import eventlet
from werkzeug.wrappers import Request, Response

from chassis import clock, metrics
from chassis.envelope import Envelope
from chassis.http import serves
from chassis.service import Database, Service, every, hears
from services.opendata import closing, commands, counting, loading, publishing, queries, reactions
from services.opendata.domain import months
from services.opendata.network import network_of
from services.opendata.web import Publisher


class OpenData(Service):
    """Hears what is public and publishes it."""

    name = "opendata"
    database = Database()

    @hears("bookings", *{**reactions.HEARD, **reactions.COUNTED})
    def on_event(self, envelope: Envelope) -> None:
        """Something public happened."""
        self.database.react(envelope, reactions.on_event)

    @hears("members", "member.approved", "member.changed", "member.suspended")
    def on_member_told(self, envelope: Envelope) -> None:
        """A city tells where a member stands."""
        self.database.react(envelope, reactions.on_member_told)

    @hears("members", "member.erased")
    def on_member_erased(self, envelope: Envelope) -> None:
        """A city tells that a member is gone."""
        self.database.react(envelope, reactions.on_member_erased)

    @every(seconds=600)
    def close_month(self) -> None:
        """A month that is over is counted, once and for good."""
        network = network_of(self.settings)
        with self.database.reading() as session:
            due, last = closing.due_month(session, clock.now()), queries.last_closed(session)
        if due:
            last = self.database.retrying(lambda session: closing.close_month(session, network, clock.now())) or last
        if last:
            metrics.month_closed.labels(self.name).set(months.end(last, ()).timestamp())

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
        """The bytes that nobody reads any more are thrown away; of who is gone nothing at all is known in the end."""
        self.database.retrying(lambda session: publishing.sweep(session, clock.now()))
        self.database.retrying(lambda session: counting.forget_erased(session, clock.now()))

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
