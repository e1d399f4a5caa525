"""What a member is told of their notices, and how they wish to be told, on the bus.

Knows no token: whoever asks shows a proof that the city's members service gave for a few minutes. All of it travels
sealed, for the proof opens what it is of.
"""

from __future__ import annotations

from typing import Any

from chassis import clock, proofs, sealing
from chassis.errors import Forbidden, Invalid, NotFound
from chassis.schema import read
from chassis.service import answers
from services.notifications import commands, letters, queries, schemas
from services.notifications.queries import Told
from services.notifications.service.home import OfACity


class Own(OfACity):
    """A member's own notices and preferences."""

    def sealing_keys(self) -> list[dict[str, Any]]:
        """The private key that opens what is sealed for this service: of every process of it the same."""
        return [sealing.key_of(self.settings.home_secret, f"sealing {self.name}")]

    @answers
    def keys(self) -> dict[str, Any]:
        """The public half of the key to seal to: `{"keys": [JWK]}`."""
        return {"keys": [sealing.public(key) for key in self.sealing_keys()]}

    @answers(sealed=True)
    def my_notices(self, **asked: Any) -> dict[str, Any]:
        """A page of what a member was told, the newest first.

        Args:
            asked: `schemas.NoticesAsked`, with what the city's members service gave (`notices_key`).

        Returns:
            `{"items", "next"}`; of each `{"notice_id", "kind", "family", "subject", "at", "about", "deliveries":
            [{"channel", "status", "sent_at", "reason"}]}`. `about` names one thing by its kind: `{"booking": id}`.
            `next`: the `after` of the next page.

        Raises:
            Forbidden: `proof_invalid`.
        """
        said = self._shown("notices", read(schemas.NoticesAsked, asked))
        most = said["limit"]
        with self.database.reading() as session:
            found = queries.notices_of(session, said["member_id"], said["after"], most + 1)
        items = [self._in_short(told, said["language"]) for told in found[:most]]
        return {"items": items, "next": items[-1]["notice_id"] if len(found) > most else None}

    @answers(sealed=True)
    def my_notice(self, **asked: Any) -> dict[str, Any]:
        """One notice, with the text of its letter; what only the letter may hold is not in it.

        Args:
            asked: `schemas.NoticeAsked`.

        Returns:
            As one of `my_notices`, with `text`: lines; None where the letter cannot be written again.

        Raises:
            Forbidden: `proof_invalid`.
            NotFound: `notice_not_found`.
        """
        said = self._shown("notices", read(schemas.NoticeAsked, asked))
        with self.database.reading() as session:
            told = queries.notice_of(session, said["member_id"], said["notice_id"])
        if told is None:
            raise NotFound("notice_not_found", "the member was told no such thing")
        about, text = _about(told), None
        if about is not None:
            text = letters.retell(told.notice.kind, said["language"], said["name"], self.letterhead, about)
        return {**self._in_short(told, said["language"]), "text": text}

    @answers(sealed=True)
    def preferences_of(self, **asked: Any) -> dict[str, Any]:
        """How a member wishes to be told, and what there is to choose.

        Args:
            asked: `schemas.Shown`.

        Returns:
            `{"channels", "families": [{"family", "kinds": [{"kind", "is_required", "is_by_consent", "channels":
            [{"channel", "is_wanted", "is_fixed"}]}]}], "quiet": {"since", "until"} | None, "zone", "reminders",
            "reminders_offered", "most_reminders"}`; reminders in minutes before, quiet hours by the clock of `zone`.

        Raises:
            Forbidden: `proof_invalid`.
        """
        said = self._shown("notices", read(schemas.Shown, asked))
        with self.database.reading() as session:
            chosen = queries.preferences_of(session, said["member_id"])
        return schemas.preferences(chosen, self.home)

    @answers(sealed=True)
    def choose(self, **asked: Any) -> dict[str, Any]:
        """Put all of a member's preferences in the place of those of before.

        Args:
            asked: `schemas.ChoiceMade`.

        Returns:
            As `preferences_of`.

        Raises:
            Forbidden: `proof_invalid`.
            NotFound: `member_not_found`.
            Conflict: `notice_required`, `digest_is_a_consent`.
            Invalid: `invalid`.
        """
        said = self._shown("notices", read(schemas.ChoiceMade, asked))
        wishes = (said["wanted"], said["quiet"], said["reminders"])
        chosen = self.database.retrying(
            lambda session: commands.choose(session, said["member_id"], *wishes, self.home, clock.now())
        )
        return schemas.preferences(chosen, self.home)

    @answers(sealed=True)
    def notices_of(self, **asked: Any) -> dict[str, Any]:
        """What a member was told, and how they wish to be told, for that member to take along: `{"sections"}`.

        Args:
            asked: `schemas.Shown`, with what the city's members service gave (`export`, `export_ward`).

        Raises:
            Forbidden: `proof_invalid`.
        """
        said = self._shown("notices_of", read(schemas.Shown, asked))
        with self.database.reading() as session:
            return {"sections": queries.everything_of(session, said["member_id"])}

    def _shown(self, purpose: str, said: dict[str, Any]) -> dict[str, Any]:
        """What was said, by who shows that the city's members service lets them ask it of this member now."""
        facts = (purpose, self.city, said["member_id"])
        if not proofs.holds_until(said["proof"], self.settings.home_secret, said["until"], clock.now(), *facts):
            raise Forbidden("proof_invalid", "only the city's own members service says for whom this is, until when")
        return said

    def _in_short(self, told: Told, language: str) -> dict[str, Any]:
        about = _about(told)
        kind, subject = told.notice.kind, None
        if about is not None:
            subject = letters.subject_of(kind, language, self.letterhead, about)
        return schemas.notice(told.notice, about, subject, told.deliveries)


def _about(told: Told) -> Any:
    """What a notice tells of; None where what was kept of it, long ago, is not read any more."""
    try:
        return schemas.told(told.notice)
    except Invalid:
        return None
