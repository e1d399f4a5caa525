"""Becoming a member, on the bus."""

from __future__ import annotations

from typing import Any

from chassis import clock, idempotency, ids
from chassis.schema import read
from chassis.service import answers
from services.members import commands, domain, hashing, schemas, turns
from services.members.service.throttling import Throttling


class Joining(Throttling):
    """How somebody becomes a member of their city."""

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
            TooMany: `too_many_tries`, `too_many_at_once`.
        """
        said, now = read(schemas.Registration, asked), clock.now()
        person = schemas.person(said)
        domain.check_consent(given=said["consent"])
        domain.check_password(said["password"], person.name, said["email"])
        self.throttle(domain.REGISTER_FROM_ADDRESS, domain.network_of(said["client"]), now=now)
        password_hash = turns.take(hashing.hash_password, said["password"])
        sign_up = domain.SignUp(ids.new(), person, password_hash, domain.NOTICE_VERSION, now)
        return self._sign_up("register", sign_up, said["idempotency_key"])

    @answers(sealed=True)
    def register_guest(self, **asked: Any) -> dict[str, Any]:
        """Keep a name and an address for one activity; says the same whether or not the address is known already.

        Args:
            asked: `schemas.RegisterGuest`.

        Returns:
            `{"id", "city", "status"}`.

        Raises:
            Invalid: `invalid`, `consent_missing`.
            Unprocessable: `idempotency_key_reused`.
            TooMany: `too_many_tries`.
        """
        said, now = read(schemas.RegisterGuest, asked), clock.now()
        domain.check_consent(given=said["consent"])
        self.throttle(domain.REGISTER_FROM_ADDRESS, domain.network_of(said["client"]), now=now)
        sign_up = domain.SignUp(ids.new(), schemas.person(said), None, domain.NOTICE_VERSION, now)
        return self._sign_up("register_guest", sign_up, said["idempotency_key"])

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
            member_id = commands.confirm(session, self.city, digest, clock.now())
        return {"member_id": member_id, "city": self.city}

    def _sign_up(self, scope: str, sign_up: domain.SignUp, key: str | None) -> dict[str, Any]:
        """Keep somebody whose address is to be confirmed, once under a key; beyond a number of letters keep nothing.

        It takes as long for an address that a member has.
        """
        with self.unhurried(), self.database.transaction() as session:

            def register() -> dict[str, Any]:
                if self.may_write(session, str(sign_up.person.email), sign_up.signed_up_at):
                    commands.sign_up(session, self.city, sign_up, sign_up.signed_up_at)
                return schemas.registered(sign_up.id, self.city)

            said = schemas.without_secrets(sign_up.person)
            return idempotency.once(session, scope, key, said, sign_up.signed_up_at, register)
