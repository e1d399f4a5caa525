"""Registrations: what is asked and what is shown."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from chassis.schema import Cursor, Instant, Schema
from services.bookings.domain.activities import OWN_REASONS
from services.bookings.schemas.kinds import Actor, For, Listed, code, identifier

_STATUSES = ("waiting", "requested", "offered", "confirmed", "cancelled", "declined", "lapsed", "over")


def _seats(**kwargs: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(1, 1000), **kwargs)


def _number() -> fields.Integer:
    """A number that a row has been given."""
    return fields.Integer(strict=True, validate=validate.Range(0, 2**63 - 1))


def _reason(default: str) -> fields.String:
    """Why, by a code; some are ours to say."""
    field = code(load_default=default)
    field.validators = [*field.validators, validate.NoneOf(OWN_REASONS)]
    return field


class RegistrationWished(For):
    """Seats of an occurrence, for whom, once under a key. Loads `holder` for whom they are."""

    occurrence_id = identifier(required=True)
    seats = _seats(load_default=1)
    accept_waiting = fields.Boolean(load_default=False)
    idempotency_key = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[ -~]{1,255}\Z"))


class RegistrationNamed(Schema):
    """One registration, and who asks for it."""

    registration_id = identifier(required=True)
    actor = fields.Nested(Actor, required=True)


class RegistrationUnwanted(RegistrationNamed):
    """A registration to be cancelled, and why."""

    reason = _reason("member")


class RegistrationDeclined(RegistrationNamed):
    """A request to be declined, and why."""

    reason = _reason("staff")


class SeatsWanted(RegistrationNamed):
    """How many seats a registration shall have."""

    seats = _seats(required=True)

    @post_load
    def make_wanted(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        wanted = loaded.pop("seats")
        return {**loaded, "wanted": wanted}


class Prioritised(RegistrationNamed):
    """Who comes before others."""

    priority = fields.Integer(strict=True, required=True, validate=validate.Range(-100, 100))


class RegistrationsAsked(Listed):
    """Which of a member's registrations to list."""

    actor = fields.Nested(Actor, required=True)
    after = Cursor(Instant(), identifier(), load_default=None, allow_none=True)


class RegistrationsAtAsked(Listed):
    """Which registrations of an occurrence to list, for its staff."""

    actor = fields.Nested(Actor, required=True)
    occurrence_id = identifier(required=True)
    status = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(_STATUSES))
    after = Cursor(_number(), load_default=None, allow_none=True)


class DecisionsAsked(Listed):
    """Which decisions to list: of an occurrence, for its staff, or of one registration."""

    actor = fields.Nested(Actor, required=True)
    occurrence_id = identifier(load_default=None, allow_none=True)
    registration_id = identifier(load_default=None, allow_none=True)
    after = Cursor(_number(), load_default=None, allow_none=True)

    @validates_schema
    def check_one(self, loaded: dict[str, Any], **kwargs: Any) -> None:
        if (loaded.get("occurrence_id") is None) == (loaded.get("registration_id") is None):
            raise ValidationError("Either an occurrence or a registration.", "registration_id")


class Registration(Schema):
    """A registration with what it is for: dumps a `domain.activities.Standing`."""

    id = fields.String(attribute="registration.registration_id")
    occurrence_id = fields.String(attribute="registration.occurrence_id")
    activity_id = fields.String(attribute="registration.activity_id")
    title = fields.Dict(attribute="seats.activity.title", keys=fields.String(), values=fields.String())
    kind = fields.String(attribute="seats.activity.kind")
    starts_at = Instant(attribute="seats.occurrence.starts_at")
    ends_at = Instant(attribute="seats.occurrence.ends_at")
    zone = fields.String(attribute="seats.occurrence.zone")
    place_name = fields.String(attribute="seats.occurrence.place_name")
    address = fields.String(attribute="seats.occurrence.address")
    attendance = fields.String(attribute="seats.attendance")
    online_url = fields.String()
    host_city = fields.String(attribute="registration.host_city")
    member_id = fields.String(attribute="registration.member_id")
    home_city = fields.String(attribute="registration.home_city")
    organisation_id = fields.String(attribute="registration.organisation_id")
    seats = fields.Integer(attribute="registration.seats")
    status = fields.String(attribute="registration.status")
    position = fields.Integer()
    number = fields.Integer(attribute="registration.number")
    priority = fields.Integer(attribute="registration.priority")
    kept = fields.Boolean(attribute="registration.kept")
    lapses_at = Instant(attribute="registration.lapses_at")
    registered_by_id = fields.String(attribute="registration.registered_by_id")
    registered_by_city = fields.String(attribute="registration.registered_by_city")
    registered_at = Instant(attribute="registration.registered_at")
    offered_at = Instant(attribute="registration.offered_at")
    confirmed_at = Instant(attribute="registration.confirmed_at")
    ended_at = Instant(attribute="registration.ended_at")
    end_reason = fields.String(attribute="registration.end_reason")
    answers_due = fields.Boolean()
    answered_at = Instant(attribute="registration.answered_at")
    checked_in_at = Instant(attribute="registration.checked_in_at")
    checked_in_seats = fields.Integer(attribute="registration.checked_in_seats")
    absence_reason = fields.String(attribute="registration.absence_reason")
    occurrence_status = fields.String(attribute="seats.occurrence.status")
    sequence = fields.Integer(attribute="registration.sequence")


class RegistrationsPage(Schema):
    """A page of a member's registrations."""

    items = fields.List(fields.Nested(Registration))
    next = Cursor(Instant(), identifier())


class RegistrationsAtPage(Schema):
    """A page of an occurrence's registrations; each is then told with what its member is `called`."""

    items = fields.List(fields.Nested(Registration))
    next = Cursor(fields.Integer())


class Decision(Schema):
    """Why somebody got a seat, or did not. `by`: `rules`, `member` (who comes), `other` (who acted for them)."""

    number = fields.Integer()
    occurrence_id = fields.String(attribute="decision.occurrence_id")
    registration_id = fields.String(attribute="decision.registration_id")
    code = fields.String(attribute="decision.code")
    decided_at = Instant(attribute="decision.decided_at")
    by = fields.String()
    detail = fields.Dict(attribute="decision.detail")


class DecisionForStaff(Decision):
    """The same, with who decided it."""

    decided_by_id = fields.String(attribute="decision.decided_by_id")
    decided_by_city = fields.String(attribute="decision.decided_by_city")


class DecisionsPage(Schema):
    """Where a list of decisions goes on."""

    next = Cursor(fields.Integer())
