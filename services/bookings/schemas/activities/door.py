"""The door: what its page sends, and what it is told."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Instant, Schema
from services.bookings.domain.activities import door
from services.bookings.schemas.activities.activities import ActivityForStaff
from services.bookings.schemas.activities.occurrences import OccurrenceForStaff
from services.bookings.schemas.kinds import Actor, identifier


def _nonce(**kwargs: Any) -> fields.String:
    """What a page draws for each thing that it sends: 8 to 36 letters, digits and hyphens, as of a UUID."""
    return fields.String(validate=validate.Regexp(r"[A-Za-z0-9-]{8,36}\Z"), **kwargs)


class DoorNamed(Schema):
    """One occurrence, and who stands at its door."""

    occurrence_id = identifier(required=True)
    actor = fields.Nested(Actor, required=True)


class ScansSent(DoorNamed):
    """What a page has noted, in its order. Each of `scans` is read by itself, as `ScanSent`."""

    scans = fields.List(fields.Raw(), required=True, validate=validate.Length(1, door.MOST_AT_ONCE))


class ScanSent(Schema):
    """One scan; `seats` None: all who had not come yet."""

    nonce = _nonce(required=True)
    registration_id = identifier(required=True)
    kind = fields.String(load_default=door.ARRIVAL, validate=validate.OneOf([door.ARRIVAL, door.UNDO]))
    seats = fields.Integer(strict=True, load_default=None, allow_none=True, validate=validate.Range(1, 10_000))
    scanned_at = Instant(required=True)
    undoes = _nonce(load_default=None, allow_none=True)
    force = fields.Boolean(load_default=False)


class WalkInsCounted(DoorNamed):
    """Persons who walked in; fewer than none: as many are taken back."""

    nonce = _nonce(required=True)
    persons = fields.Integer(
        strict=True, required=True, validate=[validate.Range(-1000, 1000), validate.NoneOf([0], error="Nobody.")]
    )
    scanned_at = Instant(load_default=None, allow_none=True)


class BandsCounted(DoorNamed):
    """How many came of each band of age; who is not said is nobody."""

    bands = fields.Dict(
        keys=fields.String(validate=validate.OneOf(door.BANDS)),
        values=fields.Integer(strict=True, validate=validate.Range(0, 100_000)),
        required=True,
    )
    nonce = _nonce(load_default=None, allow_none=True)


class AbsenceNoted(Schema):
    """Why who is registered does not come; None: it is taken back."""

    registration_id = identifier(required=True)
    actor = fields.Nested(Actor, required=True)
    reason = fields.String(required=True, allow_none=True, validate=validate.OneOf(door.ABSENCES))
    nonce = _nonce(load_default=None, allow_none=True)


class Scanned(Schema):
    """What became of a scan."""

    nonce = fields.String()
    registration_id = fields.String()
    result = fields.String()
    seats = fields.Integer()
    scanned_at = Instant()
    first_scanned_at = Instant()


class Expected(Schema):
    """A registration, as a door needs it. Nobody's name is in it."""

    id = fields.String(attribute="registration_id")
    member_id = fields.String()
    home_city = fields.String()
    organisation_id = fields.String()
    number = fields.Integer()
    seats = fields.Integer()
    answers_due = fields.Boolean()
    checked_in_at = Instant()
    checked_in_seats = fields.Integer()
    absence_reason = fields.String()
    called = fields.String()


class Door(Schema):
    """What is at a door."""

    occurrence = fields.Nested(OccurrenceForStaff)
    activity = fields.Nested(ActivityForStaff)
    opens_at = Instant()
    closed = fields.String()
    registrations = fields.List(fields.Nested(Expected))
    walked_in = fields.Integer()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    bands = fields.Dict(keys=fields.String(), values=fields.Integer())
