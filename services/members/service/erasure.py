"""Erasing oneself, on the bus."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids
from chassis.schema import read
from chassis.service import answers, every
from services.members import commands, domain, queries, schemas, signing
from services.members.service.securing import Securing


class Erasure(Securing):
    """What an erasure would meet, and the erasure."""

    @answers(sealed=True)
    def preview_erasure(self, **asked: Any) -> dict[str, Any]:
        """What keeps a member's data back, and what would end with it; changes nothing.

        Args:
            asked: `schemas.OfMembers`, an access token.

        Returns:
            `{"can_erase", "reasons": [{"code", "keeps_back", "count", "until"}]}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.OfMembers, asked)["token"], clock.now()
        with self.database.reading() as session:
            member = self.recognise(session, token, now)
            return schemas.erasure(domain.erasure(member, queries.circumstances(session, member.id, now), now))

    @answers(sealed=True)
    def erase(self, **asked: Any) -> dict[str, Any]:
        """Erase a member who asks for it and gives the password again, and a code of a second factor; harmless the
        second time.

        Args:
            asked: `schemas.Erase`, with an access token.

        Returns:
            `{"erased_at"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`, `wrong_credentials`.
            Forbidden: `member_not_active`, `sign_in_again`, `second_factor_needed`, `wrong_code`.
            Conflict: `erasure_kept_back`.
            TooMany: `too_many_tries`, `too_many_at_once`.
        """
        said, now = read(schemas.Erase, asked), clock.now()
        with self.database.reading() as session:
            member_id = self._who(session, said["token"], now)
            if before := queries.erased_at(session, member_id):
                return schemas.erased(before)
        self.again(said["token"], said["password"], now)
        with self.database.transaction() as session:
            if queries.second_factor(session, member_id) is not None:
                commands.second_factors.show(session, self.city, member_id, said["code"], now)
            return schemas.erased(commands.erase_oneself(session, self.city, member_id, ids.new(), now))

    @every(seconds=3600)
    def forget_erased(self) -> None:
        """Of who is gone nothing at all is known in the end."""
        with self.database.transaction() as session:
            commands.forget_erased(session, clock.now())

    def _who(self, session: Session, token: str, now: datetime) -> str:
        """For whom a token of this city speaks, whether or not they are still there."""
        claims = signing.verify(token, queries.private_jwks(session, "sig", now))
        return domain.check_claims(claims, self.city, now).member_id
