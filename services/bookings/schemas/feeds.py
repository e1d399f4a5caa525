"""Calendar feeds: what is asked and what is shown."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis import ids
from chassis.schema import Instant, Schema
from services.bookings import domain
from services.bookings.schemas.kinds import Actor, identifier

_DIGEST = validate.Regexp(r"[0-9a-f]{64}\Z")


class FeedWished(Schema):
    """A feed to be made, under the digest of its secret."""

    actor = fields.Nested(Actor, required=True)
    digest = fields.String(required=True, validate=_DIGEST)
    space_id = identifier(load_default=None, allow_none=True)


class FeedNamed(Schema):
    """One feed, and who asks for it."""

    feed_id = identifier(required=True)
    actor = fields.Nested(Actor, required=True)


class FeedsAsked(Schema):
    """Whose feeds to list."""

    actor = fields.Nested(Actor, required=True)


class FeedRead(Schema):
    """What is asked by whoever has the secret: its digest."""

    digest = fields.String(required=True, validate=_DIGEST)


class Feed(Schema):
    """A feed, as its member sees it: never its secret."""

    id = fields.String(attribute="feed_id")
    space_id = fields.String()
    made_at = Instant()
    revoked_at = Instant()


class Feeds(Schema):
    """The feeds of a member."""

    items = fields.List(fields.Nested(Feed))


class _Entry(Schema):
    """A booking in a calendar: when and where, and not who."""

    space_name = fields.String(attribute="booking.space_name")
    unit_name = fields.String(attribute="booking.unit_name")
    place_name = fields.String(attribute="booking.place_name")
    address = fields.String(attribute="booking.address")
    latitude = fields.Float(attribute="booking.latitude")
    longitude = fields.Float(attribute="booking.longitude")
    starts_at = Instant(attribute="booking.starts_at")
    ends_at = Instant(attribute="booking.ends_at")
    zone = fields.String(attribute="booking.zone")
    status = fields.String(attribute="booking.status")
    sequence = fields.Integer(attribute="booking.sequence")
    changed_at = Instant()


class OwnEntry(_Entry):
    """A booking in its member's calendar."""

    id = fields.String(attribute="booking.booking_id")


class SpaceEntry(_Entry):
    """That a space is held, without the id under which others know the booking."""

    id = fields.Method("stand_in")

    def stand_in(self, entry: domain.Entry) -> str:
        return ids.stand_in(entry.booking.booking_id)


class Calendar(Schema):
    """What is read under a feed's address."""

    space_name = fields.String(attribute="space.name")
    place_name = fields.String(attribute="space.place_name")
    items = fields.Method("shown")

    def shown(self, calendar: domain.Calendar) -> list[dict[str, Any]]:
        entry = OwnEntry if calendar.space is None else SpaceEntry
        return list(entry(many=True).dump(calendar.items))
