"""Series: what is asked and what is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import fields, post_load, validate

from chassis.schema import Instant, Schema, Text
from services.bookings.schemas.bookings import Booking, BookingMoved, BookingUnwanted
from services.bookings.schemas.kinds import Actor, For, codes, identifier, persons

_WALL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", re.ASCII)
_SCOPES = ("this", "following", "all")
_ON_CONFLICT = ("skip", "fail")


class WallTime(fields.Field[datetime]):
    """What the clocks of a place show, without offset: `2026-11-23T09:00`, with or without seconds."""

    default_error_messages = {"invalid": "Not a local time without offset, e.g. 2026-11-23T09:00:00."}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        try:
            if not _WALL_TIME.fullmatch(value):
                raise ValueError
            return datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.make_error("invalid") from None


def _key(**kwargs: Any) -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[ -~]{1,255}\Z"), **kwargs)


class _Series(For):
    """A rule in a space, for whom, and who asks. Loads `holder` for what makes it."""

    space_id = identifier(required=True)
    rule = Text(required=True, least=1, most=500)
    starts_local = WallTime(required=True)
    ends_local = WallTime(required=True)
    persons = persons(load_default=1)
    past = codes()

    @post_load
    def make_past(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return {**loaded, "past": frozenset(loaded["past"])}


class SeriesAsked(_Series):
    """The same, also of a visitor, who is nobody's member: `actor` is None then."""

    actor = fields.Nested(Actor, load_default=None, allow_none=True)


class SeriesWished(_Series):
    """The same, to be done once under a key; `on_conflict`: what happens when an occurrence is refused."""

    on_conflict = fields.String(load_default="skip", validate=validate.OneOf(_ON_CONFLICT))
    idempotency_key = _key()


class SeriesNamed(Schema):
    """One series, and who asks for it."""

    series_id = identifier(required=True)
    actor = fields.Nested(Actor, required=True)


class SeriesRetried(SeriesNamed):
    """A series whose refused occurrences are to be tried again."""

    past = codes()

    @post_load
    def make_past(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return {**loaded, "past": frozenset(loaded["past"])}


class OccurrenceAdded(SeriesRetried):
    """One more date of a series, to be booked once under a key."""

    starts_local = WallTime(required=True)
    ends_local = WallTime(load_default=None, allow_none=True)
    idempotency_key = _key()


class SeriesMoved(BookingMoved):
    """What a booking, and those of its series in the scope, shall be."""

    scope = fields.String(load_default="this", validate=validate.OneOf(_SCOPES))
    on_conflict = fields.String(load_default="skip", validate=validate.OneOf(_ON_CONFLICT))


class SeriesUnwanted(BookingUnwanted):
    """A booking, and those of its series in the scope, to be cancelled, and why."""

    scope = fields.String(load_default="this", validate=validate.OneOf(_SCOPES))


class Occasion(Schema):
    """What an occurrence would come to."""

    occurrence = fields.String(attribute="key")
    starts_at = Instant(attribute="wish.period.starts_at", dump_default=None)
    ends_at = Instant(attribute="wish.period.ends_at", dump_default=None)
    status = fields.String()
    codes = fields.List(fields.String())
    price_cents = fields.Integer(attribute="price.cents", dump_default=None)
    currency = fields.String(attribute="price.currency", dump_default=None)


class SeriesPreview(Schema):
    """What each occurrence of a rule would come to."""

    space_id = fields.String()
    zone = fields.String()
    items = fields.List(fields.Nested(Occasion))


class RefusedOccurrence(Schema):
    """What could not be booked, or not be changed, and why."""

    occurrence = fields.String()
    starts_at = Instant()
    ends_at = Instant()
    codes = fields.List(fields.String())


class Series(Schema):
    """A series, with bookings of it and what was refused."""

    id = fields.String(attribute="series.series_id")
    space_id = fields.String(attribute="series.space_id")
    member_id = fields.String(attribute="series.member_id")
    home_city = fields.String(attribute="series.home_city")
    organisation_id = fields.String(attribute="series.organisation_id")
    booked_by_id = fields.String(attribute="series.booked_by_id")
    booked_by_city = fields.String(attribute="series.booked_by_city")
    rule = fields.String(attribute="series.rule")
    starts_local = fields.String(attribute="series.starts_local")
    ends_local = fields.String(attribute="series.ends_local")
    zone = fields.String(attribute="series.zone")
    persons = fields.Integer(attribute="series.persons")
    booked_at = Instant(attribute="series.booked_at")
    sequence = fields.Integer(attribute="series.sequence")
    bookings = fields.List(fields.Nested(Booking))
    refused = fields.List(fields.Nested(RefusedOccurrence))


class Changed(Schema):
    """What became of a booking and of those of its series that were to change with it."""

    booking = fields.Nested(Booking)
    changed = fields.Integer()
    refused = fields.List(fields.Nested(RefusedOccurrence))
