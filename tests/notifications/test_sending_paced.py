"""Letters for one mail domain go at its pace, in order to each member; what somebody waits for goes ahead."""

from __future__ import annotations

from sqlalchemy import select

from services.notifications import reactions
from services.notifications.domain import (
    PACED,
    Kind,
    Pace,
)
from services.notifications.tables import deliveries
from tests.notifications import given
from tests.notifications.desk import Desk


def test_a_letter_ahead_of_the_pace_of_its_domain_goes_at_the_instant_that_it_was_given(desk: Desk) -> None:
    desk.pace = Pace(60, burst=2)
    desk.hear_of_members(5)
    assert desk.send() == 5
    assert desk.state() == [("sent", None)] * 2 + [("queued", PACED)] * 3
    for sent in (3, 4, 5):
        desk.clock.pass_by(seconds=1)
        desk.send()
        assert len(desk.letterbox.letters) == sent
    with desk.store.reading() as session:
        assert session.scalars(select(deliveries.c.attempts)).all() == [0] * 5


def test_what_somebody_waits_for_goes_ahead_of_the_pace(desk: Desk) -> None:
    desk.pace = Pace(60, burst=1)
    desk.hear_of_members(3)
    desk.hear(reactions.on_member_registered, given.registered())
    desk.send()
    assert [status for status, _ in desk.state()] == ["sent", "queued", "queued", "sent"]


def test_what_is_ahead_of_the_pace_goes_in_order_to_each_member(desk: Desk) -> None:
    desk.pace = Pace(60, burst=1)
    desk.hear_of_members(1)
    for sequence, space in ((1, "Atelier bois"), (2, "Grand salon")):
        moved = given.event(Kind.BOOKING_MOVED, sequence, space_name=space, booking_id=f"c-{sequence}", member_id="m-0")
        desk.hear(reactions.on_booking_moved, moved)
    for _ in range(4):
        desk.send()
        desk.clock.pass_by(seconds=2)
    said = [subject.partition(":")[2].partition(",")[0].strip() for subject in desk.letterbox.subjects()]
    assert said == ["Salle du canal", "Atelier bois", "Grand salon"]
