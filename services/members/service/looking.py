"""Staff who look for members and at them, and members who see that they did, on the bus."""

from __future__ import annotations

from typing import Any

from chassis import clock
from chassis.schema import read
from chassis.service import answers
from services.members import commands, queries, schemas
from services.members.service.keys import Keys


class Looking(Keys):
    """Who looks at whom. Each look by a right is remembered, so all but `views_of` write."""

    @answers(sealed=True)
    def find_members(self, **asked: Any) -> dict[str, Any]:
        """The members, 20 at most, with a beginning of a name, a whole address or a whole telephone number.

        Args:
            asked: `schemas.FindMembers`, with the access token of a member of staff.

        Returns:
            `{"items": [{"id", "name", "category", "status"}]}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.FindMembers, asked), clock.now()
        with self.database.transaction() as session:
            staff = self.recognise(session, said["token"], now)
            return schemas.found(commands.find_members(session, staff, said["query"], now))

    @answers(sealed=True)
    def names(self, **asked: Any) -> dict[str, Any]:
        """The names of some members of the city, for staff who meets them at a door.

        Args:
            asked: `schemas.NamesAsked`, with the access token of a member of staff.

        Returns:
            `{"names": {id: name}}`; of who is not known here, or asked for a limitation, nothing.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.NamesAsked, asked), clock.now()
        with self.database.transaction() as session:
            staff = self.recognise(session, said["token"], now)
            return {"names": commands.names(session, staff, said["member_ids"], now)}

    @answers(sealed=True)
    def member_file(self, **asked: Any) -> dict[str, Any]:
        """What the city's staff sees of a member.

        Args:
            asked: `schemas.MemberNamed`, with the access token of a member of staff.

        Returns:
            As `profile`, with `phone`, `handle`, `registered_at` and `membership_ends_at`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`.
            NotFound: `member_not_found`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.MemberNamed, asked), clock.now()
        with self.database.transaction() as session:
            staff = self.recognise(session, said["token"], now)
            seen = commands.member_file(session, staff, said["member_id"], now)
            attested = queries.attestations_of(session, seen.id)
            acts_for = queries.organisations_of(session, seen.id)
            refusing = queries.address_failure(session, seen.id)
        return schemas.member_file(seen, attested, acts_for, refusing, self.city)

    @answers(sealed=True)
    def views_of(self, **asked: Any) -> dict[str, Any]:
        """A page of what staff did with their rights over the member who asks, the latest first; not who it was.

        Args:
            asked: `schemas.ViewsAsked`, with an access token.

        Returns:
            `{"items": [{"viewed_at", "role", "permission", "operation"}], "next"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.ViewsAsked, asked), clock.now()
        with self.database.reading() as session:
            member = self.recognise(session, said["token"], now)
            seen = queries.views_of(session, member.id, said["limit"] + 1, said["before"])
        return schemas.views(seen, said["limit"], with_viewer=False)

    @answers(sealed=True)
    def views_over(self, **asked: Any) -> dict[str, Any]:
        """A page of what staff did with their rights over a member, and who it was; for the data officer.

        Args:
            asked: `schemas.ViewsOverAsked`, with the access token of a data officer.

        Returns:
            As `views_of`, with `viewer_id` in each item.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`.
            NotFound: `member_not_found`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.ViewsOverAsked, asked), clock.now()
        limit, before = said["limit"], said["before"]
        with self.database.transaction() as session:
            staff = self.recognise(session, said["token"], now)
            seen = commands.views_over(session, staff, said["member_id"], limit + 1, before, now)
        return schemas.views(seen, limit, with_viewer=True)
