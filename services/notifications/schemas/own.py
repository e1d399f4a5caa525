"""What a member asks of their own notices and preferences, and what they are told. Never queries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from chassis.clock import rfc3339
from chassis.schema import Instant, Schema, Text
from services.notifications import domain
from services.notifications.domain import (
    LANGUAGES,
    About,
    Booking,
    Channel,
    Choice,
    Family,
    Home,
    Kind,
    Notice,
    Occurrence,
    Preferences,
    QuietHours,
    Registration,
    Series,
)
from services.notifications.schemas.forms import an_id

LONGEST_PAGE = 100
_EVERY_CHOICE = len(Kind) * len(Channel)


class Shown(Schema):
    """Who asks, with the proof of the city's members service, and until when it holds."""

    member_id = an_id()
    until = Instant(required=True)
    proof = fields.String(required=True, validate=validate.Length(max=64))


class NoticesAsked(Shown):
    """A page of a member's notices."""

    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    after = an_id(is_optional=True)
    limit = fields.Integer(load_default=20, strict=True, validate=validate.Range(1, LONGEST_PAGE))


class NoticeAsked(Shown):
    """One notice, in the words of its letter."""

    notice_id = an_id()
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    name = Text(required=True, most=200)


class Chosen(Schema):
    """What is wished of a kind and a channel."""

    kind = fields.Enum(Kind, by_value=True, required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    is_wanted = fields.Boolean(required=True, truthy={True}, falsy={False})

    @post_load
    def _made(self, said: dict[str, Any], **_: Any) -> Choice:
        return Choice(**said)


class Quiet(Schema):
    """Hours by the clock of the city, as `HH:MM`."""

    since = fields.Time(required=True, format="%H:%M")
    until = fields.Time(required=True, format="%H:%M")

    @validates_schema
    def _differ(self, said: dict[str, time], **_: Any) -> None:
        if said["since"] == said["until"]:
            raise ValidationError("The same as its beginning.", "until")

    @post_load
    def _made(self, said: dict[str, time], **_: Any) -> QuietHours:
        return QuietHours(**said)


class ChoiceMade(Shown):
    """All preferences, in the place of those of before."""

    wanted = fields.List(fields.Nested(Chosen), required=True, validate=validate.Length(max=_EVERY_CHOICE))
    quiet = fields.Nested(Quiet, required=True, allow_none=True)
    reminders = fields.List(
        fields.Integer(strict=True, validate=validate.OneOf(domain.REMINDERS_OFFERED)),
        required=True,
        validate=validate.Length(max=domain.MOST_REMINDERS),
    )

    @validates_schema
    def _each_once(self, said: dict[str, Any], **_: Any) -> None:
        if len(set(said["reminders"])) < len(said["reminders"]):
            raise ValidationError("Named twice.", "reminders")


def notice(
    of: Notice, about: About | None, subject: str | None, deliveries: Collection[dict[str, Any]]
) -> dict[str, Any]:
    """A notice as its member is told of it; `subject`: None where the letter cannot be written again."""
    return {
        "notice_id": of.notice_id,
        "kind": of.kind.value,
        "family": of.kind.family.value,
        "subject": subject,
        "at": rfc3339(of.created_at),
        "about": _thing(about),
        "deliveries": [{**one, "sent_at": one["sent_at"] and rfc3339(one["sent_at"])} for one in deliveries],
    }


def _thing(about: About | None) -> dict[str, str] | None:
    """What a notice is about, by its id."""
    if isinstance(about, Booking):
        return {"booking": about.booking_id}
    if isinstance(about, Series):
        return {"series": about.series_id}
    if isinstance(about, Registration):
        return {"registration": about.registration_id}
    return {"occurrence": about.occurrence_id} if isinstance(about, Occurrence) else None


def preferences(chosen: Preferences, home: Home) -> dict[str, Any]:
    """What a member may choose, and how it is."""
    channels = [channel for channel in Channel if channel in home.channels]
    quiet = chosen.quiet and {name: f"{at:%H:%M}" for name, at in vars(chosen.quiet).items()}
    return {
        "channels": [channel.value for channel in channels],
        "families": [
            {"family": family.value, "kinds": [_kind(kind, chosen, channels) for kind in kinds]}
            for family in Family
            if (kinds := [kind for kind in Kind if kind.family is family])
        ],
        "quiet": quiet,
        "zone": home.zone,
        "reminders": list(chosen.reminders),
        "reminders_offered": list(domain.REMINDERS_OFFERED),
        "most_reminders": domain.MOST_REMINDERS,
    }


def _kind(kind: Kind, chosen: Preferences, channels: Collection[Channel]) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "is_required": kind.is_required,
        "is_by_consent": domain.is_by_consent(kind),
        "channels": [
            {
                "channel": channel.value,
                "is_wanted": chosen.wants(kind, channel),
                "is_fixed": domain.is_fixed(kind, channel),
            }
            for channel in channels
            if domain.can_be_said(kind, channel)
        ],
    }
