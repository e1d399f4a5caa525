"""Reminding members of what they come to, on a timer."""

from __future__ import annotations

from chassis import clock
from chassis.service import every
from services.notifications import commands
from services.notifications.service.home import OfACity


class Reminds(OfACity):
    """What is said again shortly before."""

    @every(seconds=20)
    def remind(self) -> None:
        """Queue the reminders that are due, and forget what has begun; some in each transaction."""
        while self._remind():
            pass
        while self._forget_begun():
            pass

    def _remind(self) -> bool:
        return bool(self.database.retrying(lambda session: commands.remind(session, self.home, clock.now())))

    def _forget_begun(self) -> bool:
        with self.database.transaction() as session:
            return commands.forget_begun(session, clock.now())
