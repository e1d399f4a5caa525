"""What we hear, as facts of the log. Takes only what is published: no member, no price paid, no booking's own id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import available_timezones

from marshmallow import ValidationError, fields, validate

from chassis.schema import Heard, Instant, Text

ZONES = frozenset(available_timezones())
_INSEE = r"([013-9]\d|2[AB1-9])\d{3}\Z"
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


def _degrees(most: int, **kwargs: Any) -> fields.Field[Any]:
    return fields.Float(required=True, validate=validate.Range(-most, most), **kwargs)


def _one_of(*some: str) -> fields.Field[Any]:
    return fields.String(required=True, validate=validate.OneOf(some))


def _codes() -> fields.Field[Any]:
    return fields.List(_code(), required=True, validate=validate.Length(max=50))


def _age() -> fields.Field[Any]:
    return fields.Integer(strict=True, required=True, allow_none=True, validate=validate.Range(0, 120))


def _web_address(**kwargs: Any) -> fields.Field[Any]:
    return fields.String(validate=validate.Regexp(r"https?://[!-~]{1,2000}\Z"), **kwargs)


def _texts(most: int, **kwargs: Any) -> fields.Field[Any]:
    """A text by language."""
    language = fields.String(validate=validate.Regexp(r"[a-z]{2,3}\Z"))
    return fields.Dict(keys=language, values=Text(most=most, lines=True), **kwargs)


def _has_french(texts: Mapping[str, str]) -> None:
    if not texts.get("fr"):
        raise ValidationError("French is missing.")


class PlacePublished(Heard):
    """place.published. What would make the dataset break its standard is refused."""

    id = _id("place_id")
    city = Text(most=31, least=1, required=True)
    name = _name()
    address = _name()
    postcode = fields.String(required=True, validate=validate.Regexp(r"\d{5}\Z"))
    insee = fields.String(required=True, validate=validate.Regexp(_INSEE))
    commune = _name()
    latitude = _degrees(90)
    longitude = _degrees(180)
    opening_hours = _prose(1000)
    zone = fields.String(required=True, validate=validate.OneOf(ZONES))
    description = _prose()
    website = _prose(2000)
    kind = _code()
    published_at = Instant(required=True)
    school_zone = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(("A", "B", "C")))
    valid_from = fields.Date(load_default=None, allow_none=True)
    valid_until = fields.Date(load_default=None, allow_none=True)


def _known_codes() -> fields.Field[Any]:
    return fields.List(Text(most=63, least=1), load_default=list, validate=validate.Length(max=100))


def _price() -> fields.Field[Any]:
    return fields.Integer(strict=True, load_default=None, allow_none=True, validate=validate.Range(0, 2**31 - 1))


class Tariff(Heard):
    """A tariff of a space: its conditions and its prices. Nobody who pays it."""

    name = Text(most=63, least=1, required=True)
    categories = _known_codes()
    organisation_kinds = _known_codes()
    cities = _known_codes()
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
    zone = fields.String(required=True, validate=validate.OneOf(ZONES))


class BookingCheckedIn(BookingHeard):
    """booking.checked_in: when, too."""

    checked_in_at = Instant(required=True)


class BookingCheckedOut(BookingHeard):
    """booking.checked_out: when, too."""

    checked_out_at = Instant(required=True)


class BookingMoved(BookingHeard):
    """booking.moved: what the booking is after it, too."""

    status = Text(most=20, least=1, required=True)


class PriceHeard(Heard):
    """What some pay for an activity."""

    label = Text(most=300, least=1, required=True)
    cents = _count()
    condition = _prose(300)


class ImageHeard(Heard):
    """A picture elsewhere."""

    url = _web_address(required=True)
    alt = _prose(1000)
    credit = _prose(300)


class VenueHeard(Heard):
    """A place that the network does not own, in whichever country."""

    name = _name()
    address = _name()
    postcode = Text(most=10, least=1, required=True)
    commune = _name()
    insee = fields.String(required=True, allow_none=True, validate=validate.Regexp(_INSEE))
    latitude = _degrees(90, allow_none=True)
    longitude = _degrees(180, allow_none=True)


class ActivityPublished(Heard):
    """activity.published. Who drafted it is not in it; where it is online is told to who has a seat alone."""

    id = _id("activity_id")
    city = Text(most=31, least=1, required=True)
    title = _texts(300, required=True, validate=_has_french)
    summary = _texts(1000, required=True)
    description = _texts(10_000, required=True, allow_none=True)
    easy_to_read = _texts(10_000, required=True, allow_none=True)
    kind = _code()
    theme = _prose(300)
    cycle = _prose(300)
    languages = _codes()
    publics = _codes()
    min_age = _age()
    max_age = _age()
    organiser_id = Text(most=36, required=True, allow_none=True)
    organiser_name = _prose(300)
    prices = fields.List(fields.Nested(PriceHeard), required=True, validate=validate.Length(max=50))
    image = fields.Nested(ImageHeard, required=True, allow_none=True)
    accessibility = _codes()
    attendance = _one_of("on_site", "online", "both")
    place_id = Text(most=36, required=True, allow_none=True)
    venue = fields.Nested(VenueHeard, required=True, allow_none=True)
    recipe = _prose(1000)
    copied_from_id = Text(most=36, required=True, allow_none=True)
    copied_from_city = Text(most=31, required=True, allow_none=True)
    attribution = _prose(1000)
    mode = _one_of("open", "moderated", "external", "none")
    external_url = _web_address(required=True, allow_none=True)
    published_at = Instant(required=True)


class ActivityEnded(Heard):
    """activity.cancelled, activity.withdrawn."""

    id = _id("activity_id")
    city = Text(most=31, least=1, required=True)


class OccurrenceHeard(Heard):
    """An event of a date of an activity: of it all but its booking, and what it takes at least."""

    id = _id("occurrence_id")
    activity_id = _id("activity_id")
    city = Text(most=31, least=1, required=True)
    place_id = Text(most=36, required=True, allow_none=True)
    space_id = Text(most=36, required=True, allow_none=True)
    place_name = Text(most=300, required=True)
    address = Text(most=700, required=True)
    latitude = _degrees(90, allow_none=True)
    longitude = _degrees(180, allow_none=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    zone = fields.String(required=True, validate=validate.OneOf(ZONES))
    status = _one_of("scheduled", "rescheduled", "moved_online", "postponed", "cancelled")
    capacity = _count()
    is_full = fields.Boolean(required=True)


class OccurrenceRescheduled(OccurrenceHeard):
    """occurrence.rescheduled: when it was before, too."""

    previous_starts_at = Instant(required=True)


class HoursAnnounced(Heard):
    """hours.announced: when, where; not why, which people wrote."""

    id = _id("special_id")
    place_id = _id("place_id")
    space_id = Text(most=36, least=1, required=True, allow_none=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    is_open = fields.Boolean(required=True)


class HoursWithdrawn(Heard):
    """hours.withdrawn."""

    id = _id("special_id")
    place_id = _id("place_id")
    withdrawn_at = Instant(required=True)
