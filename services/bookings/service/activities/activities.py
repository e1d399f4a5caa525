"""Activities and their life: the RPC side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids
from chassis.idempotency import once
from chassis.schema import read
from chassis.service import answers
from services.bookings import commands, queries, schemas
from services.bookings.domain.activities import Activity, life
from services.bookings.service.activities.shown import activity_shown, with_occurrences
from services.bookings.service.shown import Json, shown


class Activities:
    """What a city puts on its programme."""

    database: Any
    settings: Any

    @answers
    def draft_activity(self, **asked: Any) -> Json:
        """Make a draft for `city` with `title`, `summary`, `kind` and more, once under an `idempotency_key`.

        Refuses: as `commands.activities.draft_activity`; `idempotency_key_reused`.
        """
        wanted = read(schemas.activities.ActivityDraft, asked)
        actor, key = wanted["actor"], wanted["idempotency_key"]
        scope = f"draft {actor.city} {actor.member_id}"
        asked_for = {name: value for name, value in asked.items() if name not in ("actor", "idempotency_key")}
        activity_id, now = ids.new(), clock.now()

        def draft(session: Session) -> Json:
            activity = Activity(
                activity_id=activity_id,
                city=wanted["city"],
                drafted_by_id=actor.member_id,
                drafted_by_city=actor.city,
                drafted_at=now,
                changed_at=now,
                **wanted["facts"],
            )
            return activity_shown(commands.activities.draft_activity(session, activity, actor), actor)

        return dict(
            self.database.retrying(lambda session: once(session, scope, key, asked_for, now, lambda: draft(session)))
        )

    @answers
    def edit_activity(self, **asked: Any) -> Json:
        """Change what is said of `activity_id`; with `sequence`, that edition and no other.

        Refuses: as `commands.activities.edit_activity`.
        """
        return self._change_activity(schemas.activities.ActivityEdited, asked, commands.activities.edit_activity)

    @answers
    def propose_activity(self, **asked: Any) -> Json:
        """Propose the draft `activity_id`. Refuses: as `commands.activities.propose_activity`."""
        return self._change_activity(schemas.activities.ActivityNamed, asked, commands.activities.propose_activity)

    @answers
    def send_back_activity(self, **asked: Any) -> Json:
        """Make a draft again of `activity_id`. Refuses: as `commands.activities.send_back_activity`."""
        return self._change_activity(schemas.activities.ActivityNamed, asked, commands.activities.send_back_activity)

    @answers
    def publish_activity(self, **asked: Any) -> Json:
        """Put `activity_id` on the programme, as it was read in the edition `sequence`.

        Refuses: as `commands.activities.publish_activity`.
        """
        return self._change_activity(schemas.activities.ActivityRead, asked, commands.activities.publish_activity)

    @answers
    def withdraw_activity(self, **asked: Any) -> Json:
        """Make a draft again of the published `activity_id`. Refuses: as `commands.activities.withdraw_activity`."""
        return self._change_activity(schemas.activities.ActivityNamed, asked, commands.activities.withdraw_activity)

    @answers
    def cancel_activity(self, **asked: Any) -> Json:
        """Cancel `activity_id` and its occurrences to come, for a `reason`.

        Refuses: as `commands.activities.cancel_activity`.
        """
        return self._change_activity(schemas.activities.ActivityUnwanted, asked, commands.activities.cancel_activity)

    @answers
    def copy_activity(self, **asked: Any) -> Json:
        """Make a draft for `city` after `activity_id`. Refuses: as `commands.activities.copy_activity`."""
        wanted, copy_id, now = read(schemas.activities.ActivityCopied, asked), ids.new(), clock.now()

        def copy(session: Session) -> Activity:
            original = queries.activities.activity(session, wanted["activity_id"])
            found = self.settings.cities.get(original.city)
            named = found.name if found else original.city
            return commands.activities.copy_activity(session, copy_id=copy_id, city_named=named, now=now, **wanted)

        return activity_shown(self.database.retrying(copy), wanted["actor"])

    @answers
    def activity(self, **asked: Any) -> Json:
        """The activity `activity_id` with its occurrences, as `actor` may see it; None for a visitor.

        Refuses: `activity_not_found`.
        """
        wanted, now = read(schemas.activities.ActivitySeen, asked), clock.now()
        with self.database.reading() as session:
            found = queries.activities.activity(session, wanted["activity_id"])
            life.check_visible(found, wanted["actor"], now)
            return with_occurrences(session, found, wanted["actor"], now)

    @answers
    def activities_of(self, **asked: Any) -> Json:
        """A page of the activities of `city` whose drafts `actor` sees. Takes `status`, `limit`, `after`."""
        wanted = read(schemas.activities.ActivitiesAsked, asked)
        with self.database.reading() as session:
            found, following = queries.activities.activities_of(session, **wanted)
        items = [activity_shown(one, wanted["actor"]) for one in found]
        return {**shown(schemas.activities.ActivitiesPage, {"next": following}), "items": items}

    def _change_activity(self, schema: type[Any], asked: Json, command: Callable[..., Activity]) -> Json:
        wanted, now = read(schema, asked), clock.now()
        activity = self.database.retrying(lambda session: command(session, now=now, **wanted))
        return activity_shown(activity, wanted["actor"])
