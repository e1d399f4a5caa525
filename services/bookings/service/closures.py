"""Closures and extra openings: the RPC side."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids
from chassis.idempotency import once
from chassis.schema import read
from chassis.service import answers
from services.bookings import commands, domain, queries, schemas
from services.bookings.service.shown import Json, shown


class Closures:
    """When places are closed, or open, beside their hours; and the bookings that it hits."""

    database: Any

    @answers
    def closures(self, **asked: Any) -> Json:
        """A page of the closures and extra openings of `place_id` that are not over. Takes `limit`, `after`.

        Refuses: `place_not_found`.
        """
        wanted, now = read(schemas.ClosuresAsked, asked), clock.now()
        with self.database.reading() as session:
            queries.place(session, wanted["place_id"])
            items, following = queries.special_page(session, now=now, **wanted)
        return shown(schemas.ClosuresPage, {"items": items, "next": following})

    @answers
    def preview_closure(self, **asked: Any) -> Json:
        """The bookings that closing `place_id`, or `space_id` of it, from `starts_at` to `ends_at` would hit.

        Refuses: `place_not_found`, `space_not_found`, `permission_missing`, `period_invalid`.
        """
        wanted, now = read(schemas.HoursPlanned, asked), clock.now()
        actor = wanted.pop("actor")
        special = _special(is_open=False, reason="", **wanted)
        with self.database.reading() as session:
            place = queries.place(session, special.place_id)
            domain.require(actor, domain.Permission.CLOSE, domain.Where.of_place(place))
            if special.space_id is not None:
                queries.space_at(session, special.space_id, place.place_id)
            found = queries.hit_by(session, special, now)
            hits = queries.with_proposals(session, place, found, [special], now)
        return shown(schemas.Preview, {"hits": hits})

    @answers
    def close(self, **asked: Any) -> Json:
        """Close `place_id`, or `space_id` of it, from `starts_at` to `ends_at`, for `reason`, as `decisions` say.

        Once under an `idempotency_key`. Refuses: as `commands.close`; `period_invalid`, `idempotency_key_reused`.
        """
        wanted, now = read(schemas.ClosureWanted, asked), clock.now()
        actor, decisions, key = wanted.pop("actor"), wanted.pop("decisions"), wanted.pop("idempotency_key")
        special = _special(is_open=False, **wanted)

        def close(session: Session) -> Json:
            bookings = commands.close(session, special, decisions, actor, ids.new, now)
            return shown(schemas.Closed, {"closure": special, "bookings": bookings})

        return self._once("close", actor, key, asked, now, close)

    @answers
    def open_extra(self, **asked: Any) -> Json:
        """Open `place_id`, or `space_id` of it, from `starts_at` to `ends_at` beside its hours, for `reason`.

        Once under an `idempotency_key`. Refuses: as `commands.open_extra`; `period_invalid`, `idempotency_key_reused`.
        """
        wanted, now = read(schemas.OpeningWanted, asked), clock.now()
        actor, key = wanted.pop("actor"), wanted.pop("idempotency_key")
        special = _special(is_open=True, **wanted)

        def open_extra(session: Session) -> Json:
            commands.open_extra(session, special, actor, now)
            return shown(schemas.SpecialHours, special)

        return self._once("open", actor, key, asked, now, open_extra)

    @answers
    def withdraw_hours(self, **asked: Any) -> Json:
        """Take back the closure or extra opening `special_id`. Takes `keep_bookings`.

        Refuses: as `commands.withdraw_hours`.
        """
        wanted, now = read(schemas.HoursUnwanted, asked), clock.now()
        special = self.database.retrying(lambda session: commands.withdraw_hours(session, now=now, **wanted))
        return shown(schemas.SpecialHours, special)

    @answers
    def import_closures(self, **asked: Any) -> Json:
        """Have `place_id` closed when `calendar` (iCalendar) says so, as `decisions` say; or say what that would hit.

        Refuses: as `commands.import_closures`.
        """
        wanted, now = read(schemas.CalendarToImport, asked), clock.now()

        def import_closures(session: Session) -> Json:
            imported = commands.import_closures(session, new_id=ids.new, now=now, **wanted)
            hits: list[domain.closures.Hit] = []
            if not imported.applied:
                place = queries.place(session, wanted["place_id"])
                hits = queries.with_proposals(session, place, imported.bookings, imported.announced, now)
            bookings = imported.bookings if imported.applied else ()
            return shown(
                schemas.Imported,
                {
                    "applied": imported.applied,
                    "announced": imported.announced,
                    "withdrawn": imported.withdrawn,
                    "bookings": bookings,
                    "hits": hits,
                },
            )

        return dict(self.database.retrying(import_closures))

    def _once(self, verb: str, actor: domain.Actor, key: str | None, asked: Json, now: Any, action: Any) -> Json:
        scope = f"{verb} {actor.city} {actor.member_id}"
        asked_for = {name: value for name, value in asked.items() if name not in ("actor", "idempotency_key")}
        return dict(
            self.database.retrying(lambda session: once(session, scope, key, asked_for, now, lambda: action(session)))
        )


def _special(
    place_id: str, space_id: str | None, period: domain.Period, is_open: bool, reason: str
) -> domain.SpecialHours:
    return domain.SpecialHours(ids.new(), place_id, space_id, period.starts_at, period.ends_at, is_open, reason)
