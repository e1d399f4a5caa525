from __future__ import annotations

from datetime import date, timedelta

import pytest

from chassis.errors import Conflict, Forbidden, NotFound
from services.members.domain import (
    Guardianship,
    Person,
    answers_for,
    ask,
    begin,
    end_guardianship,
    known_ward,
    leave_ward,
    ward,
)
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID, active, staff

LINA = ward("lina", Person("Lina", None, "fr"), date(2015, 3, 21), "L.", NOW)
CAMILLE, JORIS = active(), staff()
FIRST = begin("lina", CAMILLE, [], NOW, says_adult=True)


def test_a_ward_has_a_birth_date_a_handle_and_no_address() -> None:
    assert (LINA.born_on, LINA.handle, LINA.email, LINA.status) == (date(2015, 3, 21), "L.", None, "active")


def test_it_begins_at_once_for_who_registers_and_with_a_yes_for_who_is_asked() -> None:
    asked = ask(LINA, CAMILLE, JORIS, [FIRST])
    assert FIRST.stands and asked.is_asked and not asked.stands
    said_yes = begin("lina", JORIS, [asked], NOW, says_adult=True, asked=asked)
    assert (said_yes.guardian_id, said_yes.stands, said_yes.sequence) == (OTHER_ID, True, 1)


def test_a_minor_answers_for_nobody() -> None:
    with pytest.raises(Forbidden, match="not_an_adult"):
        begin("lina", active(born_on=date(2010, 1, 1)), [], NOW, says_adult=True)


def test_those_who_answer_no_longer_are_not_counted() -> None:
    ended = end_guardianship(FIRST, NOW)
    assert begin("other", CAMILLE, [ended] * 10, NOW, says_adult=True).stands
    with pytest.raises(Conflict, match="too_many_wards"):
        begin("other", CAMILLE, [FIRST] * 10, NOW, says_adult=True)
    with pytest.raises(NotFound, match="ward_not_found"):
        answers_for(CAMILLE, [ended])


def test_who_was_asked_answers_for_nobody_yet() -> None:
    asked = Guardianship("lina", OTHER_ID, None)
    with pytest.raises(NotFound, match="ward_not_found"):
        answers_for(JORIS, [FIRST, asked])
    assert answers_for(JORIS, [FIRST, asked], or_is_asked=True) is asked
    assert leave_ward(JORIS, [FIRST, asked], NOW) == Guardianship("lina", OTHER_ID, None, NOW)


def test_the_last_who_answers_stays() -> None:
    asked = Guardianship("lina", OTHER_ID, None)
    with pytest.raises(Conflict, match="last_guardian"):
        leave_ward(CAMILLE, [FIRST, asked], NOW)
    second = Guardianship("lina", OTHER_ID, NOW, sequence=1)
    left = leave_ward(CAMILLE, [FIRST, second], NOW + timedelta(days=1))
    assert (left.guardian_id, left.ended_at, left.sequence) == (CAMILLE_ID, NOW + timedelta(days=1), 2)


def test_who_is_of_age_is_nobodys_ward() -> None:
    assert known_ward(LINA, NOW) is LINA
    for member in (None, CAMILLE):
        with pytest.raises(NotFound, match="ward_not_found"):
            known_ward(member, NOW)
