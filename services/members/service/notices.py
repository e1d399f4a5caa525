"""For whom the city's notifications may be asked, on the bus: they know members by their ids, and no token.

Never says where to write: that is `contact`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chassis import clock, proofs
from chassis.clock import rfc3339
from chassis.schema import read
from chassis.service import answers
from services.members import schemas
from services.members.service.keys import Keys

SHOWN_FOR = timedelta(minutes=5)


class Notices(Keys):
    """Proves to the city's own notifications who asks."""

    @answers(sealed=True)
    def notices_key(self, **asked: Any) -> dict[str, Any]:
        """What opens a member's own notices, and how they wish to be told, at the city's notifications for 5 minutes.

        Args:
            asked: `schemas.OfMembers`, an access token.

        Returns:
            `{"member_id", "language", "name", "until", "proof"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.OfMembers, asked)["token"], clock.now()
        with self.database.reading() as session:
            member = self.recognise(session, token, now)
        known = {"member_id": member.id, "language": member.language, "name": member.name}
        return known | self.proof_for("notices", member.id, now)

    def proof_for(self, purpose: str, member_id: str, now: datetime) -> dict[str, Any]:
        """`{"until", "proof"}`: until then notifications may be asked for that of this member."""
        until = now + SHOWN_FOR
        proof = proofs.make_until(self.settings.home_secret, until, purpose, self.city, member_id)
        return {"until": rfc3339(until), "proof": proof}
