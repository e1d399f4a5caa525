"""What staff of the host city decides: requests, who is offered seats by hand, who comes first. Each with its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import ServiceError
from services.bookings.domain.activities import Terms
from tests.bookings.activities.programme import EVENING
from tests.bookings.activities.theatre import (
    DESK,
    LOOKER,
    OF_ACTIVITIES,
    accept,
    codes,
    come,
    house,
    leave,
    lines,
    settle,
    somebody,
    stage,
    statuses,
    step,
    told,
    written,
)
from tests.bookings.front_desk import said
from tests.bookings.world import NOW

MODERATED = Terms(mode="moderated")
BY_HAND = Terms(promotion="manual")
SMALL: dict[str, Any] = {"capacity": 2, "waiting_seats": 9}
APPROVE, DECLINE = OF_ACTIVITIES.approve_registration, OF_ACTIVITIES.decline_registration
PROMOTE, PRIORITISE = OF_ACTIVITIES.promote, OF_ACTIVITIES.prioritise


def test_a_request_is_granted_once(store: Store) -> None:
    stage(store, MODERATED)
    come(store, 1)
    granted = step(store, APPROVE, 1, actor=DESK)
    assert (granted.status, granted.lapses_at, granted.confirmed_at) == ("confirmed", None, NOW)
    assert step(store, APPROVE, 1, actor=DESK) == granted
    assert told(store, 1) == ["registration.requested", "registration.confirmed"]
    assert said(store, "registration-1")[-1].data["promoted"] is False
    assert codes(store, 1) == ["requested", "approved"]
    with pytest.raises(ServiceError, match="registration_not_requested"):
        step(store, DECLINE, 1, "staff", actor=DESK)


def test_a_request_that_is_declined_gives_its_seats_to_the_next(store: Store) -> None:
    stage(store, MODERATED, **SMALL)
    for number in (1, 2, 3):
        come(store, number)
    declined = step(store, DECLINE, 1, "not_of_neighbourhood", actor=DESK)
    assert (declined.status, declined.end_reason) == ("declined", "not_of_neighbourhood")
    assert step(store, DECLINE, 1, "other", actor=DESK) == declined
    assert statuses(store) == ["declined", "requested", "offered"]
    assert lines(store, 1)[-1][1]["reason"] == "not_of_neighbourhood"
    with pytest.raises(ServiceError, match="registration_not_requested"):
        step(store, APPROVE, 1, actor=DESK)


def test_a_request_that_nobody_answers_lapses_at_the_start(store: Store) -> None:
    stage(store, MODERATED)
    come(store, 1)
    with pytest.raises(ServiceError, match="registration_lapsed"):
        step(store, APPROVE, 1, actor=DESK, now=EVENING.starts_at)
    settle(store, EVENING.starts_at)
    assert (written(store, 1).status, written(store, 1).end_reason) == ("lapsed", "unanswered")
    assert said(store, "registration-1")[-1].data["was"] == "requested"


def test_staff_offers_what_is_free_to_whom_it_chooses_and_a_line_says_who_did(store: Store) -> None:
    stage(store, BY_HAND, **SMALL)
    for number in (1, 2, 3, 4):
        come(store, number)
    with pytest.raises(ServiceError, match="occurrence_full"):
        step(store, PROMOTE, 4, actor=DESK)
    leave(store, 1)
    assert step(store, PROMOTE, 4, actor=DESK).status == "offered"
    assert statuses(store) == ["cancelled", "confirmed", "waiting", "offered"]
    assert codes(store, 4) == ["queued", "promoted"]
    assert accept(store, 4).status == "confirmed"
    for number in (4, 1):
        with pytest.raises(ServiceError, match="registration_not_waiting"):
            step(store, PROMOTE, number, actor=DESK)


def test_not_even_staff_offers_anything_after_the_close(store: Store) -> None:
    stage(store, replace(BY_HAND, closes_minutes=60), **SMALL)
    for number in (1, 2, 3):
        come(store, number)
    leave(store, 1)
    with pytest.raises(ServiceError, match="registration_not_waiting"):
        step(store, PROMOTE, 3, actor=DESK, now=EVENING.starts_at - timedelta(hours=1))


def test_priority_is_given_to_who_waits_and_nobody_is_told(store: Store) -> None:
    stage(store, **SMALL)
    for number in (1, 2, 3, 4):
        come(store, number)
    assert step(store, PRIORITISE, 4, 5, actor=DESK).priority == 5
    assert told(store, 4) == ["registration.queued"]
    assert lines(store, 4)[-1] == (
        "prioritised",
        {"seats": 1, "free": 0, "waiting": 2, "number": 4, "priority": 5, "position": 1},
    )
    step(store, PRIORITISE, 4, 5, actor=DESK)
    assert codes(store, 4) == ["queued", "prioritised"]
    with pytest.raises(ServiceError, match="registration_not_waiting"):
        step(store, PRIORITISE, 1, 5, actor=DESK)


@pytest.mark.parametrize(("command", "more"), [(APPROVE, ()), (DECLINE, ("staff",)), (PROMOTE, ()), (PRIORITISE, (1,))])
def test_nobody_decides_but_who_has_the_right_there(store: Store, command: Any, more: tuple[Any, ...]) -> None:
    stage(store, MODERATED)
    come(store, 1)
    for actor in (somebody(1), LOOKER, replace(DESK, city="tourcoing")):
        with pytest.raises(ServiceError, match="permission_missing"):
            step(store, command, 1, *more, actor=actor)
    with pytest.raises(ServiceError, match="registration_not_found"):
        step(store, command, 1, *more, actor=somebody(2))
    assert house(store).seats_taken == 1
