"""Signing in, on the bus."""

from __future__ import annotations

from typing import Any

from chassis import clock
from chassis.schema import read
from chassis.service import answers
from services.members import domain, hashing, queries, schemas, turns
from services.members.service.logins import Logins


class SigningIn(Logins):
    """How a member shows who they are."""

    @answers(sealed=True)
    def knows(self, **asked: Any) -> dict[str, Any]:
        """Whether this is the city of the member with this address, which the gateway asks before it sends a password.

        Args:
            asked: `schemas.Knows`, an address as `chassis.addresses.digest` gives it.

        Returns:
            `{"known": bool}`.
        """
        email_digest = read(schemas.Knows, asked)["email_digest"]
        with self.database.reading() as session:
            return {"known": queries.is_known(session, email_digest)}

    @answers(sealed=True)
    def sign_in(self, **asked: Any) -> dict[str, Any]:
        """Sign in the member with the address of this digest and this password.

        Args:
            asked: `schemas.SignIn`.

        Returns:
            `{"access_token", "token_type": "Bearer", "expires_in": seconds, "refresh_token", "refresh_expires_in",
            "member": {…}}`.

        Raises:
            Unauthenticated: `wrong_credentials`.
            Forbidden: `email_unconfirmed`, `member_not_active`.
            TooMany: `too_many_at_once`.
        """
        said, now = read(schemas.SignIn, asked), clock.now()
        with self.database.reading() as session:
            known, password_hash = queries.credential(session, said["email_digest"])
        member = domain.sign_in(known, password_matches=turns.take(hashing.matches, said["password"], password_hash))
        where = {"device": said["device"], "client": said["client"]}
        with self.database.transaction() as session:
            method = domain.Method.PASSWORD
            return self.admit(session, member, method=method, has_second_factor=False, **where, now=now)
