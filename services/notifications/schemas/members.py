"""What is heard of members and told of where to write to them. Never queries."""

from __future__ import annotations

import unicodedata
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from chassis.clock import rfc3339
from chassis.schema import Heard, Instant, Text, read
from services.notifications.domain import Channel, Contact, Question
from services.notifications.schemas.forms import a_code, an_id


class MemberHeard(Heard):
    """The part that matters here of an event of a member."""

    member_id = an_id()
    city = Text(required=True, least=1, most=31)


class EndingHeard(MemberHeard):
    """The part of member.rights_ending and member.inactive that a letter needs."""

    ends_at = Instant(required=True)


class ApplicationHeard(Heard):
    """The part of application.decided that says which letter tells of it."""

    outcome = fields.String(required=True, validate=validate.OneOf(("admitted", "declined")))


class AccountHeard(Heard):
    """What is kept of an event of a member's account: when it happened, of a second factor what, of an end when."""

    at = Instant(required=True)
    change = a_code()
    ends_at = Instant(load_default=None, allow_none=True)


class ContactTold(Heard):
    """The answer of the members service: a name and an address, or for an SMS a number."""

    name = fields.String(load_default="")
    email = fields.String()
    language = fields.String(required=True)
    link_token = fields.String(load_default=None, allow_none=True)
    registration_pass = fields.String(data_key="pass", load_default=None, allow_none=True)
    for_name = fields.String(load_default=None, allow_none=True)
    because = a_code()
    reason = Text(most=1000, lines=True, load_default=None, allow_none=True)
    until = Instant(load_default=None, allow_none=True)
    is_marked = fields.Boolean(load_default=False)
    has_phone = fields.Boolean(load_default=False)
    phone = fields.String(validate=validate.Regexp(r"\+[1-9][0-9]{5,14}\Z", error="No E.164 number."))
    signs_in = fields.Boolean(load_default=False)

    @validates_schema
    def _says_where(self, told: dict[str, Any], **_: Any) -> None:
        if ("email" in told) is ("phone" in told):
            raise ValidationError("Neither an address nor a number, or both.")


def asked(question: Question) -> dict[str, Any]:
    """What the members service is asked; of what the letter does not need nothing is said."""
    named = {name: value for name, value in vars(question).items() if value is not None}
    if question.channel is Channel.MAIL:
        del named["channel"]
    return named | ({"until": rfc3339(question.until)} if question.until else {})


def contact(answer: Any) -> Contact:
    """The contact in an answer of the members service; a name is one line, whatever it was.

    Raises:
        Invalid: `invalid`, the answer does not have the form agreed.
    """
    told = read(ContactTold, answer)
    names = {name: _one_line(told[name]) for name in ("name", "for_name") if told[name] is not None}
    return Contact(**{"email": "", **told, **names})


def _one_line(text: str) -> str:
    """The text without line ends and control characters, which would forge headers of the mail."""
    return " ".join("".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs") else " " for c in text).split())
