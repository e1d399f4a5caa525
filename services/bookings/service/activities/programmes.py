"""The agenda and the programmes of quarters: the RPC side, and the timer that announces what is under no embargo."""

from __future__ import annotations

from typing import Any

from chassis import clock
from chassis.schema import read
from chassis.service import answers, every
from services.bookings import commands, queries, schemas
from services.bookings.domain.activities import Programme, quarters
from services.bookings.service.activities.shown import activity_shown, occurrence_shown
from services.bookings.service.shown import Json, shown


class Programmes:
    """What everybody sees, and from when."""

    database: Any

    @answers
    def agenda(self, **asked: Any) -> Json:
        """A page of what everybody sees of the programme, in order, from `from_` (now) to `to`.

        Takes `cities`, `kinds`, `themes`, `publics`, `languages`, `accessibility`, `attendance`, `place_id`, `free`,
        `text`, `limit`, `after`.
        """
        wanted, now = read(schemas.activities.AgendaAsked, asked), clock.now()
        wanted["from_"] = wanted["from_"] or now
        with self.database.reading() as session:
            items, following = queries.activities.agenda(session, now, **wanted)
        return shown(schemas.activities.AgendaPage, {"items": items, "next": following})

    @answers
    def set_programme(self, **asked: Any) -> Json:
        """Say what `city` announces for `quarter`: `introduction`, and when: `embargo_until`.

        Refuses: as `commands.activities.set_programme`.
        """
        wanted, now = read(schemas.activities.ProgrammeWanted, asked), clock.now()
        actor = wanted.pop("actor")
        programme = Programme(changed_at=now, **wanted)
        set_ = self.database.retrying(lambda session: commands.activities.set_programme(session, programme, actor, now))
        return shown(schemas.activities.Programme, set_)

    @answers
    def programme(self, **asked: Any) -> Json:
        """What `cities`, or all, announce for `quarter`, as `actor` may see it; None for a visitor."""
        wanted, now = read(schemas.activities.ProgrammeAsked, asked), clock.now()
        actor = wanted["actor"]
        with self.database.reading() as session:
            cities, items = queries.activities.programme(session, now=now, **wanted)
        return {
            "quarter": wanted["quarter"],
            "cities": [shown(schemas.activities.Programme, quarters.as_seen(one, actor, now)) for one in cities],
            "items": [
                {
                    "occurrence": occurrence_shown(one.occurrence, one.activity, actor),
                    "activity": activity_shown(one.activity, actor),
                }
                for one in items
            ],
        }

    @answers
    def programmes(self, **asked: Any) -> Json:
        """The programmes of all cities and quarters, the latest first, as `actor` may see them."""
        actor, now = read(schemas.activities.ProgrammesAsked, asked)["actor"], clock.now()
        with self.database.reading() as session:
            found = queries.activities.every_programme(session)
        return {"items": [shown(schemas.activities.Programme, quarters.as_seen(one, actor, now)) for one in found]}

    @every(seconds=30)
    def announce(self) -> None:
        """Tell of what is published and under no embargo any more."""
        due = commands.activities.ANNOUNCED_AT_ONCE
        while due == commands.activities.ANNOUNCED_AT_ONCE:
            now = clock.now()
            due = self.database.retrying(lambda session, now=now: commands.activities.announce_due(session, now))
