"""What a member takes along: the RPC side."""

from __future__ import annotations

from typing import Any

from chassis.schema import read
from chassis.service import answers
from services.bookings import domain, queries, schemas
from services.bookings.service.shown import Json, shown


class Gathering:
    """All that bookings holds of a member."""

    database: Any

    @answers
    def gather(self, **asked: Any) -> Json:
        """Everything of `actor`: a page of `bookings`, `next` to go on `after` it, and on the first page `sections`."""
        wanted = read(schemas.Gathered, asked)
        holder = domain.Holder(wanted["actor"].member_id, wanted["actor"].city)
        with self.database.reading() as session:
            found, following = queries.own_bookings(session, holder, wanted["after"])
            sections = [] if wanted["after"] else queries.own_sections(session, holder)
        return {"bookings": found, "sections": sections, **shown(schemas.Following, {"next": following})}
