"""What a member takes along, on the bus."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from chassis import clock
from chassis.schema import read
from chassis.service import answers
from services.members import domain, queries, schemas
from services.members.service.notices import Notices


class Export(Notices):
    """All that the city holds of a member, for that member or who answers for them."""

    @answers(sealed=True)
    def export(self, **asked: Any) -> dict[str, Any]:
        """Everything of the member who asks.

        Args:
            asked: `schemas.OfMembers`, an access token.

        Returns:
            `{"member_id", "sections": [{"name", "rows", "is_complete"}], "until", "proof"}`; the proof is for the
            city's own notifications, to be asked until then for what the member was told (`notices_of`).

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.OfMembers, asked)["token"], clock.now()
        with self.database.reading() as session:
            return self._everything_of(session, self.recognise(session, token, now), now)

    @answers(sealed=True)
    def export_ward(self, **asked: Any) -> dict[str, Any]:
        """Everything of a minor, for who answers for them.

        Args:
            asked: `schemas.WardNamed`, with the access token of a guardian.

        Returns:
            As `export`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
            NotFound: `ward_not_found`.
        """
        said, now = read(schemas.WardNamed, asked), clock.now()
        with self.database.reading() as session:
            guardian = self.recognise(session, said["token"], now)
            domain.answers_for(guardian, queries.guardianships_of_minor(session, said["minor_id"]))
            minor = domain.known_ward(queries.member(session, said["minor_id"]), now)
            return self._everything_of(session, minor, now)

    def _everything_of(self, session: Session, member: domain.Member, now: datetime) -> dict[str, Any]:
        sections = queries.everything_of(session, member.id)
        return {"member_id": member.id, "sections": sections, **self.proof_for("notices_of", member.id, now)}
