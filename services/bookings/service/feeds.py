"""Calendar feeds: the RPC side. A secret never comes here: whoever asks sends its digest."""

from __future__ import annotations

from typing import Any

from chassis import clock, ids
from chassis.schema import read
from chassis.service import answers
from services.bookings import commands, queries, schemas
from services.bookings.service.shown import Json, shown


class Feeds:
    """Calendars under secret addresses."""

    database: Any

    @answers
    def make_feed(self, **asked: Any) -> Json:
        """Let whoever has the secret of a `digest` read the bookings of `actor`, or when `space_id` is held.

        Refuses: as `commands.make_feed`.
        """
        wanted, now, feed_id = read(schemas.FeedWished, asked), clock.now(), ids.new()
        feed = self.database.retrying(lambda session: commands.make_feed(session, feed_id=feed_id, now=now, **wanted))
        return shown(schemas.Feed, feed)

    @answers
    def feeds_of(self, **asked: Any) -> Json:
        """The feeds of `actor` that are not revoked, the latest first."""
        wanted = read(schemas.FeedsAsked, asked)
        with self.database.reading() as session:
            return shown(schemas.Feeds, {"items": queries.feeds_of(session, **wanted)})

    @answers
    def revoke_feed(self, **asked: Any) -> Json:
        """Have `feed_id` show nothing any more. Refuses: `feed_not_found`."""
        wanted, now = read(schemas.FeedNamed, asked), clock.now()
        return shown(
            schemas.Feed, self.database.retrying(lambda session: commands.revoke_feed(session, now=now, **wanted))
        )

    @answers
    def feed(self, **asked: Any) -> Json:
        """What whoever has the secret of a `digest` may read. Refuses: `feed_not_found`."""
        wanted = read(schemas.FeedRead, asked)
        with self.database.reading() as session:
            return shown(schemas.Calendar, queries.calendar(session, now=clock.now(), **wanted))
