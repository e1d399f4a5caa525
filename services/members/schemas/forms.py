"""The forms of activities: what is asked, what was answered, totals; and what is heard of registrations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from marshmallow import fields, validate

from chassis.schema import Heard, Instant, Schema, Text
from services.members import domain
from services.members.schemas.kinds import OfMembers, Token, identifier, instant


class Field(Schema):
    """A question, as bookings tells it; what it is called on the page is none of ours."""

    name = fields.String(required=True, validate=validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z"))
    kind = fields.String(load_default="text", validate=validate.OneOf(domain.FIELD_KINDS))
    required = fields.Boolean(load_default=False)
    choices = fields.List(Text(least=1, most=200), load_default=list, validate=validate.Length(max=50))
    keep_days = fields.Integer(strict=True, load_default=30, validate=validate.Range(0, domain.KEPT_MOST_DAYS))


class Answered(fields.Field[Any]):
    """An answer as it is typed: a text without control characters, a list of such, a truth, a number; or none."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = Text(most=domain.TEXT_MOST, lines=True)
        if isinstance(value, str):
            return text.deserialize(value)
        if isinstance(value, list):
            return fields.List(text, validate=validate.Length(max=50)).deserialize(value)
        return value if value is None or isinstance(value, int) else fields.Float().deserialize(value)


class AnswersAsked(Token):
    """What `answers_of` is asked, by an access token or a pass."""

    registration_id = identifier()
    member_id = identifier()


class AnswerForm(AnswersAsked):
    """What `answer_form` is asked."""

    occurrence_id = identifier()
    ends_at = Instant(required=True)
    questions = fields.List(fields.Nested(Field), required=True, validate=validate.Length(max=domain.MOST_FIELDS))
    answers = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 40)),
        values=Answered(allow_none=True),
        required=True,
        validate=validate.Length(max=domain.MOST_FIELDS),
    )


class AnswersAt(OfMembers):
    """What `answers_at` is asked."""

    occurrence_id = identifier()
    limit = fields.Integer(strict=True, load_default=50, validate=validate.Range(1, 100))
    after = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 36))


class AnswerTotals(Schema):
    """What `answer_totals` is asked; the actor is of any city."""

    occurrence_id = identifier()
    roles = fields.List(
        fields.String(validate=validate.Length(max=80)), required=True, validate=validate.Length(max=50)
    )


class RegistrationHeard(Heard):
    """The part of an event of a registration that its member's city needs."""

    registration_id = Text(required=True, least=1, most=36)
    member_id = Text(required=True, least=1, most=36)
    home_city = Text(required=True, least=1, most=40)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    status = Text(required=True, least=1, most=20)
    occurrence_status = Text(required=True, least=1, most=20)


def form(said: Mapping[str, Any], now: datetime) -> tuple[domain.Form, list[domain.Field]]:
    """The form that is answered, in what was read, and its questions."""
    ids = {name: said[name] for name in ("registration_id", "member_id", "occurrence_id", "ends_at")}
    asked = [domain.Field(**one | {"choices": tuple(one["choices"])}) for one in said["questions"]]
    return domain.Form(**ids, complete=False, answered_at=now), asked


def answered(registration_id: str, known: domain.Form | None, answers: Iterable[domain.Answer]) -> dict[str, Any]:
    """What a member answered; `answered_at` is None when they did not."""
    return {
        "registration_id": registration_id,
        "complete": bool(known and known.complete),
        "answered_at": instant(known.answered_at if known else None),
        "answers": {one.field: one.value for one in answers},
    }


def answers_at(found: Sequence[domain.Form], answers: Sequence[domain.Answer], limit: int) -> dict[str, Any]:
    """A page of what the city's members answered."""
    by_registration: dict[str, dict[str, Any]] = {}
    for one in answers:
        by_registration.setdefault(one.registration_id, {})[one.field] = one.value
    shown = found[:limit]
    items = [
        {
            "registration_id": one.registration_id,
            "member_id": one.member_id,
            "complete": one.complete,
            "answers": by_registration.get(one.registration_id, {}),
        }
        for one in shown
    ]
    return {"items": items, "next": shown[-1].registration_id if len(found) > limit else None}


def totals(told: Iterable[domain.Total], city: str) -> dict[str, Any]:
    """The totals of a city; None where it would tell of persons."""
    items = [
        {
            "field": one.field,
            "kind": one.kind,
            "answered": one.answered,
            "counts": [{"choice": choice, "persons": persons} for choice, persons in one.counts.items()],
            "sum": one.sum,
        }
        for one in told
    ]
    return {"city": city, "items": items}
