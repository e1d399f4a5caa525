"""Answering forms, asked over the bus on both substrates: by a token, by a pass, by staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis import clock
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from services.members import domain
from tests.members.asker import Asker

ENDS = clock.rfc3339(clock.now() + timedelta(days=20))
QUESTIONS: list[dict[str, Any]] = [
    {"name": "allergies", "kind": "text", "required": True, "choices": [], "keep_days": 7},
    {"name": "meal", "kind": "choice", "required": False, "choices": ["with", "without"], "keep_days": 7},
    {"name": "children", "kind": "number", "required": False, "choices": [], "keep_days": 7},
]
ANSWERS = {"allergies": "Arachides\net noix", "meal": "with", "children": 2}


def answer(roubaix: Asker, token: str, member_id: str, number: int = 1, **changes: Any) -> Any:
    asked = {
        "registration_id": f"r-{number}", "member_id": member_id, "occurrence_id": "o-1", "ends_at": ENDS,
        "questions": QUESTIONS, "answers": ANSWERS,
    }  # fmt: skip
    return roubaix.ask("answer_form", token=token, **asked | changes)


def guest(roubaix: Asker) -> tuple[str, str]:
    """A guest, and the pass that a letter about their registration `r-1` brings."""
    registered = roubaix.ask("register_guest", name="Zoé", email="zoe@example.org", consent=True)
    member_id = roubaix.ask("confirm", token=roubaix.link(registered["id"]))["member_id"]
    return member_id, roubaix.contact(member_id, "registration", registration_id="r-1", until=ENDS)["pass"]


def test_a_member_answers_reads_and_answers_anew(roubaix: Asker) -> None:
    lise_id, lise = roubaix.enrol("Lise")
    mine = {"token": lise, "registration_id": "r-1", "member_id": lise_id}
    nothing = {"registration_id": "r-1", "complete": False, "answered_at": None, "answers": {}}
    assert roubaix.ask("answers_of", **mine) == nothing
    answered = answer(roubaix, lise, lise_id)
    assert (answered["complete"], answered["answers"]) == (True, ANSWERS)
    assert roubaix.ask("answers_of", **mine) == answered
    again = answer(roubaix, lise, lise_id, answers={"meal": "without", "allergies": None})
    assert (again["complete"], again["answers"]) == (False, {"meal": "without"})


def test_who_holds_a_pass_answers_for_its_registration_and_reads_nothing_else(roubaix: Asker) -> None:
    zoe_id, shown = guest(roubaix)
    assert answer(roubaix, shown, zoe_id)["complete"]
    mine = {"token": shown, "member_id": zoe_id}
    assert roubaix.ask("answers_of", **mine, registration_id="r-1")["answers"] == ANSWERS
    with pytest.raises(Forbidden, match="pass_for_another"):
        answer(roubaix, shown, zoe_id, 2)
    with pytest.raises(NotFound, match="registration_not_found"):
        answer(roubaix, shown, roubaix.enrol("Lise")[0])
    for method in ("answers_at", "member_file", "profile"):
        asked = {"answers_at": {"occurrence_id": "o-1"}, "member_file": {"member_id": zoe_id}}.get(method, {})
        with pytest.raises(Unauthenticated, match="token_invalid"):
            roubaix.ask(method, token=shown, **asked)


def test_a_guardian_answers_for_a_ward(roubaix: Asker) -> None:
    _, lise = roubaix.enrol("Lise")
    _, noor = roubaix.enrol("Noor")
    lina = {"name": "Lina", "born_on": "2015-03-21", "consent": True, "adult": True}
    lina_id = roubaix.ask("register_minor", token=lise, **lina)["id"]
    assert answer(roubaix, lise, lina_id)["complete"]
    with pytest.raises(NotFound, match="registration_not_found"):
        answer(roubaix, noor, lina_id)


def test_what_does_not_fit_is_refused(roubaix: Asker) -> None:
    lise_id, lise = roubaix.enrol("Lise")
    for changes, code in (
        ({"answers": {"meal": "vegan"}}, "answers_invalid"),
        ({"answers": {"unknown": "x"}}, "answers_invalid"),
        ({"answers": {"allergies": "x" * 1001}}, "invalid"),
        ({"answers": {"allergies": "\x00"}}, "invalid"),
        ({"answers": {"children": {}}}, "invalid"),
        ({"questions": QUESTIONS * 7}, "invalid"),
        ({"questions": [{"name": "No name"}]}, "invalid"),
    ):
        with pytest.raises(Invalid, match=code):
            answer(roubaix, lise, lise_id, **changes)
    with pytest.raises(Conflict, match="form_closed"):
        answer(roubaix, lise, lise_id, ends_at=clock.rfc3339(clock.now() - timedelta(minutes=1)))


def test_staff_reads_answers_and_the_member_reads_that_they_did(roubaix: Asker) -> None:
    lise_id, lise = roubaix.enrol("Lise")
    _, joris = roubaix.enrol("Joris", domain.Role.FRONT_DESK)
    answer(roubaix, lise, lise_id)
    told = roubaix.ask("answers_at", token=joris, occurrence_id="o-1")
    assert told == {
        "items": [{"registration_id": "r-1", "member_id": lise_id, "complete": True, "answers": ANSWERS}], "next": None,
    }  # fmt: skip
    assert roubaix.ask("answers_at", token=joris, occurrence_id="o-1", limit=1, after="r-1")["items"] == []
    [view] = roubaix.ask("views_of", token=lise)["items"]
    assert (view["operation"], view["permission"], view["role"]) == ("answers_at", "see_answers", "front_desk")
    with pytest.raises(Forbidden, match="permission_missing"):
        roubaix.ask("answers_at", token=lise, occurrence_id="o-1")


def test_staff_of_any_city_is_told_totals_of_closed_questions_and_nothing_of_fewer_than_three(roubaix: Asker) -> None:
    asked = {"occurrence_id": "o-1", "roles": ["member", "facilitator@la-fabrique"]}
    for number in range(3):
        member_id, token = roubaix.enrol(f"Lise{number}")
        assert all(one["answered"] is None for one in roubaix.ask("answer_totals", **asked)["items"])
        answer(roubaix, token, member_id, number)
    meals = [{"choice": "with", "persons": 3}]
    assert roubaix.ask("answer_totals", **asked) == {
        "city": "roubaix",
        "items": [
            {"field": "children", "kind": "number", "answered": 3, "counts": [], "sum": 6},
            {"field": "meal", "kind": "choice", "answered": 3, "counts": meals, "sum": None},
        ],
    }
    with pytest.raises(Forbidden, match="permission_missing"):
        roubaix.ask("answer_totals", occurrence_id="o-1", roles=["member"])
