"""Guardians: who answers for a minor books, moves, cancels and sees for them, and nobody else does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from chassis import envelope
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Forbidden, NotFound
from services.bookings import commands, domain, queries, reactions
from tests.bookings.world import NOW, ROOM, hours

SAMPLES = Path(__file__).parents[1] / "contracts" / "samples"
BEGAN, ENDED, APPROVED = (
    envelope.parse((SAMPLES / f"{name}.json").read_bytes())
    for name in ("guardianship.began", "guardianship.ended", "member.approved")
)
LINA = BEGAN.data["member_id"]
GUARDIAN = domain.Actor(BEGAN.data["guardian_id"], "roubaix", "resident", "individual", ("member",))
STRANGER = replace(GUARDIAN, member_id="a-stranger")
DESK = domain.Actor("a-desk", "tourcoing", "partner", "public_body", ("front_desk",))
FOR_LINA = domain.Holder(LINA, "roubaix")


def hear(store: Store, told: Envelope, message_id: str = "one") -> None:
    reaction = {
        BEGAN.name: reactions.on_guardianship_began,
        ENDED.name: reactions.on_guardianship_ended,
        APPROVED.name: reactions.on_member_told,
    }[told.name]
    store.react(replace(told, id=message_id), reaction)


def approved(**changes: object) -> Envelope:
    return replace(APPROVED, subject=LINA, data={**APPROVED.data, "member_id": LINA, **changes})


def answers(store: Store, actor: domain.Actor = GUARDIAN) -> bool:
    with store.reading() as session:
        return queries.is_guardian(session, actor, LINA, "roubaix")


def book(store: Store, actor: domain.Actor = GUARDIAN, booking_id: str = "b-1") -> domain.Booking:
    with store.transaction() as session:
        return commands.book(session, booking_id, ROOM.space_id, hours(9, 10), actor, NOW, holder=FOR_LINA)


@pytest.fixture
def guarded(store: Store) -> Store:
    """Lina is known, and who answers for her."""
    hear(store, approved(handle="L. V."), "approved")
    hear(store, BEGAN, "began")
    return store


def test_who_answers_for_a_minor_books_for_them_and_is_remembered_as_who_booked(guarded: Store) -> None:
    booking = book(guarded)
    assert (booking.member_id, booking.booked_by_id) == (LINA, GUARDIAN.member_id)
    with pytest.raises(Forbidden, match="permission_missing"):
        book(guarded, STRANGER, "b-2")
    with pytest.raises(Forbidden, match="permission_missing"):
        book(guarded, replace(GUARDIAN, city="tourcoing"), "b-3")


def test_a_guardian_sees_moves_and_cancels_what_is_the_minors_and_nobody_else_does(guarded: Store) -> None:
    book(guarded)
    later = hours(14, 15)
    with guarded.transaction() as session:
        assert [one.booking_id for one in queries.bookings_page(session, GUARDIAN, 10)[0]] == ["b-1"]
        moved = commands.move(session, "b-1", GUARDIAN, NOW, starts_at=later.starts_at, ends_at=later.ends_at)
        assert moved.period == later
        for somebody in (STRANGER, replace(GUARDIAN, city="tourcoing")):
            assert queries.bookings_page(session, somebody, 10)[0] == []
            with pytest.raises(NotFound, match="booking_not_found"):
                commands.cancel(session, "b-1", somebody, "member", NOW)
        assert commands.cancel(session, "b-1", GUARDIAN, "member", NOW).status == "cancelled"


def test_a_guardian_tells_that_the_minor_is_there_where_members_may(guarded: Store) -> None:
    book(guarded)
    with guarded.transaction() as session:
        there = commands.check_in(session, "b-1", GUARDIAN, hours(9, 10).starts_at)
        assert there.checked_in_at is not None
        gone = commands.check_out(session, "b-1", GUARDIAN, hours(9, 10).starts_at + timedelta(minutes=5))
        assert gone.checked_out_at is not None


def test_a_guardian_books_and_cancels_a_whole_series_for_a_minor(guarded: Store) -> None:
    first = hours(9, 10).starts_at.replace(tzinfo=None) + timedelta(hours=1)  # Paris in winter
    ids = iter(("b-1", "b-2", "b-3"))
    with guarded.transaction() as session:
        outcome = commands.book_series(
            session, "s-1", ROOM.space_id, "FREQ=WEEKLY;COUNT=3", first, first + timedelta(hours=1), GUARDIAN, NOW,
            lambda: next(ids), holder=FOR_LINA,
        )  # fmt: skip
        assert {one.member_id for one in outcome.bookings} == {LINA}
        assert queries.series_of(session, "s-1", GUARDIAN).member_id == LINA
        with pytest.raises(NotFound):
            queries.series_of(session, "s-1", STRANGER)
        changed = commands.cancel_series(session, "b-2", GUARDIAN, "member", NOW, scope="following")
    assert changed.changed == 2


def test_who_answers_no_longer_does_nothing_more_and_sees_nothing_more(guarded: Store) -> None:
    book(guarded)
    hear(guarded, ENDED, "ended")
    with guarded.transaction() as session:
        assert queries.bookings_page(session, GUARDIAN, 10)[0] == []
        with pytest.raises(NotFound, match="booking_not_found"):
            commands.cancel(session, "b-1", GUARDIAN, "member", NOW)
    with pytest.raises(Forbidden, match="permission_missing"):
        book(guarded, booking_id="b-2")


def test_hearing_of_a_guardian_twice_or_in_the_wrong_order_is_harmless(store: Store) -> None:
    hear(store, ENDED, "ended")
    hear(store, BEGAN, "began")
    assert not answers(store)
    again = replace(BEGAN, sequence=3)
    for message_id in ("again", "again", "and again"):
        hear(store, again, message_id)
    assert answers(store)
    hear(store, ENDED, "ended once more")
    assert answers(store)


def test_a_city_names_no_guardian_for_a_member_of_another(guarded: Store) -> None:
    stolen = replace(BEGAN, sequence=9, source="/tourcoing/members_tourcoing")
    with pytest.raises(Forbidden, match="not_its_city"):
        hear(guarded, stolen, "stolen")
    theirs = replace(stolen, data={**BEGAN.data, "city": "tourcoing", "guardian_id": "a-stranger"})
    hear(guarded, theirs, "theirs")
    assert not answers(guarded, STRANGER)
    with pytest.raises(Forbidden, match="permission_missing"):
        book(guarded, replace(STRANGER, city="tourcoing"))


def test_a_handle_is_kept_as_it_was_told_last_and_taken_back(guarded: Store) -> None:
    def handle() -> object:
        with guarded.reading() as session:
            return queries.handles(session, [FOR_LINA, domain.Holder(LINA, "tourcoing")])

    assert handle() == {("roubaix", LINA): "L. V."}
    hear(guarded, approved(sequence=7), "taken back")
    assert handle() == {}
    without = {name: value for name, value in approved(sequence=8).data.items() if name != "handle"}
    hear(guarded, replace(APPROVED, data=without), "as it was told before")
    assert json.dumps(without) and handle() == {}


@pytest.mark.parametrize("gone", [LINA, GUARDIAN.member_id])
def test_when_one_of_the_two_is_gone_nobody_answers_whatever_is_said_late(guarded: Store, gone: str) -> None:
    with guarded.transaction() as session:
        commands.erase(session, gone, "roubaix", "nobody", NOW)
    assert not answers(guarded)
    hear(guarded, replace(BEGAN, sequence=5), "late")
    hear(guarded, replace(ENDED, sequence=6), "later")
    with guarded.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT * FROM guardianships").all() == []
