"""Closures and extra openings: what is asked and what is shown."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from chassis.schema import Cursor, Instant, Schema, Text
from services.bookings import domain
from services.bookings.domain.closures import Decision, Fate
from services.bookings.schemas.bookings import Booking
from services.bookings.schemas.kinds import Actor, Listed, codes, identifier

MOST_DECISIONS = 2000


class DecisionMade(Schema):
    """What shall become of a booking: `keep`, `cancel`, or `propose` a period in a space instead."""

    booking_id = identifier(required=True)
    decision = fields.Enum(Fate, by_value=True, required=True)
    space_id = identifier(load_default=None, allow_none=True)
    starts_at = Instant(load_default=None, allow_none=True)
    ends_at = Instant(load_default=None, allow_none=True)
    past = codes()

    @validates_schema
    def check_proposal(self, loaded: dict[str, Any], **kwargs: Any) -> None:
        """A proposal says what, and nothing else does."""
        said = [loaded[name] is not None for name in ("space_id", "starts_at", "ends_at")]
        if any(said) is not all(said) or any(said) is not (loaded["decision"] is Fate.PROPOSE):
            raise ValidationError("A proposal has space_id, starts_at and ends_at; nothing else has.", "decision")

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> tuple[str, Decision]:
        fate, space_id, starts_at, ends_at = (loaded[name] for name in ("decision", "space_id", "starts_at", "ends_at"))
        period = domain.Period(starts_at, ends_at) if fate is Fate.PROPOSE else None
        return loaded["booking_id"], Decision(fate, space_id, period, frozenset(loaded["past"]))


class _Decided(Schema):
    """Something to be done once everything is decided. Loads `decisions` by booking."""

    actor = fields.Nested(Actor, required=True)
    place_id = identifier(required=True)
    decisions = fields.List(
        fields.Nested(DecisionMade), load_default=list, validate=validate.Length(max=MOST_DECISIONS)
    )

    @post_load
    def make_decisions(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        decisions = dict(loaded["decisions"])
        if len(decisions) < len(loaded["decisions"]):
            raise ValidationError("A booking is decided about once.", "decisions")
        return {**loaded, "decisions": decisions}


class HoursPlanned(Schema):
    """When a place, or one of its spaces, would be closed or open. Loads `period`."""

    actor = fields.Nested(Actor, required=True)
    place_id = identifier(required=True)
    space_id = identifier(load_default=None, allow_none=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)

    @post_load
    def make_period(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        period = domain.Period(loaded.pop("starts_at"), loaded.pop("ends_at"))
        return {**loaded, "period": period}


class OpeningWanted(HoursPlanned):
    """An extra opening to be announced."""

    reason = Text(least=1, most=200, required=True)
    idempotency_key = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[ -~]{1,255}\Z"))


class ClosureWanted(OpeningWanted, _Decided):
    """A closure to be announced, with what is decided about the bookings that it hits."""


class HoursUnwanted(Schema):
    """A closure or an extra opening to be withdrawn."""

    actor = fields.Nested(Actor, required=True)
    special_id = identifier(required=True)
    keep_bookings = fields.Boolean(load_default=False)


class CalendarToImport(_Decided):
    """A calendar whose entries are closures of a place."""

    calendar = fields.String(required=True, validate=validate.Length(1, domain.calendar_entries.MOST_CHARACTERS))


class ClosuresAsked(Listed):
    """Which closures of a place to list."""

    place_id = identifier(required=True)
    after = Cursor(Instant(), identifier(), load_default=None, allow_none=True)


class SpecialHours(Schema):
    """A closure, or an extra opening, as it is shown."""

    id = fields.String(attribute="special_id")
    place_id = fields.String()
    space_id = fields.String()
    starts_at = Instant()
    ends_at = Instant()
    is_open = fields.Boolean()
    reason = fields.String()


class ClosuresPage(Schema):
    """A page of them."""

    items = fields.List(fields.Nested(SpecialHours))
    next = Cursor(Instant(), identifier())


class Closed(Schema):
    """A closure that was announced, and what the bookings that it hits are from then on."""

    closure = fields.Nested(SpecialHours)
    bookings = fields.List(fields.Nested(Booking))


class Proposal(Schema):
    """A period in a space that is free."""

    space_id = fields.String(attribute="space.space_id")
    space_name = fields.String(attribute="space.name")
    place_id = fields.String(attribute="space.place_id")
    place_name = fields.String(attribute="space.place_name")
    city = fields.String(attribute="space.city")
    starts_at = Instant(attribute="period.starts_at")
    ends_at = Instant(attribute="period.ends_at")


class ForActivity(Schema):
    """The date of an activity for which something is booked."""

    occurrence_id = fields.String()
    activity_id = fields.String()
    title = fields.Dict(keys=fields.String(), values=fields.String())


class Hit(Schema):
    """A booking that a closure hits, with what might be proposed instead, or the activity for which it is kept."""

    booking = fields.Nested(Booking)
    proposals = fields.List(fields.Nested(Proposal))
    activity = fields.Nested(ForActivity)


class Preview(Schema):
    """What a closure hits."""

    hits = fields.List(fields.Nested(Hit))


class Imported(Schema):
    """What the import of a calendar did, or what it hits as long as nobody decided."""

    applied = fields.Boolean()
    announced = fields.List(fields.Nested(SpecialHours))
    withdrawn = fields.List(fields.Nested(SpecialHours))
    bookings = fields.List(fields.Nested(Booking))
    hits = fields.List(fields.Nested(Hit))
