"""The weekly digest, on a timer: asks the city's members who wishes for it, page by page, and queues it."""

from __future__ import annotations

from typing import Any

from chassis import clock, logs, proofs
from chassis.errors import RemoteFailure, ServiceError
from chassis.service import every
from services.notifications import commands, domain, schemas
from services.notifications.service.home import OfACity

AT_ONCE = 100  # subscribers in one transaction

log = logs.get("notifications")


class Digests(OfACity):
    """What the members of a city are told of the programme, once a week."""

    @every(seconds=60)
    def tell_digest(self) -> None:
        """Queue the digest when its hour has come; what was not told, as members did not answer, is told later.

        Each page is told in one transaction, with how far it came: after a crash it goes on there.
        """
        city = self.settings.cities[self.city]
        while (week := domain.week_due(city.digest, city.zone, clock.now())) is not None:
            with self.database.transaction() as session:
                progress = commands.begin_digest(session, week)
            if progress.finished_at is not None:
                return
            try:
                page, after_id = schemas.subscribers(self._ask_subscribers(progress.after_id or ""))
            except (ServiceError, RemoteFailure) as absent:
                log.warning("the digest waits for the members service", exception=type(absent).__name__)
                return
            with self.database.transaction() as session:
                commands.tell_digest(session, progress, page, after_id, self.home, clock.now())

    def _ask_subscribers(self, after: str) -> Any:
        at = clock.rfc3339(clock.now())
        facts = ("subscribers", self.city, after, str(AT_ONCE), at)
        return self.rpc.call(
            f"members_{self.city}",
            "subscribers",
            sealed=True,
            deadline=self.settings.rpc_deadline_seconds,
            after=after,
            limit=AT_ONCE,
            at=at,
            proof=proofs.make(self.settings.home_secret, *facts),
        )
