"""When the city says that a member is gone nothing is left of what they were told, and nothing is told any more."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, insert, select

from chassis.database import Store
from chassis.envelope import Envelope
from services.notifications import commands, domain, reactions
from services.notifications.domain import Delivery, Kind, Outcome, Status
from services.notifications.sending import HELD_FOR
from services.notifications.tables import erased, metadata, notices
from tests.notifications import given

MEMBER = "0191c5ae-3f63-4d5b-a3c8-5f0c4b1f7a10"


def booked(booking_id: str = "b-1", member_id: str = MEMBER) -> Envelope:
    return given.confirmed(booking_id=booking_id, member_id=member_id)


def hear(store: Store, told: Envelope) -> None:
    reaction = getattr(reactions, f"on_{told.name.replace('.', '_')}")
    with store.transaction() as session:
        reaction(session, told, given.NOW, home=given.HOME)


def hear_gone(store: Store, member_id: str = MEMBER, city: str = "roubaix") -> None:
    data = {"member_id": member_id, "city": city, "erased_at": given.NOW.isoformat()}
    hear(store, Envelope("gone", f"/{city}/members_{city}", "member.erased", member_id, 3, given.NOW, data, city))


def claim(store: Store) -> list[Delivery]:
    with store.transaction() as session:
        return commands.claim(session, HELD_FOR, 20, given.HOME, given.NOW)


def settle(store: Store, notice: Delivery) -> bool:
    with store.transaction() as session:
        return commands.settle(session, notice, Outcome(Status.SENT), given.HOME, given.NOW)


def names(store: Store) -> bool:
    """Whether any row names the member."""
    with store.reading() as session:
        return any(MEMBER in str(row) for table in metadata.sorted_tables for row in session.execute(select(table)))


def test_no_row_names_who_is_gone_and_the_others_are_told_as_before(store: Store) -> None:
    hear(store, booked())
    hear(store, booked("b-2", "somebody-else"))
    (first, other) = claim(store)
    settle(store, first)
    hear(store, booked("b-3"))
    assert names(store)
    hear_gone(store)
    assert not names(store)
    assert settle(store, other)


def test_who_acted_for_others_is_in_none_of_their_notices(store: Store) -> None:
    others = {"member_id": "somebody-else", "booked_by_id": MEMBER, "registered_by_id": MEMBER}
    for kind in (Kind.BOOKING_CONFIRMED, Kind.SERIES_BOOKED, Kind.REGISTRATION_CONFIRMED):
        hear(store, given.event(kind, **others))
    assert not names(store)
    with store.reading() as session:
        kept = session.scalars(select(notices.c.data)).all()
    assert [data.get("booked_by_id") or data["registered_by_id"] for data in kept] == ["another"] * 3


def test_of_registrations_wishes_and_alerts_nothing_is_left(store: Store) -> None:
    hear(store, given.event(Kind.REGISTRATION_QUEUED, member_id=MEMBER))
    hear(store, given.event(Kind.OCCURRENCE_SHORT, drafted_by_id=MEMBER))
    hear(store, given.wished(member_id=MEMBER))
    assert names(store)
    hear_gone(store)
    assert not names(store)
    hear(store, given.event(Kind.REGISTRATION_OFFERED, 1, member_id=MEMBER))
    assert not names(store)


def test_a_notice_in_flight_leaves_no_trace(store: Store) -> None:
    hear(store, booked())
    (notice,) = claim(store)
    hear_gone(store)
    assert not settle(store, notice)
    assert not names(store)


def test_a_notice_that_was_queued_at_the_same_instant_is_gone_when_it_is_settled(store: Store) -> None:
    hear(store, booked())
    with store.transaction() as session:
        session.execute(insert(erased).values(member_digest=domain.digest(MEMBER), erased_at=given.NOW))
    for notice in claim(store):
        assert not settle(store, notice)
    assert not names(store)


def test_what_is_said_late_queues_nothing(store: Store) -> None:
    hear_gone(store)
    hear_gone(store)
    hear(store, booked())
    assert claim(store) == []
    assert not names(store)


def test_of_another_city_s_member_nothing_is_heard(store: Store) -> None:
    hear(store, booked())
    hear_gone(store, city="marcq")
    assert names(store)


def test_of_whom_nothing_can_be_late_any_more_nothing_is_known(store: Store) -> None:
    hear_gone(store)
    for days, known in ((59, 1), (60, 0)):
        with store.transaction() as session:
            commands.forget_erased(session, given.NOW + timedelta(days=days))
        with store.reading() as session:
            assert session.scalar(select(func.count()).select_from(erased)) == known
