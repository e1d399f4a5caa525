"""Credits, the ledger between cities, and the accounts: what is asked and what is shown."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from chassis.schema import Cursor, Instant, Schema
from services.bookings import domain
from services.bookings.schemas.kinds import Actor, Beneficiary, Listed, code, identifier


class MonthAsked(Schema):
    """A month, and who asks."""

    actor = fields.Nested(Actor, required=True)
    month = fields.String(required=True, validate=validate.Regexp(r"(19[7-9]\d|2\d{3})-(0[1-9]|1[0-2])\Z"))


class AccountsAsked(MonthAsked):
    """Which lines of a month's accounts to list; up to 1,000 at once."""

    limit = fields.Integer(strict=True, load_default=50, validate=validate.Range(1, 1000))
    after = Cursor(Instant(), identifier(), load_default=None, allow_none=True)


class CreditsAsked(Listed):
    """Which of a member's credits to list."""

    actor = fields.Nested(Actor, required=True)
    after = Cursor(Instant(), identifier(), load_default=None, allow_none=True)


class CreditGranted(Schema):
    """What is granted to a member (`beneficiary`) or an organisation. Loads the former as `member`."""

    actor = fields.Nested(Actor, required=True)
    beneficiary = fields.Nested(Beneficiary, load_default=None, allow_none=True)
    organisation_id = identifier(load_default=None, allow_none=True)
    amount = fields.Integer(strict=True, required=True, validate=validate.Range(1, domain.MOST_CREDIT))
    unit = fields.String(required=True, validate=validate.OneOf((domain.CENTS, domain.MINUTES)))
    space_id = identifier(load_default=None, allow_none=True)
    valid_until = Instant(load_default=None, allow_none=True)
    reason = code(required=True)
    idempotency_key = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[ -~]{1,255}\Z"))

    @validates_schema
    def check_one_holder(self, loaded: dict[str, Any], **kwargs: Any) -> None:
        """A credit is a member's or an organisation's."""
        if (loaded["beneficiary"] is None) == (loaded["organisation_id"] is None):
            raise ValidationError("Give one of beneficiary and organisation_id.", "beneficiary")

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        member = loaded.pop("beneficiary")
        return {**loaded, "member": domain.Holder(**member) if member else None}


class Credit(Schema):
    """A credit, as its holder sees it."""

    id = fields.String(attribute="credit_id")
    organisation_id = fields.String()
    member_id = fields.String()
    home_city = fields.String()
    host_city = fields.String()
    space_id = fields.String()
    unit = fields.String()
    granted = fields.Integer()
    remaining = fields.Integer()
    valid_until = Instant()
    reason = fields.String()
    granted_at = Instant()


class CreditsPage(Schema):
    """A page of credits."""

    items = fields.List(fields.Nested(Credit))
    next = Cursor(Instant(), identifier())


class LedgerRow(Schema):
    """What members of one city used in another in a month."""

    host_city = fields.String()
    home_city = fields.String()
    bookings = fields.Integer()
    minutes = fields.Integer()
    amount_cents = fields.Integer()


class AccountLine(Schema):
    """A booking in the accounts of its city."""

    booking_id = fields.String(attribute="booking.booking_id")
    date = fields.String(attribute="day")
    place_id = fields.String(attribute="booking.place_id")
    space_id = fields.String(attribute="booking.space_id")
    space_name = fields.String(attribute="booking.space_name")
    organisation_id = fields.String(attribute="booking.organisation_id")
    member_id = fields.String(attribute="booking.member_id")
    home_city = fields.String(attribute="booking.home_city")
    category = fields.String(attribute="booking.category")
    tariff = fields.String(attribute="booking.tariff")
    price_rule = fields.String(attribute="booking.price_rule")
    minutes = fields.Integer()
    prepaid_minutes = fields.Integer(attribute="booking.prepaid_minutes")
    credit_cents = fields.Integer(attribute="booking.credit_cents")
    price_cents = fields.Integer(attribute="booking.price_cents")
    currency = fields.String(attribute="booking.currency")
    status = fields.String(attribute="booking.status")


class AccountsPage(Schema):
    """A page of the accounts."""

    items = fields.List(fields.Nested(AccountLine))
    next = Cursor(Instant(), identifier())
