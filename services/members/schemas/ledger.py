"""What the city's members booked, and the ledger of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import available_timezones

from marshmallow import fields, validate

from chassis.schema import Heard, Instant, Text
from services.members import domain
from services.members.schemas.kinds import OfMembers

# What an event of a booking says by its name alone, for those that were said before they told the status.
_STATUS_BY_NAME = {"cancelled": "cancelled", "denied": "denied", "lapsed": "lapsed", "missed": "missed"}


class Ledger(OfMembers):
    """What `ledger` is asked."""

    month = fields.String(required=True, validate=validate.Regexp(r"(19[7-9]\d|2\d{3})-(0[1-9]|1[0-2])\Z"))


class BookingHeard(Heard):
    """The part of an event of a booking that the ledger needs."""

    booking_id = Text(required=True, least=1, most=36)
    member_id = Text(required=True, least=1, most=36)
    home_city = Text(required=True, least=1, most=40)
    host_city = Text(required=True, least=1, most=40)
    space_id = Text(required=True, least=1, most=36)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    zone = fields.String(required=True, validate=validate.OneOf(available_timezones(), error="No IANA time zone."))
    status = Text(least=1, most=20)
    price_cents = fields.Integer(required=True, strict=True)


def ledger(rows: Iterable[domain.Row], month: str, city: str) -> dict[str, Any]:
    """The ledger of a home city for a month."""
    return {"home_city": city, "month": month, "items": [vars(row) for row in rows]}


def status(told: Mapping[str, Any], event: str) -> str:
    """Where a booking stands after an event: as it says, or as its name does."""
    return str(told.get("status") or _STATUS_BY_NAME.get(event.rpartition(".")[2], "confirmed"))
