"""Signing in, on the bus."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chassis import addresses, clock, ids
from chassis.schema import read
from chassis.service import answers
from services.members import domain, hashing, queries, schemas, signing, turns
from services.members.service.keys import Keys


class SigningIn(Keys):
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
        """A token for the member with this address and password.

        Args:
            asked: `schemas.SignIn`.

        Returns:
            `{"access_token", "token_type": "Bearer", "expires_in": seconds, "member": {…}}`.

        Raises:
            Unauthenticated: `wrong_credentials`.
            Forbidden: `email_unconfirmed`, `member_not_active`.
            TooMany: `too_many_at_once`.
        """
        said, now = read(schemas.SignIn, asked), clock.now()
        with self.database.reading() as session:
            known, password_hash = queries.credential(session, addresses.digest(said["email"]))
            signing_key = queries.private_jwks(session, "sig", now)[0]
        member = domain.sign_in(known, password_matches=turns.take(hashing.matches, said["password"], password_hash))
        lasts = timedelta(seconds=self.settings.token_lifetime_seconds)
        claims = domain.access_claims(member, self.city, ids.new(), now, lasts)
        return schemas.access(signing.sign(claims, signing_key), lasts, member, self.city)
