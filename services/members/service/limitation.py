"""Limitation, on the bus."""

from __future__ import annotations

from typing import Any

from chassis import clock
from chassis.schema import read
from chassis.service import answers
from services.members import commands, schemas
from services.members.service.keys import Keys


class Limitation(Keys):
    """Keep a member's data and do not use them."""

    @answers(sealed=True)
    def limit(self, **asked: Any) -> dict[str, Any]:
        """Keep the member's data without using them, or (`wished` is false) use them again; harmless the second time.

        Args:
            asked: `schemas.Limit`, with an access token.

        Returns:
            `{"limited": bool}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
        """
        said, now = read(schemas.Limit, asked), clock.now()
        with self.database.transaction() as session:
            member = self.recognise(session, said["token"], now)
            return schemas.limited(commands.limit(session, self.city, member.id, now, wished=said["wished"]))
