"""What a member takes along, on the bus."""

from __future__ import annotations

from typing import Any

from chassis import clock, proofs
from chassis.schema import read
from chassis.service import answers
from services.members import queries, schemas
from services.members.service.keys import Keys


class Export(Keys):
    """All that the city holds of a member, for that member."""

    @answers(sealed=True)
    def export(self, **asked: Any) -> dict[str, Any]:
        """Everything of the member who asks.

        Args:
            asked: `schemas.OfMembers`, an access token.

        Returns:
            `{"member_id", "sections": [{"name", "rows", "is_complete"}], "proof"}`; the proof is for the city's own
            notifications, to be asked for what the member was told (`notices_of`).

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.OfMembers, asked)["token"], clock.now()
        with self.database.reading() as session:
            member = self.recognise(session, token, now)
            sections = queries.everything_of(session, member.id)
        proof = proofs.make(self.settings.home_secret, "notices_of", self.city, member.id)
        return {"member_id": member.id, "sections": sections, "proof": proof}
