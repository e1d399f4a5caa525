"""Bookings: what is asked and what is shown."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from chassis.schema import Cursor, Instant, Schema
from services.bookings import domain
from services.bookings.schemas.kinds import Actor, For, Listed, code, codes, identifier, persons


class BookingsAsked(Listed):
    """Which of a member's bookings to list."""

    actor = fields.Nested(Actor, required=True)
    after = Cursor(Instant(), identifier(), load_default=None, allow_none=True)


class Gathered(Schema):
    """From where on a member takes along what is theirs."""

    actor = fields.Nested(Actor, required=True)
    after = Cursor(Instant(), identifier(), load_default=None, allow_none=True)


class Following(Schema):
    """Where it goes on."""

    next = Cursor(Instant(), identifier())


class BookingNamed(Schema):
    """One booking, and who asks for it."""

    booking_id = identifier(required=True)
    actor = fields.Nested(Actor, required=True)


def _reason(default: str) -> fields.String:
    field = code(load_default=default)
    field.validators = [*field.validators, validate.NoneOf(domain.OWN_REASONS, error="Not for others to say.")]
    return field


class BookingUnwanted(BookingNamed):
    """A booking to be cancelled, and why; `past`: the rules to go past."""

    reason = _reason("member")
    past = codes()


class BookingDenied(BookingNamed):
    """A request to be denied, and why."""

    reason = _reason("staff")


class Wished(For):
    """A period in a space, for whom, and who asks. Loads `period` and `holder` for what makes them."""

    space_id = identifier(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    persons = persons(load_default=1)
    past = codes()

    @post_load
    def make_period(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        period = domain.Period(loaded.pop("starts_at"), loaded.pop("ends_at"))
        return {**loaded, "period": period, "past": frozenset(loaded["past"])}


class QuoteAsked(Wished):
    """The same, also of a visitor, who is nobody's member: `actor` is None then."""

    actor = fields.Nested(Actor, load_default=None, allow_none=True)


class BookingWished(Wished):
    """The same, to be done once under a key; `tentative`: a hold that lapses unless it is confirmed."""

    tentative = fields.Boolean(load_default=False)
    idempotency_key = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[ -~]{1,255}\Z"))


class BookingMoved(BookingNamed):
    """What a booking shall be from now on; what is not said stays."""

    starts_at = Instant(load_default=None, allow_none=True)
    ends_at = Instant(load_default=None, allow_none=True)
    space_id = identifier(load_default=None, allow_none=True)
    persons = persons(load_default=None, allow_none=True)
    past = codes()

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return {**loaded, "past": frozenset(loaded["past"])}


class BookingsAtAsked(Listed):
    """Which bookings of a place to list, for its staff. Loads as `place_id`, `span`, `status`, …"""

    actor = fields.Nested(Actor, required=True)
    place_id = identifier(required=True)
    from_ = Instant(required=True)
    to = Instant(required=True)
    status = code(load_default=None, allow_none=True)
    after = Cursor(Instant(), identifier(), load_default=None, allow_none=True)

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        span = domain.Period(loaded.pop("from_"), loaded.pop("to"))
        domain.check_span(span)
        return {**loaded, "span": span}


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
    tariff = fields.String()
    credit_cents = fields.Integer()
    prepaid_minutes = fields.Integer()
    persons = fields.Integer()
    organisation_id = fields.String()
    booked_by_id = fields.String()
    booked_by_city = fields.String()
    went_past = fields.List(fields.String())
    lapses_at = Instant()
    series_id = fields.String()
    occurrence = fields.String()
    replaces_id = fields.String()
    for_occurrence_id = fields.String()
    checked_in_at = Instant()
    checked_out_at = Instant()
    sequence = fields.Integer()
    booked_at = Instant()
    cancelled_at = Instant()
    cancel_reason = fields.String()


class BookingsPage(Schema):
    """A page of bookings."""

    items = fields.List(fields.Nested(Booking))
    next = Cursor(Instant(), identifier())


class Refusal(Schema):
    """Why a wish would be refused."""

    code = fields.String()
    message = fields.String()


class PriceLine(Schema):
    """A part of a price."""

    tier = fields.String()
    count = fields.Integer()
    cents = fields.Integer()


class Quote(Schema):
    """What a wish would cost, and what stands against it."""

    space_id = fields.String(attribute="wish.space.space_id")
    starts_at = Instant(attribute="wish.period.starts_at")
    ends_at = Instant(attribute="wish.period.ends_at")
    price_cents = fields.Integer(attribute="price.cents")
    currency = fields.String(attribute="price.currency")
    rule = fields.String(attribute="price.rule")
    tariff = fields.String(attribute="price.tariff")
    lines = fields.List(fields.Nested(PriceLine), attribute="price.lines")
    prepaid_minutes = fields.Integer(attribute="payment.prepaid_minutes")
    credit_cents = fields.Integer(attribute="payment.credit_cents")
    to_pay_cents = fields.Integer(attribute="payment.price_cents")
    approval = fields.Boolean()
    went_past = fields.List(fields.String())
    refusals = fields.List(fields.Nested(Refusal))
