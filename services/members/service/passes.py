"""Passes for who has no account: made for a letter, or for whoever just showed that they read theirs. Kept nowhere."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from chassis import passes, signatures
from services.members import domain, queries
from services.members.service.keys import Keys


class Passes(Keys):
    """Signs passes (`chassis.passes`), and knows whom one of this city lets in."""

    def pass_to(self, session: Session, opens: passes.Pass, until: datetime, now: datetime) -> str:
        """A pass to a registration for which there is something to see until an instant."""
        return passes.make(opens, until, domain.signing_key(queries.keys(session, now), now), now)

    def holder_of(self, session: Session, token: str, registration_id: str, now: datetime) -> domain.Member:
        """Who asks about a registration: by an access token of this city, or by a pass of it to that registration.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`; `pass_invalid`, `pass_expired`.
            Forbidden: `member_not_active`, `pass_for_another`.
        """
        if not passes.is_pass(token):
            return self.recognise(session, token, now)
        ours = {key["kid"]: key for key in queries.private_jwks(session, "sig", now)}
        opens = passes.verify(token, lambda _, kid: signatures.public_key(ours[kid]) if kid in ours else None, now)
        domain.check_pass(of_city=opens.city == self.city, of_registration=opens.registration_id == registration_id)
        return domain.registrant(queries.member(session, opens.member_id))

    def pass_for_letter(
        self,
        session: Session,
        member_id: str,
        registration_id: str | None,
        until: datetime | None,
        recipient: domain.Recipient,
        now: datetime,
    ) -> str | None:
        """The pass in the links of a letter about a registration; None: of a letter that has none.

        Args:
            session: to read with.
            member_id: whose registration it is.
            registration_id: None: the letter is about something else.
            until: the end of what they registered for.
            recipient: who reads the letter.
            now: the present instant.
        """
        if registration_id is None or until is None:
            return None
        if not domain.needs_pass(recipient, has_account=queries.has_account(session, member_id)):
            return None
        return self.pass_to(session, passes.Pass(self.city, member_id, registration_id), until, now)
