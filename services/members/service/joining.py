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
        member_id = ids.new()

        with self.database.transaction() as session:

            def register() -> dict[str, Any]:
                wish = domain.SignUp(member_id, person, password_hash, domain.NOTICE_VERSION, now)
                if self.may_write(session, said["email"], now):
                    commands.sign_up(session, self.city, wish, now)
                return schemas.registered(member_id, self.city)

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
            member_id = commands.confirm(session, self.city, digest, clock.now())
        return {"member_id": member_id, "city": self.city}
