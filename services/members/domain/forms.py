"""The answers to the form of an activity: kept at home, each as long as its question says. Pure.

Whoever runs the activity reads those of their own city's members, by a right; of the others' they are told totals of
closed questions, and nothing that fewer than `FEWEST` people said.

Source: decision 0019.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.members.domain.people import Member
from services.members.domain.permissions import WHO_MAY, Permission

FIELD_KINDS = ("text", "choice", "choices", "yes_no", "number")
CLOSED = ("choice", "choices", "yes_no", "number")
MOST_FIELDS = 20
TEXT_MOST = 1000
NUMBER_MOST = 1_000_000_000
KEPT_MOST_DAYS = 365
FEWEST = 3
"""Less than so many are no total, but people."""


@dataclass(frozen=True)
class Field:
    """A question, as whoever runs the activity asks it.

    Attributes:
        kind: one of `FIELD_KINDS`.
        choices: of `choice` and `choices`.
        keep_days: how long after the end the answer is kept.
    """

    name: str
    kind: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    keep_days: int = 30


@dataclass(frozen=True)
class Answer:
    """What somebody answered to one question.

    Attributes:
        value: by the kind a text, one of the choices, some of them, a truth, a number.
        keep_until: UTC; then it is forgotten.
    """

    registration_id: str
    member_id: str
    field: str
    kind: str
    value: Any
    keep_days: int
    keep_until: datetime


@dataclass(frozen=True)
class Form:
    """That somebody answered.

    Attributes:
        ends_at: of the occurrence, UTC, as far as the city heard.
        complete: all that the form requires was answered.
        sequence: 0, then one more with each time it is answered.
        heard_sequence: of the latest event of the registration; -1: none was heard.
    """

    registration_id: str
    member_id: str
    occurrence_id: str
    ends_at: datetime
    complete: bool
    answered_at: datetime
    sequence: int = 0
    heard_sequence: int = -1


@dataclass(frozen=True)
class Total:
    """What is told of the answers to a closed question.

    Attributes:
        answered: how many answered; None: fewer than `FEWEST`, and then nothing else is told.
        counts: how many chose what (`true` and `false` of a yes or no); None: so few that it would tell of them.
        sum: of numbers.
    """

    field: str
    kind: str
    answered: int | None
    counts: Mapping[str, int | None]
    sum: float | None = None


def read_answers(fields: Sequence[Field], said: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that fit, without those that are empty.

    Raises:
        Invalid: `answers_invalid`, with `errors`: a pointer to each that does not fit, and why.
    """
    asked = {field.name: field for field in fields}
    errors, given = [], {}
    for name, value in said.items():
        if name not in asked:
            errors.append({"pointer": f"/answers/{name}", "detail": "The form does not ask this."})
        elif value not in (None, "", []):
            fault, given[name] = _read(asked[name], value)
            if fault:
                errors.append({"pointer": f"/answers/{name}", "detail": fault})
    if errors:
        raise Invalid("answers_invalid", "an answer does not fit its question", {"errors": errors})
    return given


def answer(
    earlier: Form | None, asked: Form, fields: Sequence[Field], said: Mapping[str, Any]
) -> tuple[Form, list[Answer]]:
    """The form as it is answered from now on, in place of what was answered before.

    Args:
        earlier: what was answered before; None: nothing.
        asked: of whom it is, until when, and now (`answered_at`).
        fields: what is asked.
        said: the answers by the name of the field.

    Raises:
        Invalid: `answers_invalid`.
        NotFound: `registration_not_found`: it is another member's.
        Conflict: `form_closed`: what they registered for is over.
    """
    if earlier and earlier.member_id != asked.member_id:
        raise NotFound("registration_not_found", "this registration is not the member's")
    if asked.answered_at >= asked.ends_at:
        raise Conflict("form_closed", "what the form is for is over")
    given = read_answers(fields, said)
    form = Form(
        asked.registration_id,
        asked.member_id,
        asked.occurrence_id,
        asked.ends_at,
        all(field.name in given for field in fields if field.required),
        asked.answered_at,
        earlier.sequence + 1 if earlier else 0,
        earlier.heard_sequence if earlier else -1,
    )
    kept = [_kept(form, field, given[field.name]) for field in fields if field.name in given]
    return form, kept


def keep_until(ends_at: datetime, keep_days: int) -> datetime:
    """Until when an answer is kept."""
    return ends_at + timedelta(days=keep_days)


def right_to_answer(actor: Member, member: Member | None, *, is_guardian: bool) -> Permission | None:
    """The right by which somebody answers for a member: None: it is themself, or their ward.

    Raises:
        NotFound: `registration_not_found`: nobody, or somebody who answers on their own.
    """
    if member is None:
        raise NotFound("registration_not_found", "nobody has this registration")
    if actor.id == member.id or is_guardian:
        return None
    if member.helper_id is None:
        raise NotFound("registration_not_found", "this registration is not the member's")
    return Permission.REGISTER_OTHERS


def require_totals(roles: Iterable[str]) -> None:
    """Refuse whoever does not see the answers of their own city, as their roles there say.

    Raises:
        Forbidden: `permission_missing`, with the `permission`.
    """
    if not any(role.partition("@")[0] in WHO_MAY[Permission.SEE_ANSWERS] for role in roles):
        needed = {"permission": str(Permission.SEE_ANSWERS)}
        raise Forbidden("permission_missing", "the caller has not this right", needed)


def totals(answers: Iterable[Answer]) -> list[Total]:
    """What is told of the closed questions, in the order of their names; of open ones nothing is."""
    by_field: dict[tuple[str, str], list[Any]] = {}
    for one in answers:
        if one.kind in CLOSED:
            by_field.setdefault((one.field, one.kind), []).append(one.value)
    return [_total(field, kind, values) for (field, kind), values in sorted(by_field.items())]


def _total(field: str, kind: str, values: list[Any]) -> Total:
    if len(values) < FEWEST:
        return Total(field, kind, None, {})
    if kind == "number":
        return Total(field, kind, len(values), {}, sum(values))
    chosen = [str(one) for value in values for one in (value if kind == "choices" else [value])]
    if kind == "yes_no":
        chosen = [one.lower() for one in chosen]
    counted = Counter(chosen)
    told: dict[str, int | None] = {choice: counted[choice] for choice in sorted(counted)}
    few = [choice for choice in told if counted[choice] < FEWEST]
    if few and kind != "choices":  # else what is told of the others tells how many they are
        for choice in sorted(set(told) - set(few), key=lambda choice: counted[choice]):
            if len(few) > 1 and sum(counted[one] for one in few) >= FEWEST:
                break
            few.append(choice)
    return Total(field, kind, len(values), told | dict.fromkeys(few))


def _kept(form: Form, field: Field, value: Any) -> Answer:
    until = keep_until(form.ends_at, field.keep_days)
    return Answer(form.registration_id, form.member_id, field.name, field.kind, value, field.keep_days, until)


def _read(field: Field, value: Any) -> tuple[str | None, Any]:
    """What does not fit, if anything does not, and the value as it is kept."""
    if field.kind == "text":
        fits = isinstance(value, str) and len(value) <= TEXT_MOST
        return (None if fits else f"A text of {TEXT_MOST} characters at most."), value
    if field.kind == "choice":
        return (None if value in field.choices else "One of the choices."), value
    if field.kind == "choices":
        fits = isinstance(value, list) and all(one in field.choices for one in value)
        return (None, [one for one in field.choices if one in value]) if fits else ("Some of the choices.", None)
    if field.kind == "yes_no":
        return (None if isinstance(value, bool) else "True or false."), value
    fits = type(value) in (int, float) and abs(value) <= NUMBER_MOST  # what is no number is no less
    return (None if fits else "A number."), value
