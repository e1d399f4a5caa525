"""What is free where: the RPC side. Public; who is named is judged by the rules of who may book."""

from __future__ import annotations

from typing import Any

from chassis import clock
from chassis.schema import read
from chassis.service import answers
from services.bookings import queries, schemas
from services.bookings.service.shown import Json, shown


class Search:
    """Free spaces, what is near when none is, and when each is free next."""

    database: Any

    @answers
    def search(self, **asked: Any) -> Json:
        """A page of the spaces that `actor` (None for a visitor) could book from `starts_at` to `ends_at`.

        Takes `cities`, `kind`, `persons`, `place_id`, `space_ids`, `equipment`, `accessible`, `accessibility`, `near`
        (`latitude`, `longitude`), `within_km`; `beneficiary`, `organisation_id`; `limit`, `after`. The nearest first,
        else by city and name. When none is free, `alternatives`. Refuses: `period_invalid`.
        """
        wanted, now = read(schemas.SearchAsked, asked), clock.now()
        filters, limit, after = wanted["filters"], wanted["limit"], wanted["after"]
        with self.database.reading() as session:
            asks = queries.asker(session, wanted["actor"], wanted["holder"], filters.persons)
            page = queries.free_spaces(session, filters, asks, wanted["period"], now, limit, after)
        return shown(schemas.ChoicesPage, page)

    @answers
    def alternatives(self, **asked: Any) -> Json:
        """What `actor` (None for a visitor) could book near the period from `starts_at` to `ends_at` in `space_id`.

        Other times there, then spaces nearby; five of each `reason` at most. Takes `persons`, `beneficiary`,
        `organisation_id`. Refuses: `space_not_found`, `period_invalid`.
        """
        wanted, now = read(schemas.AlternativesAsked, asked), clock.now()
        with self.database.reading() as session:
            asks = queries.asker(session, wanted["actor"], wanted["holder"], wanted["persons"])
            near = queries.alternatives(session, wanted["space_id"], asks, wanted["period"], now)
        return {"items": [shown(schemas.Alternative, alternative) for alternative in near]}

    @answers
    def next_free(self, **asked: Any) -> Json:
        """When each of some spaces can be booked next, between `from_` and `to`, by whoever may: the soonest first.

        Takes what `search` takes to say which spaces, `minutes` (the shortest booking of each when None), `most`: how
        many periods of each. A space without any is not among them. Refuses: `period_invalid`, `span_too_long`.
        """
        wanted, now = read(schemas.NextFreeAsked, asked), clock.now()
        with self.database.reading() as session:
            found = queries.next_free(
                session, wanted["filters"], wanted["minutes"], wanted["span"], now, wanted["most"]
            )
        return {"items": [shown(schemas.NextFree, soon) for soon in found]}
