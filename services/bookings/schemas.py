"""JSON <-> domain objects: what may be asked of bookings, what it answers, what it hears. Never queries."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates

from chassis.schema import Heard, Instant, Schema, Text
from services.bookings import domain


def _id(**kwargs: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(r"[!-~]{1,36}\Z"), **kwargs)


def _code(**kwargs: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z"), **kwargs)


class Cursor(fields.Field[tuple[Any, ...]]):
    """The sort key of the last row seen, opaque to whoever carries it: base64url of its JSON.

    Args:
        parts: the fields of the key, in order.
    """

    default_error_messages = {"invalid": "Not a cursor that this list gave."}  # noqa: RUF012  as marshmallow does

    def __init__(self, *parts: fields.Field[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.parts = parts

    def _serialize(self, value: tuple[Any, ...] | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        if value is None:
            return None
        key = [part.serialize("own", {"own": own}) for part, own in zip(self.parts, value, strict=True)]
        return urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[Any, ...]:
        try:
            key = json.loads(urlsafe_b64decode(value + "=" * (-len(value) % 4)))
            return tuple(part.deserialize(own) for part, own in zip(self.parts, key, strict=True))
        except (TypeError, ValueError, RecursionError):  # marshmallow's ValidationError is a ValueError
            raise self.make_error("invalid") from None


class Actor(Schema):
    """Who asks, as their city attests it."""

    member_id = _id(required=True)
    city = _code(required=True)
    category = _code(required=True)
    organisation_kind = _code(required=True)
    roles = fields.List(_code(), load_default=list)

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> domain.Actor:
        return domain.Actor(**{**loaded, "roles": tuple(loaded["roles"])})


class PlacesAsked(Schema):
    """Which places to list."""

    city = _code(load_default=None, allow_none=True)


class PlaceNamed(Schema):
    """One place."""

    place_id = _id(required=True)


class SpaceNamed(Schema):
    """One space."""

    space_id = _id(required=True)


class _List(Schema):
    limit = fields.Integer(strict=True, load_default=50, validate=validate.Range(1, 200))


class SpacesAsked(_List):
    """Which spaces to list."""

    city = _code(load_default=None, allow_none=True)
    kind = _code(load_default=None, allow_none=True)
    persons = fields.Integer(strict=True, load_default=None, allow_none=True, validate=validate.Range(1, 100_000))
    place_id = _id(load_default=None, allow_none=True)
    after = Cursor(Text(most=200), _id(), load_default=None, allow_none=True)


class BookingsAsked(_List):
    """Which of a member's bookings to list."""

    actor = fields.Nested(Actor, required=True)
    after = Cursor(Instant(), _id(), load_default=None, allow_none=True)


class BookingNamed(Schema):
    """One booking, and who asks for it."""

    booking_id = _id(required=True)
    actor = fields.Nested(Actor, required=True)


class BookingUnwanted(BookingNamed):
    """A booking to be cancelled, and why."""

    reason = _code(load_default="member")


class Wished(SpaceNamed):
    """A period in a space, and who asks for it. Loads as `space_id`, `period`, `actor`."""

    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    actor = fields.Nested(Actor, required=True)

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        period = domain.Period(loaded.pop("starts_at"), loaded.pop("ends_at"))
        return {**loaded, "period": period}


class BookingWished(Wished):
    """The same, to be done once under a key. Loads as `space_id`, `period`, `actor`, `idempotency_key`."""

    idempotency_key = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[ -~]{1,255}\Z"))


class AvailabilityAsked(SpaceNamed):
    """A space and the span to look at. Loads as `space_id`, `span`; refuses a span that is too long."""

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
    published_at = Instant()


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
    published_at = Instant()


class SpacesPage(Schema):
    """A page of spaces."""

    items = fields.List(fields.Nested(Space))
    next = Cursor(Text(most=200), _id())


class Booking(Schema):
    """A booking, as its member sees it."""

    id = fields.String(attribute="booking_id")
    space_id = fields.String()
    space_name = fields.String()
    place_id = fields.String()
    place_name = fields.String()
    host_city = fields.String()
    unit_id = fields.String()
    unit_name = fields.String()
    member_id = fields.String()
    home_city = fields.String()
    starts_at = Instant()
    ends_at = Instant()
    zone = fields.String()
    status = fields.String()
    price_cents = fields.Integer()
    currency = fields.String()
    price_rule = fields.String()
    sequence = fields.Integer()
    booked_at = Instant()
    cancelled_at = Instant()


class BookingsPage(Schema):
    """A page of bookings."""

    items = fields.List(fields.Nested(Booking))
    next = Cursor(Instant(), _id())


class Period(Schema):
    """A half-open period, UTC."""

    starts_at = Instant()
    ends_at = Instant()


class Free(Schema):
    """A period and how many units are free all along."""

    starts_at = Instant(attribute="period.starts_at")
    ends_at = Instant(attribute="period.ends_at")
    units = fields.Integer()


class Availability(Schema):
    """When a space is open, and when how many of its units are free."""

    space_id = fields.String()
    zone = fields.String()
    units = fields.Integer()
    open = fields.List(fields.Nested(Period), attribute="opening")
    free = fields.List(fields.Nested(Free))


class Refusal(Schema):
    """Why a wish would be refused."""

    code = fields.String()
    message = fields.String()


class Quote(Schema):
    """What a wish would cost, and what stands against it."""

    space_id = fields.String(attribute="wish.space.space_id")
    starts_at = Instant(attribute="wish.period.starts_at")
    ends_at = Instant(attribute="wish.period.ends_at")
    price_cents = fields.Integer(attribute="price.cents")
    currency = fields.String(attribute="price.currency")
    rule = fields.String(attribute="price.rule")
    refusals = fields.List(fields.Nested(Refusal))


class MemberApproved(Heard):
    """`member.approved`, as far as bookings listens."""

    member_id = _id(required=True)
    city = _code(required=True)
    category = _code(required=True)
    organisation_kind = _code(required=True)
    status = _code(required=True)
    roles = fields.List(_code(), required=True)
    sequence = fields.Integer(strict=True, required=True, validate=validate.Range(0))


class CityKeysPublished(Heard):
    """`city.keys_published`, as far as bookings listens."""

    city = _code(required=True)
    keys = fields.List(fields.Dict(), required=True, validate=validate.Length(1, 20))
    published_at = Instant(required=True)

    @validates("keys")
    def check_public(self, keys: list[dict[str, Any]], **kwargs: Any) -> None:
        """A private key that a city lets slip is neither kept nor handed on."""
        if any("d" in key for key in keys):
            raise ValidationError("Holds a private key.")
