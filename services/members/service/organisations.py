"""Organisations of the city, and who acts for them, on the bus. Their names go to their own members only."""

from __future__ import annotations

from typing import Any

from chassis import clock, idempotency, ids
from chassis.schema import read
from chassis.service import answers
from services.members import commands, domain, schemas
from services.members.service.keys import Keys


class Organisations(Keys):
    """Found, verify, read, join and leave."""

    @answers(sealed=True)
    def found_organisation(self, **asked: Any) -> dict[str, Any]:
        """Found an organisation, for which the founder acts from then on.

        Args:
            asked: `schemas.Found`, with the access token of a member.

        Returns:
            `{"id", "name", "kind", "siret", "city", "founded_at", "verified_at"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
            Conflict: `too_many_organisations`, `siret_known`.
            Invalid: `invalid`, `siret_missing`.
            Unprocessable: `idempotency_key_reused`.
        """
        said, now = read(schemas.Found, asked), clock.now()
        token, key = said.pop("token"), said.pop("idempotency_key")
        organisation = domain.Organisation(ids.new(), **said, founded_at=now)
        with self.database.transaction() as session:
            founder = self.recognise(session, token, now)

            def found() -> dict[str, Any]:
                founded = commands.found_organisation(session, self.city, organisation, founder, now)
                return schemas.organisation(founded, self.city)

            scope = f"found_organisation/{founder.id}"
            return idempotency.once(session, scope, key, schemas.comparable(said), now, found)

    @answers(sealed=True)
    def organisation(self, **asked: Any) -> dict[str, Any]:
        """An organisation and who acts for it. That staff read it is remembered.

        Args:
            asked: `schemas.OneOrganisation`, with the access token of who acts for it, or of a city administrator.

        Returns:
            As `found_organisation`, with `members`: `[{"id", "name", "joined_at"}]`; to who acts for one that is not
            verified no `name` but their own is told (None).

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`.
            NotFound: `organisation_not_found`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.OneOrganisation, asked), clock.now()
        with self.database.transaction() as session:
            actor = self.recognise(session, said["token"], now)
            found = commands.read_organisation(session, said["organisation_id"], actor, now)
        return schemas.organisation_with_members(*found, self.city)

    @answers(sealed=True)
    def verify_organisation(self, **asked: Any) -> dict[str, Any]:
        """Say that an organisation is what it says it is; harmless the second time.

        Args:
            asked: `schemas.OneOrganisation`, with the access token of a city administrator.

        Returns:
            As `found_organisation`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`, `attests_oneself`.
            NotFound: `organisation_not_found`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.OneOrganisation, asked), clock.now()
        with self.database.transaction() as session:
            staff = self.recognise(session, said["token"], now)
            verified = commands.verify_organisation(session, self.city, said["organisation_id"], staff, now)
        return schemas.organisation(verified, self.city)

    @answers(sealed=True)
    def join_organisation(self, **asked: Any) -> dict[str, Any]:
        """Let a member act for an organisation; harmless the second time.

        Args:
            asked: `schemas.Act`, with the access token of who acts for it, or of a city administrator.

        Returns:
            `{"organisation_id", "member_id", "city", "joined_at", "left_at"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`.
            NotFound: `organisation_not_found`, `member_not_found`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.Act, asked), clock.now()
        token = said.pop("token")
        with self.database.transaction() as session:
            actor = self.recognise(session, token, now)
            acting = commands.join_organisation(session, self.city, actor=actor, **said, now=now)
        return schemas.acting(acting, self.city)

    @answers(sealed=True)
    def leave_organisation(self, **asked: Any) -> dict[str, Any]:
        """Let a member act for an organisation no longer; harmless the second time.

        Args:
            asked: `schemas.Act`, with the access token of that member, or of a city administrator.

        Returns:
            As `join_organisation`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`.
            NotFound: `organisation_not_found`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.Act, asked), clock.now()
        token = said.pop("token")
        with self.database.transaction() as session:
            actor = self.recognise(session, token, now)
            acting = commands.leave_organisation(session, self.city, actor=actor, **said, now=now)
        return schemas.acting(acting, self.city)
