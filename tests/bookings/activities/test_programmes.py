"""A city says what it announces for a quarter, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.database import Store
from chassis.errors import Forbidden
from services.bookings import commands, queries
from tests.bookings.activities.programme import STAFF
from tests.bookings.activities.published import (
    ANNOUNCED,
    AUTUMN,
    EMBARGO,
    LAMP,
    LATER,
    announce,
    names,
    publish,
    set_programme,
)
from tests.bookings.front_desk import DESK, do
from tests.bookings.world import NOW


def test_the_embargo_is_that_of_the_city_and_of_the_quarter_of_its_first_date(drafted: Store) -> None:
    set_programme(drafted, replace(AUTUMN, quarter="2027-Q1"))
    assert publish(drafted).visible_from == NOW


def test_an_embargo_that_is_moved_moves_what_was_not_announced_yet(drafted: Store) -> None:
    set_programme(drafted)
    publish(drafted)
    set_programme(drafted, replace(AUTUMN, embargo_until=EMBARGO + timedelta(days=1)))
    assert announce(drafted, EMBARGO) == 0
    set_programme(drafted, replace(AUTUMN, embargo_until=LATER), now=LATER)
    assert names(drafted) == ANNOUNCED
    set_programme(drafted, AUTUMN, now=LATER)  # what is told stays told
    with drafted.reading() as session:
        found = queries.activities.activity(session, LAMP)
        assert found.visible_from == LATER
        programme = queries.activities.every_programme(session)[0]
    assert (programme.embargo_until, programme.sequence) == (EMBARGO, 3)


def test_setting_the_same_programme_again_changes_nothing(store: Store) -> None:
    set_programme(store)
    set_programme(store)
    with store.reading() as session:
        assert queries.activities.every_programme(session) == [AUTUMN]


def test_only_those_who_publish_in_the_whole_city_set_its_programme(store: Store) -> None:
    at_a_place = replace(STAFF, roles=("programme@place-union",))
    for actor in (DESK, at_a_place):
        with pytest.raises(Forbidden, match="permission_missing"):
            do(store, commands.activities.set_programme, AUTUMN, actor, NOW)
