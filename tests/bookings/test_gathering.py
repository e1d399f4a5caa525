"""A member takes along all that bookings holds of them, and finds nothing of anybody else in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import insert

from chassis.database import Store
from services.bookings import commands, domain, queries
from services.bookings.queries import gathering
from services.bookings.tables import members
from tests.bookings.waiters import book
from tests.bookings.world import ACTOR, DESKS, NOW, OTHER, hours, members_word

MINE = domain.Holder(ACTOR.member_id, ACTOR.city)


def test_everything_of_a_member_is_told_by_pages_and_nothing_of_others(store: Store, monkeypatch: Any) -> None:
    monkeypatch.setattr(gathering, "AT_ONCE", 2)
    told = vars(members_word()) | {"roles": ["member"]}
    del told["attestations"], told["organisations"], told["guardians"]
    staff = replace(OTHER, member_id="staff-1", roles=("city_administrator",))
    with store.transaction() as session:
        session.execute(insert(members).values(told))
        commands.make_feed(session, "f-1", "d" * 64, ACTOR, NOW)
        commands.grant_credit(session, "c-1", staff, NOW, amount=1, unit="cents", reason="x", member=MINE)
    for number in range(3):
        book(store, f"b-{number}", hours(9 + number, 10 + number), space=DESKS)
    book(store, "other", actor=OTHER, space=DESKS)
    with store.reading() as session:
        first, following = queries.own_bookings(session, MINE)
        rest, end = queries.own_bookings(session, MINE, following)
        sections = {one["name"]: one["rows"] for one in queries.own_sections(session, MINE)}
    assert [row["booking_id"] for row in (*first, *rest)] == ["b-0", "b-1", "b-2"]
    assert end is None
    assert len(sections["feeds"]) == len(sections["credit_grants"]) == len(sections["members"]) == 1
    said = str((first, rest, sections))
    assert not any(word in said for word in (OTHER.member_id, "staff-1", "d" * 64))


def test_a_member_of_another_city_with_the_same_id_is_somebody_else(store: Store) -> None:
    book(store)
    with store.reading() as session:
        assert queries.own_bookings(session, domain.Holder(ACTOR.member_id, "marcq")) == ([], None)
