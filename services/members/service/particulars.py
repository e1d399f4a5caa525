"""What a member is called, where they are reached, and the directory, on the bus."""

from __future__ import annotations

from typing import Any

from chassis import clock
from chassis.schema import read
from chassis.service import answers
from services.members import commands, domain, queries, schemas
from services.members.service.keys import Keys


class Particulars(Keys):
    """Rectification, interests, and who wishes to be found."""

    @answers(sealed=True)
    def rectify(self, **asked: Any) -> dict[str, Any]:
        """Put right what the city has wrong of a member: `name`, `language`, `phone`, `handle`.

        Args:
            asked: `schemas.Rectify`, with the access token of the member, of a guardian or of staff.

        Returns:
            `{"id", "city", "name", "language", "phone", "handle", "code"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`, `permission_missing`.
            NotFound: `member_not_found`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.Rectify, asked), clock.now()
        token, member_id = said.pop("token"), said.pop("member_id")
        with self.database.transaction() as session:
            actor = self.recognise(session, token, now)
            member = commands.rectify(session, self.city, actor, member_id or actor.id, said, now)
        return schemas.particulars(member, self.city)

    @answers(sealed=True)
    def choose_interests(self, **asked: Any) -> dict[str, Any]:
        """What a member is curious about, and whether they wish to be written to of it.

        Args:
            asked: `schemas.ChooseInterests`, with the access token of the member.

        Returns:
            `{"topics": [slug], "newsletter": bool}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`.
            Conflict: `too_many_topics`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.ChooseInterests, asked), clock.now()
        with self.database.transaction() as session:
            member = self.recognise(session, said.pop("token"), now)
            topics = commands.choose_interests(session, member.id, **said, now=now)
            given = queries.consents_of(session, member.id)
        newsletter = domain.consents_to(given, domain.ConsentPurpose.NEWSLETTER)
        return {"topics": list(topics), "newsletter": newsletter}

    @answers(sealed=True)
    def enter_directory(self, **asked: Any) -> dict[str, Any]:
        """Show a member to the others of the city, as they wish to be shown.

        Args:
            asked: `schemas.EnterDirectory`, with the access token of the member.

        Returns:
            `{"id", "shown_name", "presentation", "topics", "listed_at"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`, `minors_not_listed`.
            Invalid: `invalid`, `consent_missing`.
        """
        said, now = read(schemas.EnterDirectory, asked), clock.now()
        domain.check_consent(given=said.pop("consent"))
        with self.database.transaction() as session:
            member = self.recognise(session, said.pop("token"), now)
            entry = commands.enter_directory(session, member.id, **said, now=now)
        return schemas.entry(entry)

    @answers(sealed=True)
    def leave_directory(self, **asked: Any) -> dict[str, Any]:
        """Show a member no longer; harmless the second time.

        Args:
            asked: `schemas.Token`, an access token.

        Returns:
            `{"listed": false}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.Token, asked)["token"], clock.now()
        with self.database.transaction() as session:
            member = self.recognise(session, token, now)
            commands.leave_directory(session, member.id, now)
        return {"listed": False}

    @answers(sealed=True)
    def directory(self, **asked: Any) -> dict[str, Any]:
        """A page of those of the city who wish to be found, who came last first, by `topic` and by `text`.

        Args:
            asked: `schemas.DirectoryAsked`, with the access token of a member of the same city.

        Returns:
            `{"city", "items": [as `enter_directory`], "next"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.DirectoryAsked, asked), clock.now()
        with self.database.reading() as session:
            self.recognise(session, said.pop("token"), now)
            page, after = queries.directory(session, now.date(), **said)
        return schemas.directory(page, after, self.city)

    @answers(sealed=True)
    def topics(self, **asked: Any) -> dict[str, Any]:
        """The network's own topics and those of who is in the directory, with how many name each.

        Args:
            asked: `schemas.Token`, an access token.

        Returns:
            `{"city", "items": [{"topic", "is_own", "members"}]}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.Token, asked)["token"], clock.now()
        with self.database.reading() as session:
            self.recognise(session, token, now)
            shown = queries.topics_shown(session, now.date())
        return schemas.topics(shown, self.city)
