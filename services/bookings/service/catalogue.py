"""What there is to be booked, and when it is free: the RPC side."""

from __future__ import annotations

from typing import Any

from chassis import clock
from chassis.schema import read
from chassis.service import answers
from services.bookings import domain, queries, schemas
from services.bookings.service.shown import Json, shown


class Catalogue:
    """Places and spaces; public."""

    database: Any

    @answers
    def places(self, **asked: Any) -> Json:
        """All places, or those of a `city`, by name."""
        wanted = read(schemas.PlacesAsked, asked)
        with self.database.reading() as session:
            return {"items": [shown(schemas.Place, place) for place in queries.every_place(session, **wanted)]}

    @answers
    def place(self, **asked: Any) -> Json:
        """The place `place_id` with its spaces. Refuses: `place_not_found`."""
        wanted = read(schemas.PlaceNamed, asked)
        with self.database.reading() as session:
            place, spaces = queries.place(session, **wanted), queries.spaces_of(session, **wanted)
        return {**shown(schemas.Place, place), "spaces": [shown(schemas.Space, space) for space in spaces]}

    @answers
    def spaces(self, **asked: Any) -> Json:
        """A page of spaces by name. Takes `limit`, `after`, and what `search` takes to say which spaces."""
        wanted = read(schemas.SpacesAsked, asked)
        with self.database.reading() as session:
            items, following = queries.spaces_page(session, **wanted)
        return shown(schemas.SpacesPage, {"items": items, "next": following})

    @answers
    def space(self, **asked: Any) -> Json:
        """The space `space_id` and its place. Refuses: `space_not_found`."""
        wanted = read(schemas.SpaceNamed, asked)
        with self.database.reading() as session:
            space, place = queries.space_and_place(session, **wanted)
        return {**shown(schemas.Space, space), "place": shown(schemas.Place, place)}

    @answers
    def availability(self, **asked: Any) -> Json:
        """When units of `space_id` are free between `from_` and `to`, and its rules.

        Takes `moving`, a booking of `actor`: as if it were given back. Refuses: `space_not_found`, `period_invalid`,
        `span_too_long`, `booking_not_found`.
        """
        wanted, now = read(schemas.AvailabilityAsked, asked), clock.now()
        span = wanted["span"]
        with self.database.reading() as session:
            space, place = queries.space_and_place(session, wanted["space_id"])
            special = queries.special(session, space, span)
            without = queries.moving(session, wanted["moving"], wanted["actor"])
            diary = queries.diary(session, space, span, now, without)
        return shown(schemas.Availability, domain.availability(space, place, special, diary, span, now))
