"""Answers fit their questions; what is told of them says nothing of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.members import domain
from services.members.domain import Answer, Field, Form, Permission, Total
from tests.members.people import CAMILLE_ID, NOW, active, staff

ENDS = NOW + timedelta(days=9)
QUESTIONS = [
    Field("allergies", "text", required=True, keep_days=7),
    Field("meal", "choice", choices=("with", "without")),
    Field("tools", "choices", choices=("saw", "drill", "plane")),
    Field("first_time", "yes_no", keep_days=0),
    Field("height", "number"),
]
ANSWERS = {"allergies": "Aucune", "meal": "with", "tools": ["plane", "saw", "saw"], "first_time": False, "height": 1.8}
ASKED = Form("r-1", CAMILLE_ID, "o-1", ENDS, complete=False, answered_at=NOW)


def of(field: str, kind: str, *values: Any) -> list[Answer]:
    return [Answer(f"r-{at}", f"m-{at}", field, kind, value, 30, ENDS) for at, value in enumerate(values)]


def test_each_answer_is_kept_as_long_as_its_question_says() -> None:
    form, kept = domain.answer(None, ASKED, QUESTIONS, ANSWERS)
    assert (form.complete, form.sequence) == (True, 0)
    assert {one.field: (one.value, one.keep_until - ENDS) for one in kept} == {
        "allergies": ("Aucune", timedelta(days=7)),
        "meal": ("with", timedelta(days=30)),
        "tools": (["saw", "plane"], timedelta(days=30)),
        "first_time": (False, timedelta(0)),
        "height": (1.8, timedelta(days=30)),
    }


@pytest.mark.parametrize("empty", [{}, {"allergies": ""}, {"allergies": None}, {"meal": "with"}], ids=str)
def test_a_form_is_complete_when_all_that_it_requires_is_answered(empty: dict[str, Any]) -> None:
    assert not domain.answer(None, ASKED, QUESTIONS, empty)[0].complete
    assert domain.answer(None, ASKED, QUESTIONS[1:], empty if "allergies" not in empty else {})[0].complete


def test_what_is_answered_anew_comes_after_what_was_before() -> None:
    first, _ = domain.answer(None, ASKED, QUESTIONS, ANSWERS)
    second, kept = domain.answer(replace(first, heard_sequence=4), ASKED, QUESTIONS, {"meal": "without"})
    assert (second.sequence, second.complete, second.heard_sequence) == (1, False, 4)
    assert [one.field for one in kept] == ["meal"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"allergies": 1}, {"allergies": "x" * 1001}, {"meal": "vegan"}, {"meal": ["with"]}, {"tools": "saw"},
        {"tools": ["hammer"]}, {"first_time": "yes"}, {"first_time": 1}, {"height": "tall"}, {"height": True},
        {"height": 1e300}, {"height": float("nan")}, {"password": "x"}, {"meal": {}},
    ],
    ids=str,
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_pointed_at(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        domain.read_answers(QUESTIONS, {**ANSWERS, **wrong})
    assert refused.value.code == "answers_invalid"
    assert [error["pointer"] for error in refused.value.detail["errors"]] == [f"/answers/{name}" for name in wrong]


def test_nobody_answers_when_it_is_over_or_for_another_s_registration() -> None:
    with pytest.raises(Conflict, match="form_closed"):
        domain.answer(None, replace(ASKED, answered_at=ENDS), QUESTIONS, ANSWERS)
    with pytest.raises(NotFound, match="registration_not_found"):
        domain.answer(replace(ASKED, member_id="another"), ASKED, QUESTIONS, ANSWERS)


def test_a_member_a_guardian_and_a_helper_answer() -> None:
    camille, helped = active(), active(id="odette", email=None, helper_id="joris")
    assert domain.right_to_answer(camille, camille, is_guardian=False) is None
    assert domain.right_to_answer(camille, helped, is_guardian=True) is None
    assert domain.right_to_answer(camille, helped, is_guardian=False) is Permission.REGISTER_OTHERS
    for member in (staff(), None):
        with pytest.raises(NotFound, match="registration_not_found"):
            domain.right_to_answer(camille, member, is_guardian=False)


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        (of("meal", "choice", *["with"] * 5, *["without"] * 3), Total("meal", "choice", 8, {"with": 5, "without": 3})),
        (of("meal", "choice", "with", "without"), Total("meal", "choice", None, {})),
        (
            of("meal", "choice", *["a"] * 9, *["b"] * 4, "c"),
            Total("meal", "choice", 14, {"a": 9, "b": None, "c": None}),
        ),
        # of two that are left out and six that answered, four chose the third: each of the two was one person
        (of("meal", "choice", *["a"] * 4, "b", "c"), Total("meal", "choice", 6, {"a": None, "b": None, "c": None})),
        (
            of("meal", "choice", *["a"] * 4, "b", "b", "c"),
            Total("meal", "choice", 7, {"a": 4, "b": None, "c": None}),
        ),
        (of("new", "yes_no", *[True] * 5, False), Total("new", "yes_no", 6, {"false": None, "true": None})),
        (of("new", "yes_no", *[True] * 5), Total("new", "yes_no", 5, {"true": 5})),
        (
            of("tools", "choices", ["saw", "drill"], ["saw"], ["saw"]),
            Total("tools", "choices", 3, {"drill": None, "saw": 3}),
        ),
        (of("height", "number", 1.5, 2, 2), Total("height", "number", 3, {}, 5.5)),
        (of("height", "number", 1.5, 2), Total("height", "number", None, {})),
    ],
)  # fmt: skip
def test_a_total_says_nothing_of_fewer_than_three(answers: list[Answer], total: Total) -> None:
    assert domain.totals(answers) == [total]


def test_what_was_written_is_in_no_total() -> None:
    assert domain.totals(of("allergies", "text", "a", "a", "a", "a")) == []


def test_totals_are_for_who_sees_answers_at_home() -> None:
    for roles in (["member", "facilitator"], ["front_desk@champ-libre"], ["city_administrator"]):
        domain.require_totals(roles)
    for roles in ([], ["member"], ["data_officer"], ["facilitator_of_nothing"]):
        with pytest.raises(Forbidden, match="permission_missing"):
            domain.require_totals(roles)
