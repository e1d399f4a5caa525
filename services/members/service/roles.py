"""Roles of the city's staff, on the bus: granted, withdrawn, and ended when somebody stays away."""

from __future__ import annotations

from typing import Any

from chassis import clock, logs
from chassis.schema import read
from chassis.service import answers, every
from services.members import commands, domain, queries, schemas
from services.members.service.keys import Keys

_log = logs.get("members")


class Roles(Keys):
    """Who may do what."""

    @answers
    def roles(self) -> dict[str, Any]:
        """Which role gives which permission over the city's members; the same in every city.

        Returns:
            `{"items": [{"permission", "roles", "at_a_place"}], "of_places": [role]}`; `at_a_place`: a role that was
            granted at one place counts too; `of_places`: the roles that may be.
        """
        return schemas.roles()

    @answers(sealed=True)
    def grant_role(self, **asked: Any) -> dict[str, Any]:
        """Give a member of this city a role, in the whole city or at one place; harmless the second time.

        Args:
            asked: `schemas.ChangeRole`, with the access token of a city administrator.

        Returns:
            `{"member_id", "city", "roles": ["front_desk@champ-libre", …]}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`, `grants_oneself`.
            NotFound: `member_not_found`.
            Invalid: `invalid`, `role_not_of_place`.
        """
        said, now = read(schemas.ChangeRole, asked), clock.now()
        token = said.pop("token")
        with self.database.transaction() as session:
            staff = self.recognise(session, token, now)
            member = commands.grant_role(session, self.city, staff, **said, now=now)
        return schemas.member_roles(member, self.city)

    @answers(sealed=True)
    def withdraw_role(self, **asked: Any) -> dict[str, Any]:
        """Take a role from a member of this city, at once; harmless the second time.

        Args:
            asked: `schemas.ChangeRole`, with the access token of a city administrator.

        Returns:
            As `grant_role`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`.
            NotFound: `member_not_found`.
            Conflict: `last_administrator`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.ChangeRole, asked), clock.now()
        token = said.pop("token")
        with self.database.transaction() as session:
            staff = self.recognise(session, token, now)
            member = commands.withdraw_role(session, self.city, staff, **said, now=now)
        return schemas.member_roles(member, self.city)

    @every(seconds=21_600)
    def end_rights(self) -> None:
        """At start and then four times a day: notice to staff who stayed away, and the end of their rights.

        A transaction each, so that several processes may do it at once.
        """
        now = clock.now()
        with self.database.reading() as session:
            unseen = queries.staff_unseen_since(session, now - domain.RIGHTS_LAST + domain.RIGHTS_NOTICE)
        for member_id in unseen:
            with self.database.transaction() as session:
                done = commands.end_rights(session, self.city, member_id, now)
            if done is domain.Due.KEEPING:
                _log.warning("the last administrator of the city has not signed in for a year and keeps the rights")

    @every(seconds=21_600)
    def forget_views(self) -> None:
        """At start and then four times a day: what was looked at over a year ago is remembered no more."""
        with self.database.transaction() as session:
            commands.forget_views(session, clock.now())
