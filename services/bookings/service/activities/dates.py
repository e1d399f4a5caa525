"""The dates of an activity: the RPC side; and the timers that look at their minimum and note their end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids, metrics
from chassis.idempotency import once
from chassis.schema import read
from chassis.service import answers, every
from services.bookings import commands, domain, queries, schemas
from services.bookings.domain.activities import Occurrence, Scheduled, life, minimum, scheduling
from services.bookings.service.activities.shown import activity_shown, occurrence_shown
from services.bookings.service.shown import Json, shown

ENDED_AT_ONCE = 200


class Dates:
    """When an activity is, where, and for how many."""

    database: Any

    @answers
    def preview_schedule(self, **asked: Any) -> Json:
        """What a date of `activity_id`, or all that a `rule` names, would come to in `space_id`, before it is made.

        From `starts_local` to `ends_local` by the clocks of its place. Takes `capacity`, `past`.
        Refuses: `activity_not_found`, `permission_missing`, `activity_over`; as `queries.activities.dates_seen`.
        """
        wanted, now = read(schemas.activities.DatesAsked, asked), clock.now()
        actor, activity_id = wanted["actor"], wanted.pop("activity_id")
        with self.database.reading() as session:
            activity = queries.activities.activity(session, activity_id)
            life.check_visible(activity, actor, now)
            scheduling.check_may_schedule(activity, actor, in_space=wanted["space_id"] is not None)
            found = queries.activities.dates_seen(session, activity, now=now, **wanted)
        return shown(schemas.activities.DatesSeen, found)

    @answers
    def schedule(self, **asked: Any) -> Json:
        """Give `activity_id` a date, or all that a `rule` names, once under an `idempotency_key`.

        From `starts_local` to `ends_local` by the clocks of its place, for `capacity`, with `space_id` booked for each.
        Takes `min_persons`, `waiting_seats`, `kept_back`, `past`. What is refused is told with its codes.
        Refuses: as `commands.activities.schedule`; `idempotency_key_reused`.
        """
        wanted, now = read(schemas.activities.DatesWished, asked), clock.now()
        actor, key, capacity = wanted["actor"], wanted.pop("idempotency_key"), wanted.pop("size")
        scope = f"schedule {actor.city} {actor.member_id}"
        asked_for = {name: value for name, value in asked.items() if name not in ("actor", "idempotency_key")}

        def act(session: Session) -> Json:
            made = commands.activities.schedule(session, size=capacity, new_id=ids.new, now=now, **wanted)
            return self._scheduled(session, made, wanted["activity_id"], actor)

        return dict(
            self.database.retrying(lambda session: once(session, scope, key, asked_for, now, lambda: act(session)))
        )

    @answers
    def reschedule(self, **asked: Any) -> Json:
        """Have `occurrence_id` from `starts_local` to `ends_local`, and in `space_id` if that is said; None: in none.

        Takes `past`. Refuses: as `commands.activities.reschedule`.
        """
        wanted = read(schemas.activities.Redated, asked)
        return self._change_occurrence(commands.activities.reschedule, wanted, new_id=ids.new)

    @answers
    def postpone(self, **asked: Any) -> Json:
        """Have `occurrence_id` without a date. Refuses: as `commands.activities.postpone`."""
        return self._change_occurrence(commands.activities.postpone, read(schemas.activities.OccurrenceNamed, asked))

    @answers
    def move_online(self, **asked: Any) -> Json:
        """Have `occurrence_id` online at `online_url`. Refuses: as `commands.activities.move_online`."""
        return self._change_occurrence(commands.activities.move_online, read(schemas.activities.MovedOnline, asked))

    @answers
    def resize(self, **asked: Any) -> Json:
        """Have `occurrence_id` for `capacity`, `min_persons`, `waiting_seats`, `kept_back`: what is not said stays.

        Takes `past`. Refuses: as `commands.activities.resize`.
        """
        return self._change_occurrence(commands.activities.resize, read(schemas.activities.Resized, asked))

    @answers
    def cancel_occurrence(self, **asked: Any) -> Json:
        """Have `occurrence_id` never, for a `reason`. Refuses: as `commands.activities.cancel_occurrence`."""
        wanted = read(schemas.activities.OccurrenceUnwanted, asked)
        return self._change_occurrence(commands.activities.cancel_occurrence, wanted)

    @answers
    def occurrence(self, **asked: Any) -> Json:
        """The occurrence `occurrence_id` with its activity. Refuses: `occurrence_not_found`, `activity_not_found`."""
        wanted, now = read(schemas.activities.OccurrenceSeen, asked), clock.now()
        with self.database.reading() as session:
            found = queries.activities.occurrence(session, wanted["occurrence_id"])
            activity = queries.activities.activity_of(session, found)
            life.check_visible(activity, wanted["actor"], now)
            [seen] = queries.activities.seen(session, [(found, activity)], now)
        return {
            "occurrence": occurrence_shown(seen, activity, wanted["actor"]),
            "activity": activity_shown(activity, wanted["actor"]),
        }

    @every(seconds=60)
    def watch_minimums(self) -> None:
        """Warn cities of what is below its minimum, and cancel what is so when its time to decide has come."""
        now = clock.now()
        with self.database.reading() as session:
            found = queries.activities.with_minimum(session, now)
        due = minimum.due(found, now)
        for occurrence_id in due:
            self.database.retrying(
                lambda session, occurrence_id=occurrence_id: commands.activities.check_minimum(
                    session, occurrence_id, clock.now()
                )
            )
        with self.database.reading() as session:
            still = queries.activities.with_minimum(session, now)
        metrics.occurrences_short.labels("bookings").set(minimum.count_warned(still))

    @every(seconds=60)
    def note_ends(self) -> None:
        """Note what is over, and tell of it in numbers."""
        now = clock.now()
        with self.database.reading() as session:
            over = queries.activities.to_end(session, now, ENDED_AT_ONCE)
        for occurrence_id in over:
            self.database.retrying(
                lambda session, occurrence_id=occurrence_id: commands.activities.note_end(session, occurrence_id, now)
            )

    def _change_occurrence(self, command: Callable[..., Occurrence], wanted: Json, **more: Any) -> Json:
        now = clock.now()

        def act(session: Session) -> Json:
            after = command(session, now=now, **wanted, **more)
            activity = queries.activities.activity_of(session, after)
            [seen] = queries.activities.seen(session, [(after, activity)], now)
            return occurrence_shown(seen, activity, wanted["actor"])

        return dict(self.database.retrying(act))

    def _scheduled(self, session: Session, made: Scheduled, activity_id: str, actor: domain.Actor) -> Json:
        activity = queries.activities.activity(session, activity_id)
        seen = queries.activities.seen(session, [(one, activity) for one in made.occurrences], clock.now())
        return {
            "occurrences": [occurrence_shown(one, activity, actor) for one in seen],
            "refused": [shown(schemas.activities.RefusedDate, one) for one in made.refused],
        }
