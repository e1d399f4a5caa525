"""Publishing places and spaces: the RPC side."""

from __future__ import annotations

from typing import Any

from chassis import clock
from chassis.schema import read
from chassis.service import answers
from services.bookings import commands, schemas
from services.bookings.service.shown import Json, shown


class Publishing:
    """What a city's administrators make known."""

    database: Any

    @answers
    def publish_place(self, **asked: Any) -> Json:
        """Make a place of the actor's city known, or what changed of it. Refuses: as `commands.announce_place`."""
        wanted, now = read(schemas.PlaceDraft, asked), clock.now()
        place = self.database.retrying(lambda session: commands.announce_place(session, now=now, **wanted))
        return shown(schemas.Place, place)

    @answers
    def publish_space(self, **asked: Any) -> Json:
        """Make a space of the actor's city known, or what changed of it. Refuses: as `commands.announce_space`."""
        wanted, now = read(schemas.SpaceDraft, asked), clock.now()
        space = self.database.retrying(lambda session: commands.announce_space(session, now=now, **wanted))
        return shown(schemas.Space, space)
