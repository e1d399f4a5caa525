"""What is asked about activities, the agenda and programmes; and the lists that are answered."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from chassis.schema import Cursor, Instant, Schema, Text
from services.bookings import domain
from services.bookings.schemas.activities.activities import Activity
from services.bookings.schemas.activities.occurrences import Occurrence
from services.bookings.schemas.kinds import Actor, Listed, code, codes, identifier


def _quarter() -> fields.String:
    """`2026-Q4`; the domain refuses what is none."""
    return Text(most=64, required=True)


def _several(**kwargs: Any) -> fields.List[str]:
    return fields.List(Text(least=1, most=100), load_default=list, validate=validate.Length(max=20), **kwargs)


def _some_of(known: tuple[str, ...]) -> fields.List[str]:
    """Some codes of those that there are: a mistake in one of them is no empty agenda."""
    return fields.List(code(), load_default=list, validate=[validate.Length(max=20), validate.ContainsOnly(known)])


class ActivityNamed(Schema):
    """One activity, and who changes something about it."""

    activity_id = identifier(required=True)
    actor = fields.Nested(Actor, required=True)


class ActivitySeen(Schema):
    """One activity, and who looks at it; None: a visitor."""

    activity_id = identifier(required=True)
    actor = fields.Nested(Actor, load_default=None, allow_none=True)


class ActivityRead(ActivityNamed):
    """One activity to be published, and which edition of it was read."""

    sequence = fields.Integer(strict=True, load_default=None, allow_none=True, validate=validate.Range(0, 2**31))


class ActivityUnwanted(ActivityNamed):
    """One activity to be cancelled."""

    reason = code(load_default="staff")


class ActivityCopied(ActivityNamed):
    """One activity to be copied, and for which city."""

    city = code(required=True)


class ActivitiesAsked(Listed):
    """Which activities of a city to list."""

    city = code(required=True)
    actor = fields.Nested(Actor, required=True)
    status = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(("draft", "proposed", "published", "cancelled")),
    )
    after = Cursor(Instant(), identifier(), load_default=None, allow_none=True)


class AgendaAsked(Listed):
    """What is looked for in the agenda. Loads as `filters`, `from_`, `to`, `limit`, `after`; who asks is all one."""

    actor = fields.Nested(Actor, load_default=None, allow_none=True)
    from_ = Instant(load_default=None, allow_none=True)
    to = Instant(load_default=None, allow_none=True)
    cities = codes()
    kinds = _some_of(domain.activities.KINDS)
    themes = _several()
    publics = _some_of(domain.activities.PUBLICS)
    languages = codes()
    accessibility = _some_of(domain.activities.ACCESSIBILITY)
    attendance = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(domain.activities.ATTENDANCE)
    )
    place_id = identifier(load_default=None, allow_none=True)
    free = fields.Boolean(load_default=None, allow_none=True)
    text = Text(most=100, load_default=None, allow_none=True)
    after = Cursor(Instant(), identifier(), load_default=None, allow_none=True)

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        apart = {name: loaded.pop(name) for name in ("from_", "to", "limit", "after")}
        loaded.pop("actor")
        return {**apart, "filters": domain.activities.Filters(**loaded)}


class ProgrammeWanted(Schema):
    """What a city says of a quarter."""

    city = code(required=True)
    quarter = _quarter()
    embargo_until = Instant(required=True)
    introduction = fields.Dict(
        keys=fields.String(validate=validate.OneOf(domain.activities.LANGUAGES)),
        values=Text(least=1, most=5000, lines=True),
        load_default=dict,
    )
    actor = fields.Nested(Actor, required=True)


class ProgrammeAsked(Schema):
    """The programme of a quarter, and who looks at it; None: a visitor."""

    quarter = _quarter()
    cities = codes()
    actor = fields.Nested(Actor, load_default=None, allow_none=True)


class ProgrammesAsked(Schema):
    """All programmes, and who looks at them; None: a visitor."""

    actor = fields.Nested(Actor, load_default=None, allow_none=True)


class ActivitiesPage(Schema):
    """A page of activities. The items are shown apart."""

    next = Cursor(Instant(), identifier())


class Item(Schema):
    """An occurrence and its activity."""

    occurrence = fields.Nested(Occurrence)
    activity = fields.Nested(Activity)


class AgendaPage(Schema):
    """A page of the agenda."""

    items = fields.List(fields.Nested(Item))
    next = Cursor(Instant(), identifier())


class Programme(Schema):
    """What a city announces for a quarter: dumps a `domain.activities.Programme`."""

    city = fields.String()
    quarter = fields.String()
    introduction = fields.Dict(keys=fields.String(), values=fields.String())
    embargo_until = Instant()
    changed_at = Instant()
    sequence = fields.Integer()
