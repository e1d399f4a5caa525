"""Suspending and reinstating, on the bus, and what time does to memberships and suspensions."""

from __future__ import annotations

from typing import Any

from chassis import clock, ids
from chassis.schema import read
from chassis.service import answers, every
from services.members import commands, schemas
from services.members.service.keys import Keys

_AT_ONCE = 100  # members in one transaction


class Standing(Keys):
    """How long, and whether, the city stands for a member."""

    @answers(sealed=True)
    def suspend_member(self, **asked: Any) -> dict[str, Any]:
        """Suspend a member, who is signed out everywhere and books nothing; the same again is harmless.

        Args:
            asked: `schemas.Suspend`, with the access token of a member of staff.

        Returns:
            `{"member_id", "city", "status", "reason", "suspended_at", "ends_at"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`, `suspends_oneself`.
            NotFound: `member_not_found`.
            Conflict: `last_administrator`.
            Invalid: `invalid`, `valid_until_past`.
        """
        said, suspension_id, now = read(schemas.Suspend, asked), ids.new(), clock.now()
        token = said.pop("token")
        with self.database.transaction() as session:
            staff = self.recognise(session, token, now)
            suspension = commands.suspend_member(session, self.city, suspension_id, staff, **said, now=now)
        return schemas.suspension(suspension, self.city)

    @answers(sealed=True)
    def reinstate_member(self, **asked: Any) -> dict[str, Any]:
        """Stand for a member again; harmless the second time.

        Args:
            asked: `schemas.Reinstate`, with the access token of a member of staff.

        Returns:
            `{"member_id", "city", "status"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`.
            NotFound: `member_not_found`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.Reinstate, asked), clock.now()
        with self.database.transaction() as session:
            staff = self.recognise(session, said["token"], now)
            member = commands.reinstate_member(session, self.city, staff, said["member_id"], now)
        return schemas.reinstated(member, self.city)

    @every(seconds=60)
    def let_time_pass(self) -> None:
        """End the memberships and suspensions whose time is over, and tell whose membership ends soon."""
        for happen in (commands.end_memberships, commands.end_suspensions, commands.tell_of_endings):
            count = _AT_ONCE
            while count == _AT_ONCE:
                with self.database.transaction() as session:
                    count = happen(session, self.city, clock.now(), _AT_ONCE)
