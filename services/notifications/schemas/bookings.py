"""What is heard of bookings and of series of them. Never queries."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Heard, Instant, Text, read
from services.notifications.domain import Booking, Series
from services.notifications.schemas.forms import a_code, a_count, a_zone, an_id


class BookingHeard(Heard):
    """The part of an event of a booking that a letter needs; what only some tell, or tell by now, is optional."""

    booking_id = an_id()
    member_id = an_id()
    home_city = Text(required=True, least=1, most=31)
    space_name = Text(required=True, most=300)
    unit_name = Text(required=True, allow_none=True, most=300)
    place_name = Text(required=True, most=300)
    address = Text(required=True, most=500)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    zone = a_zone()
    price_cents = fields.Integer(required=True, strict=True)
    currency = fields.String(required=True, validate=validate.Regexp(r"[A-Z]{3}\Z"))
    latitude = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-90, 90))
    longitude = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-180, 180))
    status = a_code()
    series_id = an_id(is_optional=True)
    lapses_at = Instant(load_default=None, allow_none=True)
    booked_by_id = an_id(is_optional=True)
    previous_starts_at = Instant(load_default=None, allow_none=True)
    previous_ends_at = Instant(load_default=None, allow_none=True)
    previous_space_name = Text(load_default=None, allow_none=True, most=300)
    reason = a_code()
    offered = fields.Boolean(load_default=False)
    replaces_id = an_id(is_optional=True)
    in_series = fields.Boolean(load_default=False)
    for_occurrence_id = an_id(is_optional=True)


class SeriesHeard(Heard):
    """The part of series.booked and series.changed that a letter needs."""

    series_id = an_id()
    member_id = an_id()
    home_city = Text(required=True, least=1, most=31)
    space_name = Text(required=True, most=300)
    place_name = Text(required=True, most=300)
    address = Text(required=True, most=500)
    zone = a_zone()
    first_starts_at = Instant(required=True)
    last_starts_at = Instant(required=True)
    booked_by_id = an_id(is_optional=True)
    booked = a_count()
    refused = a_count()
    moved = a_count()
    cancelled = a_count()
    reason = a_code()


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
