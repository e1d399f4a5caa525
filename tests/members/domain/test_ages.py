from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Forbidden, Invalid
from services.members.domain import check_adult, check_minor, is_known_minor, of_age_if_born_until
from services.members.domain.ages import age
from tests.members.people import NOW, active

TODAY = NOW.date()


def test_an_age_grows_on_the_birthday_and_on_the_1st_of_march_for_who_was_born_on_the_29th_of_february() -> None:
    assert [age(date(2008, 11, 23), date(2026, 11, day)) for day in (22, 23)] == [17, 18]
    assert [age(date(2008, 2, 29), day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [17, 18]


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_of_age_is_who_was_born_until_a_day(born_on: date, on: date) -> None:
    assert (born_on <= of_age_if_born_until(on)) == (age(born_on, on) >= 18)


def test_who_told_no_birth_date_is_taken_for_an_adult() -> None:
    assert not is_known_minor(active(), NOW)
    assert is_known_minor(active(born_on=date(2008, 11, 24)), NOW)
    assert not is_known_minor(active(born_on=date(2008, 11, 23)), NOW)


def test_who_is_of_age_or_not_born_yet_is_registered_by_no_guardian() -> None:
    check_minor(date(2015, 1, 1), TODAY)
    for born_on in (date(2008, 11, 23), TODAY + timedelta(days=1)):
        with pytest.raises(Invalid, match="not_a_minor"):
            check_minor(born_on, TODAY)


def test_who_answers_for_a_minor_says_that_they_are_of_age_and_is_not_known_to_be_younger() -> None:
    check_adult(active(), NOW, says_so=True)
    with pytest.raises(Invalid, match="adult_not_said"):
        check_adult(active(), NOW, says_so=False)
    with pytest.raises(Forbidden, match="not_an_adult"):
        check_adult(active(born_on=date(2009, 1, 1)), NOW, says_so=True)
