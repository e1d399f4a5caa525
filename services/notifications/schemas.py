"""What notifications hears and is told, as plain values. Never queries.

What is kept of an event are the fields named here and no other, so that nothing about a person slips in.
"""

from __future__ import annotations

import unicodedata
from typing import Any
from zoneinfo import available_timezones

from marshmallow import fields, validate

from chassis.clock import rfc3339
from chassis.schema import Heard, Instant, Schema, Text, read
from services.notifications.domain import AccountEvent, Booking, Contact, Notice, Series


def _id(is_optional: bool = False) -> fields.Field[Any]:
    more: dict[str, Any] = {"load_default": None, "allow_none": True} if is_optional else {"required": True}
    return Text(least=1, most=36, **more)


def _code() -> fields.Field[Any]:
    return Text(least=1, most=40, load_default=None, allow_none=True)


def _count() -> fields.Field[Any]:
    return fields.Integer(strict=True, load_default=0, validate=validate.Range(0))


def _zone() -> fields.Field[Any]:
    return fields.String(required=True, validate=validate.OneOf(available_timezones(), error="No IANA time zone."))


class BookingHeard(Heard):
    """The part of an event of a booking that a letter needs; what only some tell, or tell by now, is optional."""

    booking_id = _id()
    member_id = _id()
    home_city = Text(required=True, least=1, most=31)
    space_name = Text(required=True, most=300)
    unit_name = Text(required=True, allow_none=True, most=300)
    place_name = Text(required=True, most=300)
    address = Text(required=True, most=500)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    zone = _zone()
    price_cents = fields.Integer(required=True, strict=True)
    currency = fields.String(required=True, validate=validate.Regexp(r"[A-Z]{3}\Z"))
    latitude = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-90, 90))
    longitude = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-180, 180))
    status = _code()
    series_id = _id(is_optional=True)
    lapses_at = Instant(load_default=None, allow_none=True)
    booked_by_id = _id(is_optional=True)
    previous_starts_at = Instant(load_default=None, allow_none=True)
    previous_ends_at = Instant(load_default=None, allow_none=True)
    previous_space_name = Text(load_default=None, allow_none=True, most=300)
    reason = _code()
    offered = fields.Boolean(load_default=False)
    replaces_id = _id(is_optional=True)
    in_series = fields.Boolean(load_default=False)


class SeriesHeard(Heard):
    """The part of series.booked and series.changed that a letter needs."""

    series_id = _id()
    member_id = _id()
    home_city = Text(required=True, least=1, most=31)
    space_name = Text(required=True, most=300)
    place_name = Text(required=True, most=300)
    address = Text(required=True, most=500)
    zone = _zone()
    first_starts_at = Instant(required=True)
    last_starts_at = Instant(required=True)
    booked_by_id = _id(is_optional=True)
    booked = _count()
    refused = _count()
    moved = _count()
    cancelled = _count()
    reason = _code()


class MemberHeard(Heard):
    """The part that matters here of an event of a member."""

    member_id = _id()
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
    change = _code()
    ends_at = Instant(load_default=None, allow_none=True)


class NoticesAsked(Schema):
    """Whose notices are asked for, with the proof that the city's members service gives."""

    member_id = _id()
    proof = fields.String(required=True, validate=validate.Length(max=64))


class ContactTold(Heard):
    """The answer of the members service."""

    name = fields.String(required=True)
    email = fields.String(required=True)
    language = fields.String(required=True)
    link_token = fields.String(load_default=None, allow_none=True)
    for_name = fields.String(load_default=None, allow_none=True)
    because = _code()
    reason = Text(most=1000, lines=True, load_default=None, allow_none=True)
    until = Instant(load_default=None, allow_none=True)


def booking(data: Any) -> Booking:
    """The booking in an event's data.

    Raises:
        Invalid: `invalid`, the data do not have the form agreed.
    """
    return Booking(**read(BookingHeard, data))


def series(data: Any) -> Series:
    """The series in an event's data.

    Raises:
        Invalid: `invalid`, the data do not have the form agreed.
    """
    return Series(**read(SeriesHeard, data))


def told(notice: Notice) -> Booking | Series | AccountEvent:
    """What a notice tells of.

    Raises:
        Invalid: `invalid`, what was kept does not have the form agreed.
    """
    if notice.kind.is_of_booking:
        return booking(notice.data)
    if notice.kind.is_of_series:
        return series(notice.data)
    return AccountEvent(**read(AccountHeard, {"at": rfc3339(notice.created_at), **notice.data}))


def kept(schema: type[Heard], data: dict[str, Any]) -> dict[str, Any]:
    """Of an event's data what the schema names, as it was told."""
    return {name: data[name] for name in schema().fields if name in data}


def contact(answer: Any) -> Contact:
    """The contact in an answer of the members service; a name is one line, whatever it was.

    Raises:
        Invalid: `invalid`, the answer does not have the form agreed.
    """
    told = read(ContactTold, answer)
    names = {name: _one_line(told[name]) for name in ("name", "for_name") if told[name] is not None}
    return Contact(**{**told, **names})


def _one_line(text: str) -> str:
    """The text without line ends and control characters, which would forge headers of the mail."""
    return " ".join("".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs") else " " for c in text).split())
