"""What a member consents to, on the bus."""

from __future__ import annotations

from typing import Any

from chassis import clock
from chassis.schema import read
from chassis.service import answers
from services.members import commands, queries, schemas
from services.members.service.keys import Keys


class Consenting(Keys):
    """Consents, each with its date and the version of the notice that was read."""

    @answers(sealed=True)
    def consents(self, **asked: Any) -> dict[str, Any]:
        """All that a member ever consented to.

        Args:
            asked: `schemas.OfMembers`, an access token.

        Returns:
            `{"notice_version", "items": [{"purpose", "notice_version", "given_at", "withdrawn_at"}]}`; the first
            version is that of the notice now.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.OfMembers, asked)["token"], clock.now()
        with self.database.reading() as session:
            member = self.recognise(session, token, now)
            return schemas.consents(queries.consents_of(session, member.id))

    @answers(sealed=True)
    def consent(self, **asked: Any) -> dict[str, Any]:
        """Consent to something, or, for `account`, say that the notice was read; harmless the second time.

        Args:
            asked: `schemas.GiveConsent`, with the access token of the member.

        Returns:
            As `consents`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
            Conflict: `notice_changed`, `directory_entry_missing`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.GiveConsent, asked), clock.now()
        with self.database.transaction() as session:
            member = self.recognise(session, said.pop("token"), now)
            commands.consent(session, member.id, **said, now=now)
            return schemas.consents(queries.consents_of(session, member.id))

    @answers(sealed=True)
    def withdraw_consent(self, **asked: Any) -> dict[str, Any]:
        """Consent to something no longer, which ends what rested on it; harmless the second time.

        Args:
            asked: `schemas.WithdrawConsent`, with the access token of the member.

        Returns:
            As `consents`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
            Conflict: `account_needs_consent`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.WithdrawConsent, asked), clock.now()
        with self.database.transaction() as session:
            member = self.recognise(session, said.pop("token"), now)
            commands.withdraw_consent(session, member.id, said["purpose"], now)
            return schemas.consents(queries.consents_of(session, member.id))
