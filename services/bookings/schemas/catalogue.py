"""Places, spaces and when they are free: what is asked and what is shown."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load

from chassis.schema import Cursor, Instant, Schema, Text
from services.bookings import domain
from services.bookings.schemas.kinds import Actor, Filtered, Listed, code, identifier


class PlacesAsked(Schema):
    """Which places to list."""

    city = code(load_default=None, allow_none=True)


class PlaceNamed(Schema):
    """One place."""

    place_id = identifier(required=True)


class SpaceNamed(Schema):
    """One space."""

    space_id = identifier(required=True)


class SpacesAsked(Listed, Filtered):
    """Which spaces to list."""

    after = Cursor(Text(most=200), identifier(), load_default=None, allow_none=True)


class AvailabilityAsked(SpaceNamed):
    """A space and the span to look at. Loads as `space_id`, `span`, …; refuses a span that is too long.

    `moving`: the booking of `actor` for which another period is looked for.
    """

    actor = fields.Nested(Actor, load_default=None, allow_none=True)
    moving = identifier(load_default=None, allow_none=True)
    from_ = Instant(required=True)
    to = Instant(required=True)

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        span = domain.Period(loaded.pop("from_"), loaded.pop("to"))
        domain.check_span(span)
        return {**loaded, "span": span}


class Place(Schema):
    """A place, as it is shown."""

    id = fields.String(attribute="place_id")
    city = fields.String()
    name = fields.String()
    address = fields.String()
    postcode = fields.String()
    insee = fields.String()
    commune = fields.String()
    latitude = fields.Float()
    longitude = fields.Float()
    opening_hours = fields.String()
    zone = fields.String()
    description = fields.String()
    website = fields.String()
    kind = fields.String()
    school_zone = fields.String()
    valid_from = fields.Date()
    valid_until = fields.Date()
    published_at = Instant()


class Quota(Schema):
    """The most that may be held of a space."""

    of = fields.String()
    over = fields.String()
    most_bookings = fields.Integer()
    most_minutes = fields.Integer()


class Rules(Schema):
    """The rules of a space, as `domain.Rules` tells them."""

    min_minutes = fields.Integer()
    max_minutes = fields.Integer()
    step_minutes = fields.Integer()
    start_every_minutes = fields.Integer()
    notice_minutes = fields.Integer()
    horizon_days = fields.Integer()
    buffer_before_minutes = fields.Integer()
    buffer_after_minutes = fields.Integer()
    categories = fields.List(fields.String())
    organisation_kinds = fields.List(fields.String())
    cities = fields.List(fields.String())
    attestation = fields.String()
    quotas = fields.List(fields.Nested(Quota))
    min_persons = fields.Integer()
    max_persons = fields.Integer()
    approval = fields.Boolean()
    answer_within_minutes = fields.Integer()
    hold_minutes = fields.Integer()
    offer_minutes = fields.Integer()
    cancel_until_minutes = fields.Integer()
    move_until_minutes = fields.Integer()
    check_in_from_minutes = fields.Integer()
    check_in_by_member = fields.Boolean()
    release_after_minutes = fields.Integer()


class Tariff(Schema):
    """A tariff of a space, as `domain.Tariff` tells it."""

    name = fields.String()
    categories = fields.List(fields.String())
    organisation_kinds = fields.List(fields.String())
    cities = fields.List(fields.String())
    attestation = fields.String()
    hour_cents = fields.Integer()
    half_day_cents = fields.Integer()
    day_cents = fields.Integer()
    month_cents = fields.Integer()


class Space(Schema):
    """A space, as it is shown."""

    id = fields.String(attribute="space_id")
    place_id = fields.String()
    place_name = fields.String()
    city = fields.String()
    name = fields.String()
    kind = fields.String()
    capacity = fields.Integer()
    units = fields.Integer()
    area_m2 = fields.Float()
    floor = fields.Integer()
    equipment = fields.List(fields.String())
    accessible = fields.Boolean()
    description = fields.String()
    hourly_price_cents = fields.Integer()
    accessibility = fields.List(fields.String())
    parent_id = fields.String()
    photos = fields.List(fields.String())
    opening_hours = fields.String()
    valid_from = fields.Date()
    valid_until = fields.Date()
    sharing = fields.List(fields.String())
    rules = fields.Nested(Rules)
    tariffs = fields.List(fields.Nested(Tariff))
    published_at = Instant()


class SpacesPage(Schema):
    """A page of spaces."""

    items = fields.List(fields.Nested(Space))
    next = Cursor(Text(most=200), identifier())


class Period(Schema):
    """A half-open period, UTC."""

    starts_at = Instant()
    ends_at = Instant()


class Free(Schema):
    """A period and how many units are free all along; what begins in it can end `until` then."""

    starts_at = Instant(attribute="period.starts_at")
    ends_at = Instant(attribute="period.ends_at")
    units = fields.Integer()
    until = Instant()


class Availability(Schema):
    """When a space is open, and when how many of its units are free; with its rules."""

    space_id = fields.String()
    zone = fields.String()
    units = fields.Integer()
    rules = fields.Nested(Rules)
    open = fields.List(fields.Nested(Period), attribute="opening")
    free = fields.List(fields.Nested(Free))
