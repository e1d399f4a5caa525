"""Search: what is looked for, and what is found."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from chassis.schema import Cursor, Instant, Schema, Text
from services.bookings import domain
from services.bookings.schemas.catalogue import Period, Space
from services.bookings.schemas.kinds import Actor, Filtered, For, Listed, code, identifier, persons


class Looking(For):
    """Who looks for a period; a visitor is nobody's member: `actor` is None then. Loads `period` and `holder`."""

    actor = fields.Nested(Actor, load_default=None, allow_none=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    persons = persons(load_default=1)

    @post_load
    def make_period(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        period = domain.Period(loaded.pop("starts_at"), loaded.pop("ends_at"))
        return {**loaded, "period": period}


def _after(**kwargs: Any) -> Cursor:
    return Cursor(fields.Float(), code(), Text(most=200), identifier(), **kwargs)


class SearchAsked(Looking, Listed, Filtered):
    """A period, and in which spaces; the persons are in the filters."""

    persons = persons(load_default=1)
    after = _after(load_default=None, allow_none=True)


class AlternativesAsked(Looking):
    """A period in a space."""

    space_id = identifier(required=True)


class NextFreeAsked(Filtered):
    """Of which spaces, how long, between which instants, how many periods of each. Loads as `filters`, `span`, …"""

    minutes = fields.Integer(strict=True, load_default=None, allow_none=True, validate=validate.Range(1, 89_280))
    from_ = Instant(required=True)
    to = Instant(required=True)
    most = fields.Integer(strict=True, load_default=1, validate=validate.Range(1, 10))

    @post_load
    def make_span(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        span = domain.Period(loaded.pop("from_"), loaded.pop("to"))
        domain.check_span(span)
        return {**loaded, "span": span}


class Choice(Schema):
    """A period for which a space could be booked now."""

    space = fields.Nested(Space, attribute="wish.space")
    zone = fields.String(attribute="wish.place.zone")
    starts_at = Instant(attribute="wish.period.starts_at")
    ends_at = Instant(attribute="wish.period.ends_at")
    units_free = fields.Integer(attribute="units")
    price_cents = fields.Integer(attribute="price.cents")
    currency = fields.String(attribute="price.currency")
    rule = fields.String(attribute="price.rule")
    tariff = fields.String(attribute="price.tariff")
    approval = fields.Boolean()
    distance_km = fields.Float(attribute="km")


class Alternative(Choice):
    """The same, with what is other than was asked for."""

    reason = fields.String()


class ChoicesPage(Schema):
    """A page of what is free; when nothing is, what is near it."""

    items = fields.List(fields.Nested(Choice))
    next = _after(attribute="following")
    alternatives = fields.List(fields.Nested(Alternative))


class NextFree(Schema):
    """The next periods in which a space can be booked."""

    space_id = fields.String()
    zone = fields.String()
    free = fields.List(fields.Nested(Period))
