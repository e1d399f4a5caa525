"""What persons did waits beside the log, under names that lead to nobody, and goes when its month is closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, select

from chassis.database import Store
from chassis.errors import Forbidden, Invalid
from services.opendata import counting, queries, reactions
from services.opendata.domain import persons
from services.opendata.tables import attendances, erased, holders, log, memberships
from tests.network.leaks import rows_of
from tests.opendata.heard import MEMBER, NOW
from tests.opendata.lived import hear, of_booking, of_member, of_occurrence

CITY = "marcq"


def rows(store: Store, table: Table) -> list[dict[str, Any]]:
    with store.reading() as session:
        return [dict(row) for row in session.execute(select(table)).mappings()]


def stands(store: Store) -> dict[tuple[str, str], int]:
    with store.reading() as session:
        return queries.active_members(session)


def test_no_number_of_a_member_is_in_any_table(store: Store) -> None:
    hear(store, of_booking("booking.confirmed", "b", 0, NOW), of_member("member.approved", MEMBER, CITY, 1, NOW))
    hear(store, of_booking("booking.cancelled", "b", 1, NOW), of_member("member.erased", MEMBER, CITY, 2, NOW))
    assert MEMBER.encode() not in rows_of(store.engine.url.render_as_string(hide_password=False))


def test_no_line_of_the_log_tells_of_a_person(store: Store) -> None:
    hear(
        store,
        of_booking("booking.confirmed", "b", 0, NOW),
        of_member("member.approved", MEMBER, CITY, 1, NOW),
        of_occurrence("o", NOW),
        of_member("member.erased", MEMBER, CITY, 2, NOW),
    )
    kept = str(rows(store, log))
    for person in (MEMBER, persons.as_holder(MEMBER), persons.as_member(MEMBER), persons.digest(MEMBER), CITY):
        assert person not in kept


def test_who_holds_a_booking_and_who_is_a_member_cannot_be_joined(store: Store) -> None:
    hear(store, of_booking("booking.confirmed", "b", 0, NOW), of_member("member.approved", MEMBER, CITY, 1, NOW))
    assert {row["person"] for row in rows(store, holders)}.isdisjoint(row["person"] for row in rows(store, memberships))


def test_what_an_occurrence_holds_is_nobodys(store: Store) -> None:
    hear(store, of_booking("booking.confirmed", "b", 0, NOW, for_occurrence_id="occurrence-1"))
    assert rows(store, holders) == []


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2, 1)])
def test_the_newest_of_a_member_counts_in_whatever_order_it_comes(store: Store, order: tuple[int, ...]) -> None:
    events = [
        of_member("member.approved", MEMBER, CITY, 1, NOW, category="guest"),
        of_member("member.suspended", MEMBER, CITY, 2, NOW, category="resident", status="suspended"),
        of_member("member.changed", MEMBER, CITY, 3, NOW, category="nomad"),
    ]
    hear(store, *(events[index] for index in order))
    assert stands(store) == ({(CITY, "nomad"): 1} if 2 in order else {})


def test_who_is_suspended_is_not_counted(store: Store) -> None:
    hear(store, of_member("member.approved", MEMBER, CITY, 1, NOW))
    hear(store, of_member("member.suspended", MEMBER, CITY, 2, NOW, status="suspended"))
    assert stands(store) == {}


def test_of_who_is_erased_nothing_stays_but_a_digest_and_nothing_late_brings_them_back(store: Store) -> None:
    joined = of_member("member.approved", MEMBER, CITY, 1, NOW)
    hear(store, joined, of_booking("booking.confirmed", "b", 0, NOW))
    hear(store, of_member("member.erased", MEMBER, CITY, 2, NOW))
    hear(store, joined, of_member("member.changed", MEMBER, CITY, 9, NOW), of_booking("booking.held", "late", 0, NOW))
    assert rows(store, memberships) == []
    assert {row["person"] for row in rows(store, holders)} == {None}
    assert [row["member_digest"] for row in rows(store, erased)] == [persons.digest(MEMBER)]


def test_who_is_erased_before_anything_was_heard_of_them_stays_gone(store: Store) -> None:
    hear(store, of_member("member.erased", MEMBER, CITY, 2, NOW), of_member("member.approved", MEMBER, CITY, 1, NOW))
    hear(store, of_member("member.erased", MEMBER, CITY, 2, NOW))
    assert rows(store, memberships) == []


def test_the_digest_goes_after_sixty_days(store: Store) -> None:
    hear(store, of_member("member.erased", MEMBER, CITY, 2, NOW))
    with store.transaction() as session:
        assert counting.forget_erased(session, NOW + timedelta(days=59)) == 0
        assert counting.forget_erased(session, NOW + timedelta(days=60)) == 1
    assert rows(store, erased) == []


@pytest.mark.parametrize("name", ["member.approved", "member.erased"])
def test_no_city_speaks_for_members_of_another(store: Store, name: str) -> None:
    hear(store, of_member("member.approved", MEMBER, CITY, 1, NOW))
    with pytest.raises(Forbidden):
        hear(store, of_member(name, MEMBER, "roubaix", 5, NOW))
    reaction, envelope = of_member(name, MEMBER, CITY, 5, NOW)
    pretended = {**envelope.data, "city": "roubaix"}
    with store.transaction() as session, pytest.raises(Forbidden):
        reaction(session, type(envelope)(**{**vars(envelope), "data": pretended}), NOW)
    assert stands(store) == {(CITY, "resident"): 1}


def test_the_newest_of_who_came_counts_in_whatever_order_it_comes(store: Store) -> None:
    first, corrected = of_occurrence("o", NOW, 1, came=9), of_occurrence("o", NOW, 2, came=11, walked_in=0)
    hear(store, corrected, first, first)
    assert [row["came"] for row in rows(store, attendances)] == [11]
    hear(store, of_occurrence("o", NOW, 3, came=12, walked_in=2))
    assert [row["came"] for row in rows(store, attendances)] == [14]


def test_numbers_that_make_no_sense_are_refused(store: Store) -> None:
    with pytest.raises(Invalid):
        hear(store, of_occurrence("o", NOW, came=-1))


def test_every_event_that_is_counted_is_heard(store: Store) -> None:
    assert {name for name in reactions.HEARD if name.startswith("booking.")} < set(reactions.COUNTED)
