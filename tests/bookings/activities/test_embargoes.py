"""What is under an embargo is announced once it is over, once, and never before."""

from __future__ import annotations

from datetime import timedelta

from chassis.database import Store
from services.bookings import commands
from tests.bookings.activities.published import (
    ANNOUNCED,
    EMBARGO,
    LATER,
    announce,
    change,
    names,
    publish,
    set_programme,
)


def test_under_an_embargo_it_is_announced_once_and_not_before(drafted: Store) -> None:
    set_programme(drafted)
    assert publish(drafted).visible_from == EMBARGO
    assert announce(drafted, EMBARGO - timedelta(seconds=1)) == 0
    assert names(drafted) == []
    assert announce(drafted, EMBARGO) == 1
    assert announce(drafted, EMBARGO) == 0
    assert names(drafted) == ANNOUNCED


def test_what_is_cancelled_under_its_embargo_is_announced_never(drafted: Store) -> None:
    set_programme(drafted)
    publish(drafted)
    change(drafted, commands.activities.cancel_activity, "staff", now=LATER)
    assert announce(drafted, EMBARGO) == 0
    assert names(drafted) == []


def test_what_is_withdrawn_under_its_embargo_was_never_there(drafted: Store) -> None:
    set_programme(drafted)
    publish(drafted)
    change(drafted, commands.activities.withdraw_activity)
    assert announce(drafted, EMBARGO) == 0
    assert names(drafted) == []
