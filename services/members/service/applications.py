"""Applying for a membership, and the city's answer, on the bus."""

from __future__ import annotations

from typing import Any

from chassis import clock, idempotency, ids
from chassis.schema import read
from chassis.service import answers
from services.members import commands, domain, queries, schemas
from services.members.service.keys import Keys


class Applications(Keys):
    """Apply and withdraw; read and decide."""

    @answers(sealed=True)
    def apply_for_membership(self, **asked: Any) -> dict[str, Any]:
        """Ask the city to be a resident, a nomad or a partner, or to stay one.

        Args:
            asked: `schemas.Apply`, with the access token of a member.

        Returns:
            `{"id", "category", "organisation_kind", "organisation_id", "is_renewal", "applied_at", "city",
            "motivation", "status", "decided_at", "reason", "valid_until"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `not_of_organisation`.
            Invalid: `invalid`, `motivation_missing`, `organisation_kind_differs`.
            Conflict: `member_already`, `application_open`.
            Unprocessable: `idempotency_key_reused`.
        """
        said, application_id, now = read(schemas.Apply, asked), ids.new(), clock.now()
        token, key = said.pop("token"), said.pop("idempotency_key")
        with self.database.transaction() as session:
            member = self.recognise(session, token, now)

            def apply() -> dict[str, Any]:
                applied = commands.apply_for(session, application_id, member, schemas.wish(said), now)
                return schemas.own_application(applied, self.city)

            return idempotency.once(session, f"apply_for_membership/{member.id}", key, said, now, apply)

    @answers(sealed=True)
    def own_applications(self, **asked: Any) -> dict[str, Any]:
        """What the member is and until when, and all that they applied for; the latest first.

        Args:
            asked: `schemas.Token`, an access token.

        Returns:
            `{"category", "organisation_kind", "membership_ends_at", "renewable_from", "items": [application]}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.Token, asked)["token"], clock.now()
        with self.database.reading() as session:
            member = self.recognise(session, token, now)
            found = queries.applications_of(session, member.id)
        return schemas.own_applications(found, member, self.city)

    @answers(sealed=True)
    def withdraw_application(self, **asked: Any) -> dict[str, Any]:
        """Ask it no longer; harmless the second time.

        Args:
            asked: `schemas.OneApplication`, with the access token of who applied.

        Returns:
            As `apply_for_membership`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
            NotFound: `application_not_found`.
            Conflict: `application_decided`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.OneApplication, asked), clock.now()
        with self.database.transaction() as session:
            member = self.recognise(session, said["token"], now)
            withdrawn = commands.withdraw_application(session, said["application_id"], member, now)
        return schemas.own_application(withdrawn, self.city)

    @answers(sealed=True)
    def open_applications(self, **asked: Any) -> dict[str, Any]:
        """A page of what waits for the city's answer, the oldest first; names nobody.

        Args:
            asked: `schemas.Open`, with the access token of a member of staff.

        Returns:
            `{"items": [{"id", "member_id", "category", "organisation_kind", "organisation_id", "is_renewal",
            "applied_at"}], "next"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.Open, asked), clock.now()
        with self.database.reading() as session:
            domain.require(self.recognise(session, said["token"], now), domain.Permission.REVIEW_APPLICATIONS)
            found, following = queries.open_applications(session, said["limit"], said["after"])
        return schemas.open_applications(found, following)

    @answers(sealed=True)
    def application(self, **asked: Any) -> dict[str, Any]:
        """One application, with who asks it and why. That it was read is remembered.

        Args:
            asked: `schemas.OneApplication`, with the access token of a member of staff.

        Returns:
            As `apply_for_membership`, with `member` and `organisation`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`.
            NotFound: `application_not_found`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.OneApplication, asked), clock.now()
        with self.database.transaction() as session:
            staff = self.recognise(session, said["token"], now)
            found = commands.read_application(session, said["application_id"], staff, now)
        return schemas.application(*found, self.city)

    @answers(sealed=True)
    def decide_application(self, **asked: Any) -> dict[str, Any]:
        """Admit or decline. Of two who decide at once the first one counts, and the other is told.

        Args:
            asked: `schemas.Decide`, with the access token of a member of staff.

        Returns:
            As `apply_for_membership`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`, `reviews_oneself`.
            NotFound: `application_not_found`.
            Conflict: `application_decided`.
            Invalid: `invalid`, `valid_until_past`, `valid_too_long`.
        """
        said, now = read(schemas.Decide, asked), clock.now()
        application_id, reason = said["application_id"], said["reason"]
        with self.database.transaction() as session:
            staff = self.recognise(session, said["token"], now)
            if said["decision"] == "admit":
                until = said["valid_until"]
                decided = commands.admit(session, self.city, application_id, staff, reason, until, now)
            else:
                decided = commands.decline(session, self.city, application_id, staff, reason, now)
        return schemas.own_application(decided, self.city)
