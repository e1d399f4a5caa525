"""A member is gone: what they had to come goes to the next, what was stays of nobody; and what they took along."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from chassis.database import Store
from services.bookings import commands, domain, queries
from services.bookings.domain.activities import Registration
from services.bookings.queries import rows
from services.bookings.tables import decisions, registrations
from tests.bookings.activities.programme import EVENING, occurrence, put
from tests.bookings.activities.theatre import DESK, OF_ACTIVITIES, come, leave, somebody, stage, step
from tests.bookings.front_desk import do, said
from tests.bookings.world import NOW

GONE, NOBODY = "0b0e7f0c-6a3f-4c8e-9a53-00000000aaaa", "0b0e7f0c-6a3f-4c8e-9a53-00000000bbbb"
LATER = NOW + timedelta(hours=1)
MEMBER = domain.Actor(GONE, "tourcoing", "resident", "individual")


def all_of(store: Store) -> dict[str, Registration]:
    with store.reading() as session:
        found = rows.every(session, select(registrations), Registration)
    return {one.registration_id: one for one in found}


def test_what_they_had_to_come_goes_to_the_next_and_nothing_leads_to_them(store: Store) -> None:
    stage(store, capacity=2, waiting_seats=9)
    begun = occurrence("occurrence-0", starts_at=LATER, ends_at=LATER + timedelta(hours=2))
    with store.transaction() as session:
        put(session, begun, occurrence("occurrence-2", capacity=0, waiting_seats=3))
    come(store, 0, actor=MEMBER, occurrence_id="occurrence-0")
    come(store, 1, actor=MEMBER)
    come(store, 4, actor=MEMBER, occurrence_id="occurrence-2")
    come(store, 2)
    come(store, 3)
    step(store, OF_ACTIVITIES.change_seats, 1, 1, actor=MEMBER)
    do(store, commands.erase, GONE, "tourcoing", NOBODY, LATER)
    do(store, commands.erase, GONE, "tourcoing", "another", LATER)  # the second time nothing happens
    after = all_of(store)
    assert {after[f"registration-{number}"].member_id for number in (0, 1, 4)} == {NOBODY}
    assert (after["registration-1"].status, after["registration-1"].end_reason) == ("cancelled", "erased")
    assert (after["registration-4"].status, after["registration-0"].status) == ("cancelled", "confirmed")
    assert after["registration-3"].status == "offered"
    last = said(store, "registration-1")[-1]
    assert (last.name, last.data["reason"], last.data["member_id"]) == ("registration.cancelled", "erased", NOBODY)
    assert GONE not in str([one.data for one in said(store)])


def test_the_staff_that_decided_is_nobody_afterwards(store: Store) -> None:
    stage(store)
    come(store, 1)
    staff = domain.Actor(GONE, "roubaix", "partner", "public_body", ("front_desk",))
    step(store, OF_ACTIVITIES.cancel_registration, 1, "staff", actor=staff)
    do(store, commands.erase, GONE, "roubaix", NOBODY, NOW)
    with store.reading() as session:
        assert set(session.scalars(select(decisions.c.decided_by_id))) == {None, NOBODY}


def test_a_member_takes_along_their_registrations_and_why_but_not_who_of_staff_it_was(store: Store) -> None:
    stage(store)
    come(store, 1)
    come(store, 2)
    step(store, OF_ACTIVITIES.cancel_registration, 1, "staff", actor=DESK, now=EVENING.starts_at - timedelta(hours=1))
    leave(store, 2)
    with store.reading() as session:
        mine = domain.Holder(somebody(1).member_id, somebody(1).city)
        sections = {one["name"]: one["rows"] for one in queries.own_sections(session, mine)}
    assert [row["registration_id"] for row in sections["registrations"]] == ["registration-1"]
    assert [row["code"] for row in sections["decisions"]] == ["seated", "cancelled"]
    assert "desk-1" not in str(sections) and "member-2" not in str(sections)
