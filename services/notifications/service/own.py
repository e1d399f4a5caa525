"""What a member is told of their notices, on the bus."""

from __future__ import annotations

from typing import Any

from chassis import proofs
from chassis.errors import Forbidden
from chassis.schema import read
from chassis.service import answers
from services.notifications import queries, schemas
from services.notifications.service.home import OfACity


class Own(OfACity):
    """A member's own notices."""

    @answers
    def notices_of(self, **asked: Any) -> dict[str, Any]:
        """What a member was told, and how they wish to be told, for that member to take along: `{"sections"}`.

        Takes `member_id` and a `proof` of the city's members service. Refuses: `proof_invalid`.
        """
        said = read(schemas.NoticesAsked, asked)
        facts = ("notices_of", self.city, said["member_id"])
        if not proofs.holds(said["proof"], self.settings.home_secret, *facts):
            raise Forbidden("proof_invalid", "only the city's own members service says for whom this is")
        with self.database.reading() as session:
            return {"sections": queries.everything_of(session, said["member_id"])}
