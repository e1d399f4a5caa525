"""What we hear, as facts of the log. Takes only what is published: no member, no price paid, no booking's own id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import available_timezones

from marshmallow import fields, validate

from chassis.schema import Heard, Instant, Text

_ZONES = frozenset(available_timezones())
_NAMESPACE = UUID("6f0b3d0e-5a0c-5d1b-9d2f-2f3a7c1c8e54")


class Hidden(Text):
    """An id of which another one is made: always the same, and nobody finds the way back."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        return str(uuid5(_NAMESPACE, super()._deserialize(value, attr, data, **kwargs)))


def _id(heard_as: str) -> fields.Field[Any]:
    return Text(most=36, least=1, required=True, data_key=heard_as)


def _name() -> fields.Field[Any]:
    return Text(most=300, least=1, required=True)


def _code() -> fields.Field[Any]:
    return Text(most=63, least=1, required=True)


def _prose(most: int = 10_000) -> fields.Field[Any]:
    return Text(most=most, lines=True, required=True, allow_none=True)


def _count(least: int = 0) -> fields.Field[Any]:
    return fields.Integer(strict=True, required=True, validate=validate.Range(least, 2**31 - 1))


def _degrees(most: int) -> fields.Field[Any]:
    return fields.Float(required=True, validate=validate.Range(-most, most))


class PlacePublished(Heard):
    """place.published. What would make the dataset break its standard is refused."""

    id = _id("place_id")
    city = Text(most=31, least=1, required=True)
    name = _name()
    address = _name()
    postcode = fields.String(required=True, validate=validate.Regexp(r"\d{5}\Z"))
    insee = fields.String(required=True, validate=validate.Regexp(r"([013-9]\d|2[AB1-9])\d{3}\Z"))
    commune = _name()
    latitude = _degrees(90)
    longitude = _degrees(180)
    opening_hours = _prose(1000)
    zone = fields.String(required=True, validate=validate.OneOf(_ZONES))
    description = _prose()
    website = _prose(2000)
    kind = _code()
    published_at = Instant(required=True)


def _codes() -> fields.Field[Any]:
    return fields.List(Text(most=63, least=1), load_default=list, validate=validate.Length(max=100))


def _price() -> fields.Field[Any]:
    return fields.Integer(strict=True, load_default=None, allow_none=True, validate=validate.Range(0, 2**31 - 1))


class Tariff(Heard):
    """A tariff of a space: its conditions and its prices. Nobody who pays it."""

    name = Text(most=63, least=1, required=True)
    categories = _codes()
    organisation_kinds = _codes()
    cities = _codes()
    attestation = Text(most=63, least=1, load_default=None, allow_none=True)
    hour_cents = _price()
    half_day_cents = _price()
    day_cents = _price()
    month_cents = _price()


class SpacePublished(Heard):
    """space.published."""

    id = _id("space_id")
    place_id = _id("place_id")
    place_name = _name()
    city = Text(most=31, least=1, required=True)
    name = _name()
    kind = _code()
    capacity = _count()
    units = _count(least=1)
    area_m2 = fields.Float(required=True, allow_none=True, validate=validate.Range(0, 10**6))
    floor = fields.Integer(strict=True, required=True, allow_none=True, validate=validate.Range(-100, 1000))
    equipment = fields.List(Text(most=100, least=1), required=True, validate=validate.Length(max=200))
    accessible = fields.Boolean(required=True)
    description = _prose()
    hourly_price_cents = _count()
    published_at = Instant(required=True)
    parent_id = Text(most=36, least=1, load_default=None, allow_none=True)
    opening_hours = Text(most=1000, lines=True, load_default=None, allow_none=True)
    accessibility = fields.List(Text(most=10, least=1), load_default=list, validate=validate.Length(max=20))
    valid_from = fields.Date(load_default=None, allow_none=True)
    valid_until = fields.Date(load_default=None, allow_none=True)
    tariffs = fields.List(fields.Nested(Tariff), load_default=list, validate=validate.Length(max=100))


class BookingHeard(Heard):
    """An event of a booking: of it, only which unit and when."""

    id = Hidden(most=36, least=1, required=True, data_key="booking_id")
    space_id = _id("space_id")
    place_id = _id("place_id")
    city = Text(most=31, least=1, required=True, data_key="host_city")
    unit_name = _name()
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class BookingCheckedOut(BookingHeard):
    """booking.checked_out: when, too."""

    checked_out_at = Instant(required=True)


class BookingMoved(BookingHeard):
    """booking.moved: what the booking is after it, too."""

    status = Text(most=20, least=1, required=True)
