"""Activities as they are shown."""

from __future__ import annotations

from marshmallow import fields

from chassis.schema import Instant, Schema


def _texts() -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.String())


class Price(Schema):
    """What some pay."""

    label = fields.String()
    cents = fields.Integer()
    condition = fields.String()


class Image(Schema):
    """A picture."""

    url = fields.String()
    alt = fields.String()
    credit = fields.String()


class Venue(Schema):
    """A place that the network does not own."""

    name = fields.String()
    kind = fields.String()
    address = fields.String()
    postcode = fields.String()
    commune = fields.String()
    insee = fields.String()
    latitude = fields.Float()
    longitude = fields.Float()


class Field(Schema):
    """A question of the form."""

    name = fields.String()
    label = _texts()
    kind = fields.String()
    required = fields.Boolean()
    choices = fields.List(fields.String())
    keep_days = fields.Integer()


class Terms(Schema):
    """How one registers."""

    mode = fields.String()
    external_url = fields.String()
    opens_at = Instant()
    closes_minutes = fields.Integer()
    most_seats = fields.Integer()
    promotion = fields.String()
    offer_hours = fields.Integer()
    decide_hours = fields.Integer()
    alert_hours = fields.Integer()
    attestation = fields.String()
    form = fields.List(fields.Nested(Field))


class Activity(Schema):
    """An activity, as everybody sees it: dumps a `domain.activities.Activity`."""

    id = fields.String(attribute="activity_id")
    city = fields.String()
    status = fields.String()
    title = _texts()
    summary = _texts()
    description = _texts()
    easy_to_read = _texts()
    kind = fields.String()
    theme = fields.String()
    cycle = fields.String()
    languages = fields.List(fields.String())
    publics = fields.List(fields.String())
    min_age = fields.Integer()
    max_age = fields.Integer()
    organiser_id = fields.String()
    organiser_name = fields.String()
    prices = fields.List(fields.Nested(Price))
    image = fields.Nested(Image)
    accessibility = fields.List(fields.String())
    attendance = fields.String()
    place_id = fields.String()
    venue = fields.Nested(Venue)
    recipe = fields.String()
    copied_from_id = fields.String()
    copied_from_city = fields.String()
    attribution = fields.String()
    terms = fields.Nested(Terms)
    published_at = Instant()
    visible_from = Instant()
    cancelled_at = Instant()
    cancel_reason = fields.String()
    changed_at = Instant()
    sequence = fields.Integer()


class ActivityForStaff(Activity):
    """The same, with what only staff and whoever drafted it see."""

    online_url = fields.String()
    drafted_by_id = fields.String()
    drafted_by_city = fields.String()
    drafted_at = Instant()
    proposed_at = Instant()
    announced_at = Instant()
