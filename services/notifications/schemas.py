"""What notifications hears and is told, as plain values. Never queries.

What is kept of an event are the fields named here and no other, so that nothing about a person slips in.
"""

from __future__ import annotations

import unicodedata
from typing import Any
from zoneinfo import available_timezones

from marshmallow import fields, validate

from chassis.schema import Heard, Instant, Text, read
from services.notifications.domain import Booking, Contact


class BookingHeard(Heard):
    """The part of booking.confirmed and booking.cancelled that a letter needs."""

    booking_id = Text(required=True, least=1, most=36)
    member_id = Text(required=True, least=1, most=36)
    home_city = Text(required=True, least=1, most=31)
    space_name = Text(required=True, most=300)
    unit_name = Text(required=True, allow_none=True, most=300)
    place_name = Text(required=True, most=300)
    address = Text(required=True, most=500)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    zone = fields.String(required=True, validate=validate.OneOf(available_timezones(), error="No IANA time zone."))
    price_cents = fields.Integer(required=True, strict=True)
    currency = fields.String(required=True, validate=validate.Regexp(r"[A-Z]{3}\Z"))


class MemberHeard(Heard):
    """The part of member.registered and member.registered_again that a letter needs."""

    member_id = Text(required=True, least=1, most=36)
    city = Text(required=True, least=1, most=31)


class ContactTold(Heard):
    """The answer of the members service."""

    name = fields.String(required=True)
    email = fields.String(required=True)
    language = fields.String(required=True)
    link_token = fields.String(load_default=None, allow_none=True)


def booking(data: Any) -> Booking:
    """The booking in an event's data.

    Raises:
        Invalid: `invalid`, the data do not have the form agreed.
    """
    return Booking(**read(BookingHeard, data))


def contact(answer: Any) -> Contact:
    """The contact in an answer of the members service; the name is one line, whatever it was.

    Raises:
        Invalid: `invalid`, the answer does not have the form agreed.
    """
    told = read(ContactTold, answer)
    return Contact(**{**told, "name": _one_line(told["name"])})


def _one_line(text: str) -> str:
    """The text without line ends and control characters, which would forge headers of the mail."""
    return " ".join("".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs") else " " for c in text).split())
