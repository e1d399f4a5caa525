"""A city tells that its member answered the form: that, never what; harmless twice, and of its own members alone."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Forbidden
from services.bookings import reactions
from services.bookings.domain.activities import Field, Terms
from tests.bookings.activities.theatre import codes, come, leave, stage, told, written
from tests.bookings.front_desk import do, said
from tests.bookings.world import NOW

FORM = Terms(form=(Field("allergies", {"fr": "Des allergies ?"}, required=True),))


def answered(number: int = 1, city: str = "tourcoing", speaker: str = "tourcoing", **more: Any) -> Envelope:
    data = {"registration_id": "registration-1", "member_id": f"member-{number}", "city": city, "complete": True}
    return Envelope(
        id="e-1",
        source=f"/{speaker}/members_{speaker}",
        name="form.answered",
        subject="registration-1",
        sequence=1,
        time=NOW,
        data={**data, **more},
        city=speaker,
    )


def test_that_all_is_answered_is_known_once_and_told(store: Store) -> None:
    stage(store, FORM)
    come(store, 1)
    assert said(store, "registration-1")[0].data["answers_due"] is True
    for _ in range(2):
        do(store, reactions.on_form_answered, answered(), NOW)
    assert written(store, 1).answered_at == NOW
    assert told(store, 1) == ["registration.confirmed", "registration.changed"]
    last = said(store, "registration-1")[-1].data
    assert (last["what"], last["answers_due"]) == ("answered", False)
    assert codes(store, 1) == ["seated"]  # nothing was decided


@pytest.mark.parametrize(
    "said_so",
    [answered(2), answered(city="marcq", speaker="marcq"), answered(complete=False), answered(registration_id="x")],
)
def test_what_is_not_that_members_or_not_complete_changes_nothing(store: Store, said_so: Envelope) -> None:
    stage(store, FORM)
    come(store, 1)
    do(store, reactions.on_form_answered, said_so, NOW)
    assert written(store, 1).answered_at is None


def test_what_has_ended_is_left_as_it_is(store: Store) -> None:
    stage(store, FORM)
    come(store, 1)
    leave(store, 1)
    do(store, reactions.on_form_answered, answered(), NOW)
    assert told(store, 1) == ["registration.confirmed", "registration.cancelled"]


def test_a_city_speaks_of_its_own_members_alone(store: Store) -> None:
    stage(store, FORM)
    come(store, 1)
    with pytest.raises(Forbidden, match="not_its_city"):
        do(store, reactions.on_form_answered, answered(speaker="marcq"), NOW)
