"""Whom a helper enters, on the bus: those who have no address to write to."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, idempotency, ids
from chassis.schema import read
from chassis.service import answers
from services.members import commands, domain, queries, schemas
from services.members.service.throttling import Throttling


class Persons(Throttling):
    """How somebody who cannot write is entered, and gets an account later."""

    @answers(sealed=True)
    def register_helped(self, **asked: Any) -> dict[str, Any]:
        """Enter somebody who has no e-mail, and what they were heard to consent to.

        Args:
            asked: `schemas.RegisterHelped`, with the access token of a member of staff.

        Returns:
            `{"id", "city", "name", "phone", "language", "code", "registered_at"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`, `permission_missing`.
            Invalid: `invalid`, `consent_missing`.
            Unprocessable: `idempotency_key_reused`.
        """
        said, member_id, now = read(schemas.RegisterHelped, asked), ids.new(), clock.now()
        token, key, heard = said.pop("token"), said.pop("idempotency_key"), said.pop("heard")
        person = domain.Person(said["name"], None, said["language"])
        with self.database.transaction() as session:
            helper = self.recognise(session, token, now)

            def register() -> dict[str, Any]:
                commands.register_helped(session, self.city, helper, member_id, person, said["phone"], heard, now)
                return {"id": member_id}  # what is kept of the answer names nobody

            scope = f"register_helped/{helper.id}"
            said["heard"] = sorted(heard)
            known = idempotency.once(session, scope, key, schemas.comparable(said), now, register)
            return self._helped(session, domain.check_helped(queries.member(session, known["id"])))

    @answers(sealed=True)
    def show_helped(self, **asked: Any) -> dict[str, Any]:
        """Somebody whom a helper registered, for the slip that they take home.

        Args:
            asked: `schemas.HelpedNamed`, with the access token of a member of staff.

        Returns:
            As `register_helped`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`, `permission_missing`.
            NotFound: `member_not_found`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.HelpedNamed, asked), clock.now()
        with self.database.transaction() as session:
            helper = self.recognise(session, said["token"], now)
            return self._helped(session, commands.show_helped(session, helper, said["member_id"], now))

    @answers(sealed=True)
    def give_address(self, **asked: Any) -> dict[str, Any]:
        """Have a link written to the address of somebody who has none yet; says the same whether or not it is known.

        Args:
            asked: `schemas.GiveAddress`, with the access token of a guardian or of staff.

        Returns:
            `{"status": "to_confirm"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`, `permission_missing`, `too_young`.
            NotFound: `member_not_found`.
            Conflict: `has_address`, `has_guardian`, `address_changed_lately`.
            Invalid: `invalid`.
        """
        said, now, unsent = read(schemas.GiveAddress, asked), clock.now(), domain.digest(ids.secret())

        def give(session: Session) -> None:
            actor = self.recognise(session, said["token"], now)
            commands.give_address(session, self.city, actor, said["member_id"], said["email"], unsent, now)

        self.database.retrying(give)
        return {"status": "to_confirm"}

    def _helped(self, session: Session, member: domain.Member) -> dict[str, Any]:
        return schemas.helped(member, queries.address_failure(session, member.id), self.city)
