"""Waiting for a space to become free: the RPC side, and the timer that offers what nobody else offered."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids, metrics
from chassis.idempotency import once
from chassis.schema import read
from chassis.service import answers, every
from services.bookings import commands, domain, queries, schemas
from services.bookings.service.shown import Json, shown


class Waiting:
    """Who waits for what."""

    database: Any

    @answers
    def join_waiting_list(self, **asked: Any) -> Json:
        """Wait for `space_id` from `starts_at` to `ends_at`, once under an `idempotency_key`.

        Takes `persons`, `organisation_id`. Refuses: as `commands.join_waiting_list`; `period_invalid`,
        `idempotency_key_reused`.
        """
        wanted = read(schemas.WaitWished, asked)
        key, scope = wanted.pop("idempotency_key"), f"wait {wanted['actor'].city} {wanted['actor'].member_id}"
        asked_for = {name: value for name, value in asked.items() if name not in ("actor", "idempotency_key")}
        wait_id, now = ids.new(), clock.now()

        def join(session: Session) -> Json:
            commands.join_waiting_list(session, wait_id=wait_id, now=now, **wanted)
            return shown(schemas.Waiting, queries.wait(session, wait_id, wanted["actor"], now))

        return dict(
            self.database.retrying(lambda session: once(session, scope, key, asked_for, now, lambda: join(session)))
        )

    @answers
    def leave_waiting_list(self, **asked: Any) -> Json:
        """Wait no longer: `wait_id`. Refuses: `wait_not_found`."""
        wanted, now = read(schemas.WaitNamed, asked), clock.now()

        def leave(session: Session) -> Json:
            commands.leave_waiting_list(session, now=now, **wanted)
            return shown(schemas.Waiting, queries.wait(session, now=now, **wanted))

        return dict(self.database.retrying(leave))

    @answers
    def waits_of(self, **asked: Any) -> Json:
        """A page of what `actor` waits for, the latest first. Takes `limit`, `after`."""
        wanted, now = read(schemas.WaitsAsked, asked), clock.now()
        with self.database.reading() as session:
            items, following = queries.waits_page(session, now=now, **wanted)
        return shown(schemas.WaitingPage, {"items": items, "next": following})

    @every(seconds=60)
    def offer_what_is_free(self) -> None:
        """Offer what became free and nobody offered; end the waits whose period has begun."""
        now = clock.now()
        self.database.retrying(lambda session: commands.end_waits_over(session, now))
        with self.database.reading() as session:
            space_ids = queries.spaces_waited_for(session, now)
        for space_id in space_ids:
            self._offer(space_id)
        with self.database.reading() as session:
            count, oldest = queries.count_waiting(session, clock.now())
        metrics.waits_queued.labels("bookings").set(count)
        metrics.waits_oldest_seconds.labels("bookings").set((clock.now() - oldest).total_seconds() if oldest else 0)

    def _offer(self, space_id: str) -> None:
        after = None
        while True:
            now = clock.now()
            to_come = domain.from_now_on(now)
            after = self.database.retrying(
                lambda session, now=now, to_come=to_come, after=after: commands.offer_freed(
                    session, [space_id], to_come, now, after
                )
            )
            if after is None:
                return
