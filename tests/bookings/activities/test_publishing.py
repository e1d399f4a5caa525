"""What is published is announced once, never before its embargo is over; and is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import Conflict, Forbidden
from services.bookings import commands, queries
from services.bookings.domain.activities import Activity, Programme
from tests.bookings.activities.programme import EVENING, STAFF, activity, occurrence, put, told
from tests.bookings.front_desk import DESK, do
from tests.bookings.world import NOW

LATER = NOW + timedelta(hours=1)
EMBARGO = NOW + timedelta(days=1)
AUTUMN = Programme("roubaix", "2026-Q4", {"fr": "L'automne au lab."}, EMBARGO, NOW)
LAMP = "activity-lamp"
DRAFT = activity(status="draft", published_at=None, visible_from=None, announced_at=None)


@pytest.fixture
def drafted(store: Store) -> Store:
    with store.transaction() as session:
        put(session, DRAFT, occurrence(), occurrence("occurrence-2", starts_at=EVENING.starts_at + timedelta(hours=1)))
        put(session, occurrence("occurrence-3", status="cancelled"))
    return store


def change(store: Store, command: Any, *more: Any, now: Any = NOW) -> Activity:
    changed: Activity = do(store, command, LAMP, STAFF, *more, now)
    return changed


def publish(store: Store, now: Any = NOW) -> Activity:
    return change(store, commands.activities.publish_activity, now=now)


def set_programme(store: Store, programme: Programme = AUTUMN, now: Any = NOW) -> None:
    do(store, commands.activities.set_programme, programme, STAFF, now)


def announce(store: Store, now: Any) -> int:
    announced: int = do(store, commands.activities.announce_due, now)
    return announced


def names(store: Store) -> list[tuple[str, str, int]]:
    return [(event.name, event.subject, event.sequence) for event in told(store)]


ANNOUNCED = [
    ("activity.published", LAMP, 1),
    ("occurrence.scheduled", "occurrence-1", 0),
    ("occurrence.scheduled", "occurrence-2", 0),
]


def test_without_an_embargo_it_is_announced_at_once_with_its_dates_that_take_place(drafted: Store) -> None:
    assert publish(drafted).announced_at == NOW
    assert names(drafted) == ANNOUNCED
    assert announce(drafted, LATER) == 0
    assert names(drafted) == ANNOUNCED


def test_under_an_embargo_it_is_announced_once_and_not_before(drafted: Store) -> None:
    set_programme(drafted)
    assert publish(drafted).visible_from == EMBARGO
    assert announce(drafted, EMBARGO - timedelta(seconds=1)) == 0
    assert names(drafted) == []
    assert announce(drafted, EMBARGO) == 1
    assert announce(drafted, EMBARGO) == 0
    assert names(drafted) == ANNOUNCED


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


def test_it_is_published_with_a_date_to_come(drafted: Store) -> None:
    with pytest.raises(Conflict, match="occurrence_missing"):
        publish(drafted, now=EVENING.ends_at)


def test_what_is_withdrawn_is_a_draft_and_told_anew_when_it_is_published_again(drafted: Store) -> None:
    publish(drafted)
    withdrawn = change(drafted, commands.activities.withdraw_activity)
    assert (withdrawn.status, withdrawn.announced_at) == ("draft", None)
    publish(drafted)
    assert names(drafted)[3:] == [
        ("activity.withdrawn", LAMP, 2),
        ("activity.published", LAMP, 3),
        ("occurrence.scheduled", "occurrence-1", 1),
        ("occurrence.scheduled", "occurrence-2", 1),
    ]


def test_what_is_withdrawn_under_its_embargo_was_never_there(drafted: Store) -> None:
    set_programme(drafted)
    publish(drafted)
    change(drafted, commands.activities.withdraw_activity)
    assert announce(drafted, EMBARGO) == 0
    assert names(drafted) == []


def test_what_is_cancelled_takes_its_dates_with_it_and_says_so_once(drafted: Store) -> None:
    publish(drafted)
    for _ in range(2):
        change(drafted, commands.activities.cancel_activity, "weather", now=LATER)
    told_of = [event for event in told(drafted) if event.name == "activity.cancelled"]
    assert [event.data["reason"] for event in told_of] == ["weather"]
    with drafted.reading() as session:
        found = queries.activities.occurrences_of(session, LAMP)
    assert {one.status for one in found} == {"cancelled"}


def test_what_is_cancelled_under_its_embargo_is_announced_never(drafted: Store) -> None:
    set_programme(drafted)
    publish(drafted)
    change(drafted, commands.activities.cancel_activity, "staff", now=LATER)
    assert announce(drafted, EMBARGO) == 0
    assert names(drafted) == []
