"""Answers stay at home as long as they are of use, are read by a right, and are told to nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chassis import envelope
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Forbidden, NotFound
from services.members import commands, domain, reactions
from services.members.domain import Field, Form
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID, ROUBAIX, active, staff
from tests.members.securing import at_once, do, enter

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
SAMPLES = Path(__file__).parents[1] / "contracts" / "samples"
ENDS = NOW + timedelta(days=9)
DAY = timedelta(days=1)
QUESTIONS = [Field("allergies", "text", required=True, keep_days=7), Field("meal", "choice", choices=("a", "b"))]
ASKED = Form("r-1", CAMILLE_ID, "o-1", ENDS, complete=False, answered_at=NOW)
ANSWERS = {"allergies": "Arachides", "meal": "b"}
DESK = staff(domain.Role.FRONT_DESK, id="joris")


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    enter(store)


def answer(
    store: Store, said: dict[str, Any] = ANSWERS, asked: Form = ASKED, by: domain.Member | None = None
) -> domain.Form:
    form, _ = do(store, commands.answer_form, ROUBAIX, by or active(), asked, QUESTIONS, said)
    return form  # type: ignore[no-any-return]


def kept(rows: Rows) -> dict[str, Any]:
    return {row["field"]: row["value"] for row in rows("form_answers")}


def hear(store: Store, name: str, sequence: int, ends_at: datetime = ENDS, city: str = ROUBAIX) -> None:
    told = envelope.parse((SAMPLES / f"{name}.json").read_bytes())
    mine = {"registration_id": "r-1", "member_id": CAMILLE_ID, "home_city": city, "ends_at": ends_at.isoformat()}
    data = {**told.data, **mine}
    heard = replace(told, sequence=sequence, data=data)
    do(store, reactions.on_registration, heard, NOW, city=ROUBAIX)


def test_the_answers_replace_those_before_and_others_hear_that_it_is_complete_and_nothing_of_them(
    store: Store, said: Said, rows: Rows
) -> None:
    answer(store, {"meal": "a"})
    assert kept(rows) == {"meal": "a"}
    answer(store)
    assert kept(rows) == ANSWERS
    told = [(event.name, event.subject, event.sequence, event.data["complete"]) for event in said()]
    assert told == [("form.answered", "r-1", 0, False), ("form.answered", "r-1", 1, True)]
    assert "Arachides" not in json.dumps([event.data for event in said()])


def test_two_first_answers_at_one_instant_are_one_form(store: Store, rows: Rows) -> None:
    command = (commands.answer_form, ROUBAIX, active(), ASKED, QUESTIONS, ANSWERS)
    assert at_once(store, 4, *command) == [""] * 4
    assert (len(rows("forms")), rows("forms")[0]["sequence"], kept(rows)) == (1, 3, ANSWERS)


def test_nobody_answers_for_who_answers_on_their_own(store: Store, rows: Rows) -> None:
    for actor in (active(id=OTHER_ID), DESK):
        with pytest.raises(NotFound, match="registration_not_found"):
            answer(store, by=actor)
        with pytest.raises(NotFound, match="registration_not_found"):
            do(store, commands.answers_of, actor, CAMILLE_ID, "r-1", NOW)
    assert rows("forms") == []


def test_a_helper_answers_for_whom_staff_entered_and_it_is_remembered(store: Store, rows: Rows) -> None:
    odette, heard = domain.Person("Odette", None, "fr"), (domain.ConsentPurpose.ACCOUNT,)
    do(store, commands.register_helped, ROUBAIX, DESK, "odette", odette, None, heard, NOW)
    asked = replace(ASKED, member_id="odette")
    answer(store, asked=asked, by=DESK)
    found = do(store, commands.answers_of, DESK, "odette", "r-1", NOW)
    assert [one.value for one in found[1]] == ["Arachides", "b"]
    assert [row["operation"] for row in rows("views")] == ["register_helped", "answer_form", "answers_of"]
    with pytest.raises(Forbidden, match="permission_missing"):
        answer(store, asked=asked, by=active())


def test_another_member_s_registration_is_nobody_else_s(store: Store) -> None:
    answer(store)
    with pytest.raises(NotFound, match="registration_not_found"):
        answer(store, asked=replace(ASKED, member_id=OTHER_ID), by=active(id=OTHER_ID))
    assert do(store, commands.answers_of, active(id=OTHER_ID), OTHER_ID, "r-1", NOW) == (None, [])


def test_staff_reads_the_answers_of_an_occurrence_by_a_right_and_each_reading_is_remembered(
    store: Store, rows: Rows
) -> None:
    answer(store)
    answer(store, {"meal": "a"}, replace(ASKED, registration_id="r-2", member_id=OTHER_ID), active(id=OTHER_ID))
    answer(store, {"meal": "a"}, replace(ASKED, registration_id="r-3", occurrence_id="o-2"))
    forms, found = do(store, commands.answers_at, DESK, "o-1", 50, None, NOW)
    assert [form.registration_id for form in forms] == ["r-1", "r-2"]
    read = [(one.registration_id, one.field) for one in found]
    assert read == [("r-1", "allergies"), ("r-1", "meal"), ("r-2", "meal")]
    seen = [(row["member_id"], row["viewer_id"], row["permission"], row["operation"]) for row in rows("views")]
    assert sorted(seen) == [(one, "joris", "see_answers", "answers_at") for one in (CAMILLE_ID, OTHER_ID)]
    assert do(store, commands.answers_at, DESK, "o-1", 1, "r-1", NOW)[0] == forms[1:]
    with pytest.raises(Forbidden, match="permission_missing"):
        do(store, commands.answers_at, staff(domain.Role.DATA_OFFICER), "o-1", 50, None, NOW)


def test_whoever_asked_for_a_limitation_is_not_read(store: Store) -> None:
    answer(store)
    do(store, commands.limit, ROUBAIX, CAMILLE_ID, NOW, wished=True)
    assert do(store, commands.answers_at, DESK, "o-1", 50, None, NOW) == ([], [])


def test_each_answer_is_forgotten_when_its_time_is_over_and_then_the_form(store: Store, rows: Rows) -> None:
    answer(store)
    do(store, commands.purge, ENDS + 7 * DAY - timedelta.resolution)
    assert kept(rows) == ANSWERS
    do(store, commands.purge, ENDS + 7 * DAY)
    assert kept(rows) == {"meal": "b"}
    do(store, commands.purge, ENDS + 30 * DAY)
    assert rows("forms") == rows("form_answers") == []


def test_a_form_without_answers_lasts_until_the_end(store: Store, rows: Rows) -> None:
    answer(store, {})
    do(store, commands.purge, ENDS - timedelta.resolution)
    assert len(rows("forms")) == 1
    do(store, commands.purge, ENDS)
    assert rows("forms") == []


def test_the_days_are_counted_from_the_new_end_when_it_is_moved(store: Store, rows: Rows) -> None:
    answer(store)
    moved = ENDS + 60 * DAY
    hear(store, "registration.changed", 5, moved)
    hear(store, "registration.changed", 4, ENDS)
    assert {row["field"]: row["keep_until"] - moved for row in rows("form_answers")} == {
        "allergies": 7 * DAY, "meal": 30 * DAY,
    }  # fmt: skip
    assert rows("forms")[0]["ends_at"] == moved


@pytest.mark.parametrize("name", ["registration.cancelled", "registration.declined", "registration.lapsed"])
def test_nothing_is_kept_of_who_does_not_come(store: Store, rows: Rows, name: str) -> None:
    answer(store)
    hear(store, name, 6, city="tourcoing")
    assert len(rows("forms")) == 1
    for _ in "12":
        hear(store, name, 6)
        assert rows("forms") == rows("form_answers") == []


def test_what_was_answered_goes_with_who_is_erased(store: Store, rows: Rows) -> None:
    answer(store)
    do(store, commands.erase_oneself, ROUBAIX, CAMILLE_ID, "nobody", NOW)
    assert rows("forms") == rows("form_answers") == []
