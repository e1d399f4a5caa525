"""The form of an activity: its questions, what was answered, and giving the answers to the member's city. They go
nowhere else, and are asked of who has a seat.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from chassis.errors import Forbidden, Invalid, NotFound
from gateway.context import Caller
from gateway.web import forms, words
from gateway.web.visit import Visit
from gateway.web.words import N_

PREFIX = "answer-"
QUESTION = ("name", "kind", "required", "choices", "keep_days")
MOST_CHARACTERS = 1000
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)


@dataclass
class Sheet:
    """The questions with what is answered.

    Attributes:
        fields: as bookings has them: `name`, `label`, `kind`, `required`, `choices`, `keep_days`.
        answers: by the name of their field.
        form: for the page: each field under `answer-` and its name.
    """

    fields: list[dict[str, Any]]
    answers: dict[str, Any]
    form: forms.Form = field(default_factory=forms.Form)

    def read(self, sent: MultiDict[str, str]) -> None:
        """Take what was sent; complain of what is missing, or no number, or none of the choices."""
        self.answers = {}
        for one in self.fields:
            name = PREFIX + one["name"]
            value = _value(one, [text.strip() for text in sent.getlist(name) if text.strip()])
            if value is _WRONG:
                self.form.errors[name] = words.REFUSALS["invalid"]
            elif value is not None:
                self.answers[one["name"]] = value
            elif one["required"]:
                self.form.errors[name] = N_("Répondez à cette question.")

    def refuse(self, refusal: Invalid) -> None:
        """Put the refusal of the city beside the questions."""
        pointed = [str(error.get("pointer", "")).rpartition("/")[2] for error in refusal.detail.get("errors", [])]
        known = [name for name in pointed if name in {one["name"] for one in self.fields}]
        if not known:
            raise refusal
        self.form.errors = {PREFIX + name: words.REFUSALS["invalid"] for name in known}

    def says(self, one: dict[str, Any], choice: Any) -> bool:
        """Whether that is the answer, or one of them."""
        given = self.answers.get(one["name"])
        return choice in given if isinstance(given, list) else given is not None and choice == given


_WRONG = object()


def _value(one: dict[str, Any], given: list[str]) -> Any:
    """An answer as the city wants it; None: there is none."""
    if one["kind"] == "choices":
        return (given if set(given) <= set(one["choices"]) else _WRONG) if given else None
    if not given:
        return None
    [text, *_] = given
    if one["kind"] == "choice":
        return text if text in one["choices"] else _WRONG
    if one["kind"] == "yes_no":
        return {"yes": True, "no": False}.get(text, _WRONG)
    if one["kind"] == "number":
        return int(text) if _NUMBER.fullmatch(text) else _WRONG
    return text if len(text) <= MOST_CHARACTERS else _WRONG


def sheet(visit: Visit, who: Caller, registration: dict[str, Any], fields: list[dict[str, Any]]) -> Sheet | None:
    """The questions of a registration, with the answers that the member's city keeps; None: nothing is asked, or not
    of who looks.
    """
    if not fields:
        return None
    try:
        given = visit.ask_or(
            {"answers": {}}, f"members_{who.city}", "answers_of", sealed=True, **_about(who, registration)
        )
    except (Forbidden, NotFound):
        return None
    return Sheet(fields, dict(given["answers"]))


def give(visit: Visit, who: Caller, registration: dict[str, Any], given: Sheet) -> None:
    """Let the member's city keep the answers.

    Raises:
        ServiceError: its refusal.
    """
    visit.ask(
        f"members_{who.city}",
        "answer_form",
        sealed=True,
        **_about(who, registration),
        occurrence_id=registration["occurrence_id"],
        ends_at=registration["ends_at"],
        questions=[{name: one[name] for name in QUESTION} for one in given.fields],
        answers=given.answers,
    )


def _about(who: Caller, registration: dict[str, Any]) -> dict[str, Any]:
    return {"token": who.token, "registration_id": registration["id"], "member_id": registration["member_id"]}
