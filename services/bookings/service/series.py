"""Series: the RPC side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids
from chassis.idempotency import once
from chassis.schema import read
from chassis.service import answers
from services.bookings import commands, domain, queries, schemas
from services.bookings.service.shown import Json, shown


class Series:
    """Bookings that come again by a rule (RFC 5545) in the local time of their place."""

    database: Any

    @answers
    def preview_series(self, **asked: Any) -> Json:
        """What each occurrence of `rule` would come to in `space_id`, from `starts_local` to `ends_local` each time.

        Takes `actor` (None for a visitor), `beneficiary`, `organisation_id`, `persons`, `past`.
        Refuses: `space_not_found`, `rule_invalid`, `series_too_long`, `period_invalid`.
        """
        wanted, now = read(schemas.SeriesAsked, asked), clock.now()
        with self.database.reading() as session:
            occasions, diary = queries.occasions(session, now=now, **wanted)
        return shown(schemas.SeriesPreview, domain.planning.preview(occasions, diary, now))

    @answers
    def book_series(self, **asked: Any) -> Json:
        """Hold a unit of `space_id` at every occurrence of `rule` for `actor`, once under an `idempotency_key`.

        Takes `beneficiary`, `organisation_id`, `persons`, `past`, `on_conflict` (`skip`, `fail`).
        Refuses: as `commands.book_series`; `idempotency_key_reused`.
        """
        wanted, series_id = read(schemas.SeriesWished, asked), ids.new()
        return self._book_once(
            "book_series",
            asked,
            wanted,
            lambda session, now: commands.book_series(session, series_id=series_id, new_id=ids.new, now=now, **wanted),
        )

    @answers
    def series(self, **asked: Any) -> Json:
        """The series `series_id` with all its bookings and what was refused. Refuses: `series_not_found`."""
        wanted, now = read(schemas.SeriesNamed, asked), clock.now()
        with self.database.reading() as session:
            found = queries.series_of(session, **wanted)
            bookings = queries.bookings_of_series(session, found.series_id, now)
            refused = queries.refused_of_series(session, found.series_id)
        return shown(schemas.Series, domain.series.Outcome(found, bookings, refused))

    @answers
    def retry_series(self, **asked: Any) -> Json:
        """Try again what was refused of `series_id`: what is booked now, and what is still refused. Takes `past`.

        Refuses: as `commands.retry_series`.
        """
        wanted, now = read(schemas.SeriesRetried, asked), clock.now()
        outcome = self.database.retrying(
            lambda session: commands.retry_series(session, new_id=ids.new, now=now, **wanted)
        )
        return shown(schemas.Series, outcome)

    @answers
    def add_to_series(self, **asked: Any) -> Json:
        """Book one more date of `series_id`, from `starts_local` to `ends_local`, once under an `idempotency_key`.

        Takes `past`. Refuses: as `commands.add_to_series`; `idempotency_key_reused`.
        """
        wanted = read(schemas.OccurrenceAdded, asked)
        return self._book_once(
            "add_to_series",
            asked,
            wanted,
            lambda session, now: commands.add_to_series(session, new_id=ids.new, now=now, **wanted),
        )

    @answers
    def move_series(self, **asked: Any) -> Json:
        """As `move`, for `booking_id` and those of its series in the `scope`. Takes `on_conflict` (`skip`, `fail`).

        Refuses: as `commands.move_series`.
        """
        return self._change_series(commands.move_series, read(schemas.SeriesMoved, asked))

    @answers
    def cancel_series(self, **asked: Any) -> Json:
        """As `cancel`, for `booking_id` and those of its series in the `scope`.

        Refuses: as `commands.cancel_series`.
        """
        return self._change_series(commands.cancel_series, read(schemas.SeriesUnwanted, asked))

    def _book_once(self, name: str, asked: Json, wanted: Json, command: Callable[..., domain.series.Outcome]) -> Json:
        key, actor, now = wanted.pop("idempotency_key"), wanted["actor"], clock.now()
        asked_for = {name: value for name, value in asked.items() if name not in ("actor", "idempotency_key")}
        scope = f"{name} {actor.city} {actor.member_id}"

        def act(session: Session) -> Json:
            return once(session, scope, key, asked_for, now, lambda: shown(schemas.Series, command(session, now)))

        return dict(self.database.retrying(act))

    def _change_series(self, command: Any, wanted: Json) -> Json:
        now = clock.now()
        return shown(schemas.Changed, self.database.retrying(lambda session: command(session, now=now, **wanted)))
