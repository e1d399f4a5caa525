"""What is published is announced, and is taken back."""

from __future__ import annotations

import pytest

from chassis.database import Store
from chassis.errors import Conflict
from services.bookings import commands, queries
from tests.bookings.activities.programme import EVENING, STAFF, told
from tests.bookings.activities.published import (
    ANNOUNCED,
    LAMP,
    LATER,
    announce,
    change,
    names,
    publish,
)
from tests.bookings.front_desk import do
from tests.bookings.world import NOW


def test_without_an_embargo_it_is_announced_at_once_with_its_dates_that_take_place(drafted: Store) -> None:
    assert publish(drafted).announced_at == NOW
    assert names(drafted) == ANNOUNCED
    assert announce(drafted, LATER) == 0
    assert names(drafted) == ANNOUNCED


def test_it_is_published_with_a_date_to_come(drafted: Store) -> None:
    with pytest.raises(Conflict, match="occurrence_missing"):
        publish(drafted, now=EVENING.ends_at)


def test_what_somebody_changed_meanwhile_is_not_published_unread(drafted: Store) -> None:
    with pytest.raises(Conflict, match="changed_meanwhile"):
        do(drafted, commands.activities.publish_activity, LAMP, STAFF, NOW, sequence=99)
    assert names(drafted) == []


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


def test_what_is_cancelled_takes_its_dates_with_it_and_says_so_once(drafted: Store) -> None:
    publish(drafted)
    for _ in range(2):
        change(drafted, commands.activities.cancel_activity, "weather", now=LATER)
    told_of = [event for event in told(drafted) if event.name == "activity.cancelled"]
    assert [event.data["reason"] for event in told_of] == ["weather"]
    with drafted.reading() as session:
        found = queries.activities.occurrences_of(session, LAMP)
    assert {one.status for one in found} == {"cancelled"}
