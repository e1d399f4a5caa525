"""Guardians and their wards, on the bus."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, idempotency, ids
from chassis.schema import read
from chassis.service import answers, every
from services.members import commands, domain, queries, schemas
from services.members.service.securing import Securing


class Guardianships(Securing):
    """Register a minor, ask another adult, say yes, leave."""

    @answers(sealed=True)
    def register_minor(self, **asked: Any) -> dict[str, Any]:
        """Enter a minor, for whom who asks consents and answers.

        Args:
            asked: `schemas.RegisterMinor`, with the access token of an adult.

        Returns:
            `{"id", "name", "born_on", "language", "handle", "code", "status", "began_at", "guardians"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`, `not_an_adult`.
            Conflict: `too_many_wards`.
            Invalid: `invalid`, `consent_missing`, `adult_not_said`, `not_a_minor`.
            Unprocessable: `idempotency_key_reused`.
        """
        said, minor_id, now = read(schemas.RegisterMinor, asked), ids.new(), clock.now()
        token, key = said.pop("token"), said.pop("idempotency_key")
        domain.check_consent(given=said["consent"])
        person = domain.Person(said["name"], None, said["language"])
        with self.database.transaction() as session:
            guardian = self.recognise(session, token, now)

            def register() -> dict[str, Any]:
                minor = commands.register_minor(
                    session,
                    self.city,
                    guardian,
                    minor_id,
                    person,
                    said["born_on"],
                    said["handle"],
                    now,
                    says_adult=said["adult"],
                )
                return {"id": minor.id}  # what is kept of the answer names nobody

            scope = f"register_minor/{guardian.id}"
            known = idempotency.once(session, scope, key, schemas.comparable(said), now, register)
            return self._ward(session, guardian, known["id"])

    @answers(sealed=True)
    def wards(self, **asked: Any) -> dict[str, Any]:
        """Those for whom who asks answers, or is asked to.

        Args:
            asked: `schemas.Token`, an access token.

        Returns:
            `{"items": [as `register_minor`]}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.Token, asked)["token"], clock.now()
        with self.database.reading() as session:
            guardian = self.recognise(session, token, now)
            theirs = queries.guardianships_of_guardian(session, guardian.id)
            open_ended = [one.minor_id for one in theirs if one.ended_at is None]
            return {"items": [self._ward(session, guardian, minor_id) for minor_id in open_ended]}

    @answers(sealed=True)
    def ask_guardian(self, **asked: Any) -> dict[str, Any]:
        """Ask another adult of the city to answer for a minor too; harmless the second time.

        Args:
            asked: `schemas.AskGuardian`, with the access token of a guardian.

        Returns:
            `{"member_id", "guardian_id", "city", "began_at", "ended_at"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`.
            NotFound: `ward_not_found`, `member_not_found`.
            Conflict: `too_many_guardians`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.AskGuardian, asked), clock.now()
        with self.database.transaction() as session:
            guardian = self.recognise(session, said["token"], now)
            theirs = commands.ask_guardian(session, guardian, said["minor_id"], said["guardian_id"], now)
        return schemas.guardianship(theirs, self.city)

    @answers(sealed=True)
    def accept_ward(self, **asked: Any) -> dict[str, Any]:
        """Say yes to answering for a minor; harmless the second time.

        Args:
            asked: `schemas.AcceptWard`, with the access token of who was asked.

        Returns:
            As `ask_guardian`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`, `not_an_adult`.
            NotFound: `ward_not_found`.
            Conflict: `too_many_wards`.
            Invalid: `invalid`, `adult_not_said`.
        """
        said, now = read(schemas.AcceptWard, asked), clock.now()
        with self.database.transaction() as session:
            guardian = self.recognise(session, said["token"], now)
            theirs = commands.accept_ward(session, self.city, guardian, said["minor_id"], now, says_adult=said["adult"])
        return schemas.guardianship(theirs, self.city)

    @answers(sealed=True)
    def leave_ward(self, **asked: Any) -> dict[str, Any]:
        """Answer for a minor no longer, or say no to it.

        Args:
            asked: `schemas.WardNamed`, with the access token of the guardian, or of who was asked.

        Returns:
            As `ask_guardian`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`.
            NotFound: `ward_not_found`.
            Conflict: `last_guardian`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.WardNamed, asked), clock.now()
        with self.database.transaction() as session:
            guardian = self.recognise(session, said["token"], now)
            theirs = commands.leave_ward(session, self.city, guardian, said["minor_id"], now)
        return schemas.guardianship(theirs, self.city)

    @answers(sealed=True)
    def erase_ward(self, **asked: Any) -> dict[str, Any]:
        """Erase a minor at the wish of who answers for them and gives their own password again.

        Args:
            asked: `schemas.EraseWard`, with the access token of a guardian.

        Returns:
            `{"erased_at"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`, `wrong_credentials`.
            Forbidden: `member_not_active`, `sign_in_again`.
            NotFound: `ward_not_found`: also the second time.
            Conflict: `erasure_kept_back`.
            TooMany: `too_many_tries`, `too_many_at_once`.
        """
        said, now = read(schemas.EraseWard, asked), clock.now()
        guardian, _ = self.again(said["token"], said["password"], now)
        with self.database.transaction() as session:
            gone_at = commands.erase_ward(session, self.city, guardian, said["minor_id"], ids.new(), now)
        return schemas.erased(gone_at)

    @every(seconds=3600)
    def end_come_of_age(self) -> None:
        """Who has come of age answers for themselves."""
        while True:
            with self.database.transaction() as session:
                ended = commands.end_come_of_age(session, self.city, clock.now())
            if ended < commands.ENDED_AT_ONCE:
                return

    def _ward(self, session: Session, guardian: domain.Member, minor_id: str) -> dict[str, Any]:
        minor = domain.acknowledge(queries.member(session, minor_id))
        of_minor = queries.guardianships_of_minor(session, minor_id)
        theirs = next(one for one in of_minor if one.guardian_id == guardian.id)
        return schemas.ward(minor, theirs, of_minor)
