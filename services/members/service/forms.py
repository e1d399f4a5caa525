"""The answers to the forms of activities, on the bus. They stay here."""

from __future__ import annotations

from functools import partial
from typing import Any

from chassis import clock
from chassis.envelope import Envelope
from chassis.schema import read
from chassis.service import answers, hears
from services.members import commands, domain, queries, reactions, schemas
from services.members.service.passes import Passes

_HEARD = (
    "requested",
    "confirmed",
    "queued",
    "offered",
    "changed",
    "cancelled",
    "declined",
    "lapsed",
    "checked_in",
)


class Forms(Passes):
    """Answer, read, add up."""

    @answers(sealed=True)
    def answer_form(self, **asked: Any) -> dict[str, Any]:
        """Answer the form of an activity, in place of what was answered before.

        Of the registration the gateway says what bookings told it: whose it is, of which occurrence, what is asked.

        Args:
            asked: `schemas.AnswerForm`, with an access token of the member, their guardian or helper, or a pass.

        Returns:
            `{"registration_id", "complete", "answered_at", "answers": {field: value}}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`, `pass_invalid`, `pass_expired`.
            Forbidden: `member_not_active`, `permission_missing`, `pass_for_another`.
            NotFound: `registration_not_found`.
            Conflict: `form_closed`.
            Invalid: `invalid`, `answers_invalid`.
        """
        said, now = read(schemas.AnswerForm, asked), clock.now()
        form, fields = schemas.form(said, now)
        with self.database.transaction() as session:
            actor = self.holder_of(session, said["token"], form.registration_id, now)
            known, kept = commands.answer_form(session, self.city, actor, form, fields, said["answers"])
        return schemas.answered(known.registration_id, known, kept)

    @answers(sealed=True)
    def answers_of(self, **asked: Any) -> dict[str, Any]:
        """What was answered for a registration; nothing where nobody answered, or it was forgotten.

        Args:
            asked: `schemas.AnswersAsked`, by tokens as `answer_form`.

        Returns:
            As `answer_form`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`, `pass_invalid`, `pass_expired`.
            Forbidden: `member_not_active`, `permission_missing`, `pass_for_another`.
            NotFound: `registration_not_found`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.AnswersAsked, asked), clock.now()
        with self.database.transaction() as session:
            actor = self.holder_of(session, said["token"], said["registration_id"], now)
            found = commands.answers_of(session, actor, said["member_id"], said["registration_id"], now)
        return schemas.answered(said["registration_id"], *found)

    @answers(sealed=True)
    def answers_at(self, **asked: Any) -> dict[str, Any]:
        """A page of what the city's members answered for an occurrence. That it was read is remembered of each.

        Args:
            asked: `schemas.AnswersAt`, with the access token of a member of staff.

        Returns:
            `{"items": [{"registration_id", "member_id", "complete", "answers"}], "next"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.AnswersAt, asked), clock.now()
        limit = said["limit"]
        with self.database.transaction() as session:
            staff = self.recognise(session, said["token"], now)
            occurrence_id, after = said["occurrence_id"], said["after"]
            found = commands.answers_at(session, staff, occurrence_id, limit + 1, after, now)
        return schemas.answers_at(*found, limit)

    @answers(sealed=True)
    def answer_totals(self, **asked: Any) -> dict[str, Any]:
        """What the city's members answered to the closed questions of an occurrence, added up; for any city's staff.

        Args:
            asked: `schemas.AnswerTotals`, with the roles of whoever asks, as the gateway verified them.

        Returns:
            `{"city", "items": [{"field", "kind", "answered", "counts": [{"choice", "persons"}], "sum"}]}`; None for
            what so few said that it would tell of them.

        Raises:
            Forbidden: `permission_missing`.
            Invalid: `invalid`.
        """
        said = read(schemas.AnswerTotals, asked)
        domain.require_totals(said["roles"])
        with self.database.reading() as session:
            found = queries.answers_at(session, said["occurrence_id"])
        return schemas.totals(domain.totals(found), self.city)

    @hears("bookings", *(f"registration.{happened}" for happened in _HEARD))
    def on_registration(self, envelope: Envelope) -> None:
        """Keep where the registration stands, and its answers as long as they are of use."""
        self.database.react(envelope, partial(reactions.on_registration, city=self.city))
