"""What is heard of registrations for activities, and of occurrences. Never queries."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from chassis.schema import Heard, Instant, Text, read
from services.notifications.domain import Occurrence, OtherDate, Registration, Wish
from services.notifications.schemas.forms import a_code, a_count, a_title, a_zone, an_id


class OtherDateHeard(Heard):
    """Another occurrence of the same activity."""

    occurrence_id = an_id()
    starts_at = Instant(required=True)

    @post_load
    def _made(self, told: dict[str, Any], **_: Any) -> OtherDate:
        return OtherDate(**told)


class RegistrationHeard(Heard):
    """The part of an event of a registration that a letter needs."""

    registration_id = an_id()
    activity_id = an_id()
    title = a_title()
    member_id = an_id()
    home_city = Text(required=True, least=1, most=31)
    seats = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    status = Text(required=True, least=1, most=40)
    position = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(1))
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    zone = a_zone()
    occurrence_status = Text(required=True, least=1, most=40)
    place_name = Text(required=True, most=300)
    address = Text(required=True, most=500)
    latitude = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-90, 90))
    longitude = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-180, 180))
    attendance = Text(required=True, least=1, most=40)
    online_url = fields.Url(schemes={"http", "https"}, require_tld=False, load_default=None, allow_none=True)
    answers_due = fields.Boolean(load_default=False)
    lapses_at = Instant(load_default=None, allow_none=True)
    registered_by_id = an_id(is_optional=True)
    what = a_code()
    was = a_code()
    reason = a_code()
    promoted = fields.Boolean(load_default=False)
    other_dates = fields.List(fields.Nested(OtherDateHeard), load_default=list)


class WishHeard(Heard):
    """The part of member.registration_wished that a letter needs."""

    wish_id = an_id()
    occurrence_id = an_id(is_optional=True)
    member_id = an_id()
    city = Text(required=True, least=1, most=31)
    title = a_title()
    starts_at = Instant(required=True)
    zone = a_zone()
    place_name = Text(required=True, most=300)


class OccurrenceHeard(Heard):
    """The part of occurrence.found_short that a letter needs."""

    occurrence_id = an_id()
    activity_id = an_id()
    title = a_title()
    place_name = Text(required=True, most=300)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    zone = a_zone()
    min_persons = a_count()
    seats_taken = a_count()
    decides_at = Instant(required=True)
    drafted_by_id = an_id()
    drafted_by_city = Text(required=True, least=1, most=31)


def registration(data: Any) -> Registration:
    """The registration in an event's data.

    Raises:
        Invalid: `invalid`, the data do not have the form agreed.
    """
    told = read(RegistrationHeard, data)
    return Registration(**{**told, "other_dates": tuple(told["other_dates"])})


def wish(data: Any) -> Wish:
    """The wish in an event's data.

    Raises:
        Invalid: `invalid`, the data do not have the form agreed.
    """
    return Wish(**read(WishHeard, data))


def occurrence(data: Any) -> Occurrence:
    """The occurrence in an event's data.

    Raises:
        Invalid: `invalid`, the data do not have the form agreed.
    """
    return Occurrence(**read(OccurrenceHeard, data))
