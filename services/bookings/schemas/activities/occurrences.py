"""Occurrences as they are shown: to everybody, and to the staff of their city."""

from __future__ import annotations

from marshmallow import fields

from chassis.schema import Instant, Schema


class Kept(Schema):
    """Seats that are kept back."""

    organisation_id = fields.String()
    seats = fields.Integer()


class Occurrence(Schema):
    """An occurrence: dumps a `domain.activities.Seen`."""

    id = fields.String(attribute="occurrence.occurrence_id")
    activity_id = fields.String(attribute="occurrence.activity_id")
    city = fields.String(attribute="occurrence.city")
    place_id = fields.String(attribute="occurrence.place_id")
    place_name = fields.String(attribute="occurrence.place_name")
    address = fields.String(attribute="occurrence.address")
    latitude = fields.Float(attribute="occurrence.latitude")
    longitude = fields.Float(attribute="occurrence.longitude")
    starts_at = Instant(attribute="occurrence.starts_at")
    ends_at = Instant(attribute="occurrence.ends_at")
    zone = fields.String(attribute="occurrence.zone")
    starts_local = fields.String(attribute="occurrence.starts_local")
    ends_local = fields.String(attribute="occurrence.ends_local")
    status = fields.String(attribute="occurrence.status")
    state = fields.String()
    capacity = fields.Integer(attribute="occurrence.capacity")
    min_persons = fields.Integer(attribute="occurrence.min_persons")
    seats_left = fields.Integer()
    waiting_seats = fields.Integer(attribute="occurrence.waiting_seats")
    waiting_seats_left = fields.Integer()
    seats_waiting = fields.Integer(attribute="occurrence.seats_waiting")
    registration = fields.String()
    opens_at = Instant()
    closes_at = Instant()
    space_id = fields.String(attribute="occurrence.space_id")
    cancel_reason = fields.String(attribute="occurrence.cancel_reason")
    previous_starts_at = Instant(attribute="occurrence.previous_starts_at")
    changed_at = Instant(attribute="occurrence.changed_at")
    sequence = fields.Integer(attribute="occurrence.sequence")


class OccurrenceForStaff(Occurrence):
    """The same, with what only staff sees."""

    booking_id = fields.String(attribute="occurrence.booking_id")
    kept_back = fields.List(fields.Nested(Kept), attribute="occurrence.kept_back")
    online_url = fields.String(attribute="occurrence.online_url")
