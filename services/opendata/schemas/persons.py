"""What persons did, as we hear it: kept beside the log, under other names, until it is counted. Goes into no log."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Heard, Instant, Text
from services.opendata.schemas.heard import ZONES, Hidden


def _id() -> fields.Field[Any]:
    return Text(most=36, least=1, required=True)


def _code() -> fields.Field[Any]:
    return Text(most=31, least=1, required=True)


def _count() -> fields.Field[Any]:
    return fields.Integer(strict=True, required=True, validate=validate.Range(0, 2**31 - 1))


class BookingHolder(Heard):
    """An event of a booking: of it, only who holds it."""

    id = Hidden(most=36, least=1, required=True, data_key="booking_id")
    member_id = _id()
    home_city = _code()
    for_occurrence_id = Text(most=36, load_default=None, allow_none=True)


class OccurrenceEnded(Heard):
    """occurrence.ended: who came, as numbers."""

    occurrence_id = _id()
    place_id = Text(most=36, least=1, required=True, allow_none=True)
    zone = fields.String(required=True, validate=validate.OneOf(ZONES))
    starts_at = Instant(required=True)
    came = _count()
    walked_in = _count()
    bands = fields.Dict(keys=_code(), values=_count(), required=True)


class MemberTold(Heard):
    """member.approved, member.changed or member.suspended: where a member stands."""

    member_id = _id()
    city = _code()
    category = _code()
    status = _code()
    sequence = _count()


class MemberErased(Heard):
    """member.erased."""

    member_id = _id()
    city = _code()
