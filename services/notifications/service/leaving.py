"""The link by which somebody is written to no longer, on the bus."""

from __future__ import annotations

from typing import Any

from chassis import clock
from chassis.schema import read
from chassis.service import answers
from services.notifications import commands, domain, schemas
from services.notifications.service.home import OfACity


class Leaving(OfACity):
    """Answers without the city's members service: what a link says is proved by the link itself."""

    @answers(sealed=True)
    def unsubscribe(self, **asked: Any) -> dict[str, Any]:
        """Mail a member no longer what the letter was of whose link this is; harmless the second time.

        Takes the `token` of the link. Gives `{"family"}`. Refuses: `link_unknown`.
        """
        token = read(schemas.LeaveAsked, asked)["token"]
        leave = domain.leave(token, self.city, self.settings.home_secret)
        self.database.retrying(lambda session: commands.unsubscribe(session, leave, clock.now()))
        return {"family": leave.family}
