"""Becoming a member, signing in, and what the city knows of one, on the bus."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chassis import clock, idempotency, ids, proofs
from chassis.schema import read
from chassis.service import answers
from services.members import commands, domain, hashing, queries, schemas, signing, turns
from services.members.service.keys import Keys


class Membership(Keys):
    """What a person asks of their city."""

    @answers(sealed=True)
    def register(self, **asked: Any) -> dict[str, Any]:
        """Register somebody; says the same whether or not the address is a member's already.

        Args:
            asked: `schemas.Registration`.

        Returns:
            `{"id", "city", "status"}`.

        Raises:
            Invalid: `invalid`, `consent_missing`, `weak_password`.
            Unprocessable: `idempotency_key_reused`.
            TooMany: `too_many_at_once`.
        """
        said = read(schemas.Registration, asked)
        person = schemas.person(said)
        domain.check_consent(given=said["consent"])
        domain.check_password(said["password"], person.name, person.email)
        password_hash = turns.take(hashing.hash_password, said["password"])
        member_id, now = ids.new(), clock.now()

        with self.database.transaction() as session:

            def register() -> dict[str, Any]:
                seen = commands.register(session, self.city, member_id, person, password_hash, now)
                return schemas.registered(seen, self.city)

            key = said["idempotency_key"]
            return idempotency.once(session, "register", key, schemas.without_secrets(person), now, register)

    @answers(sealed=True)
    def confirm(self, **asked: Any) -> dict[str, Any]:
        """Open the link of the confirmation letter; harmless the second time.

        Args:
            asked: `schemas.Token`.

        Returns:
            `{"member_id", "city"}`.

        Raises:
            NotFound: `link_unknown`.
            Conflict: `link_expired`.
        """
        digest = domain.digest(read(schemas.Token, asked)["token"])
        with self.database.transaction() as session:
            member = commands.confirm(session, self.city, digest, clock.now())
        return {"member_id": member.id, "city": self.city}

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
            known, password_hash = queries.credential(session, said["email"])
            signing_key = queries.private_jwks(session, "sig", now)[0]
        member = domain.sign_in(known, password_matches=turns.take(hashing.matches, said["password"], password_hash))
        lasts = timedelta(seconds=self.settings.token_lifetime_seconds)
        claims = domain.access_claims(member, self.city, ids.new(), now, lasts)
        return schemas.access(signing.sign(claims, signing_key), lasts, member, self.city)

    @answers(sealed=True)
    def profile(self, **asked: Any) -> dict[str, Any]:
        """All that the city tells a member about themselves.

        Args:
            asked: `schemas.Token`, an access token.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.Token, asked)["token"], clock.now()
        with self.database.reading() as session:
            known = self.recognise(session, token, now)
            attested = queries.attestations_of(session, known.id)
            acts_for = queries.organisations_of(session, known.id)
        return schemas.profile(known, attested, acts_for, self.city)

    @answers(sealed=True)
    def contact(self, **asked: Any) -> dict[str, Any]:
        """Where to write to a member; asked by the city's own notifications, used at once and never kept.

        Args:
            asked: `schemas.Contact`.

        Returns:
            `{"name", "email", "language"}`, with `link_token` when the purpose is to confirm the address.

        Raises:
            Forbidden: `proof_invalid`: who asks does not have the city's `home_secret`.
            NotFound: `member_not_found`.
        """
        said = read(schemas.Contact, asked)
        facts = ("contact", self.city, said["member_id"], said["purpose"])
        domain.check_proof(holds=proofs.holds(said.pop("proof"), self.settings.home_secret, *facts))
        with self.database.transaction() as session:
            member, token = commands.contact(session, **said, token=ids.secret(), now=clock.now())
        return schemas.contact(member, token)
