"""Waits: what is asked and what is shown."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from chassis.schema import Cursor, Instant, Schema
from services.bookings import domain
from services.bookings.schemas.kinds import Actor, Listed, identifier, persons


class WaitWished(Schema):
    """A period in a space to wait for, once under a key. Loads `period` for what makes it."""

    actor = fields.Nested(Actor, required=True)
    space_id = identifier(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    persons = persons(load_default=1)
    organisation_id = identifier(load_default=None, allow_none=True)
    idempotency_key = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[ -~]{1,255}\Z"))

    @post_load
    def make_period(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        period = domain.Period(loaded.pop("starts_at"), loaded.pop("ends_at"))
        return {**loaded, "period": period}


class WaitNamed(Schema):
    """One wait, and who asks for it."""

    wait_id = identifier(required=True)
    actor = fields.Nested(Actor, required=True)


class WaitsAsked(Listed):
    """Which of a member's waits to list."""

    actor = fields.Nested(Actor, required=True)
    after = Cursor(Instant(), identifier(), load_default=None, allow_none=True)


class Waiting(Schema):
    """A wait, as its member sees it."""

    id = fields.String(attribute="wait.wait_id")
    space_id = fields.String(attribute="wait.space_id")
    starts_at = Instant(attribute="wait.starts_at")
    ends_at = Instant(attribute="wait.ends_at")
    persons = fields.Integer(attribute="wait.persons")
    organisation_id = fields.String(attribute="wait.organisation_id")
    status = fields.String(attribute="wait.status")
    refusal = fields.String(attribute="wait.refusal")
    position = fields.Integer()
    asked_at = Instant(attribute="wait.asked_at")
    offered_at = Instant(attribute="wait.offered_at")
    ended_at = Instant(attribute="wait.ended_at")


class WaitingPage(Schema):
    """A page of waits."""

    items = fields.List(fields.Nested(Waiting))
    next = Cursor(Instant(), identifier())
