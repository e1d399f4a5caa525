"""Which addresses take no letter, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from chassis.database import Store
from services.members import commands, domain, queries
from services.members.commands.membership import keep
from services.members.domain import Purpose, Role
from services.members.tables import members
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID, ROUBAIX, active, staff
from tests.members.securing import do, enter, letter

Rows = Callable[[str], list[dict[str, Any]]]
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    enter(store)


def mark(store: Store, at: datetime = LATER, member_id: str = CAMILLE_ID) -> None:
    do(store, commands.mark_address, member_id, "smtp_550", at)


def is_marked(store: Store, member_id: str = CAMILLE_ID, purpose: Purpose = Purpose.BOOKING) -> bool:
    person, _ = do(store, commands.contact, member_id, purpose, "a-token", LATER)
    return bool(person.is_marked)


def test_an_address_that_refused_a_letter_is_marked_and_no_other(store: Store, rows: Rows) -> None:
    assert not is_marked(store)
    mark(store)
    mark(store, LATER + timedelta(hours=1))
    assert (is_marked(store), is_marked(store, OTHER_ID)) == (True, False)
    assert rows("address_failures") == [{
        "member_id": CAMILLE_ID, "refused_since": LATER, "last_refused_at": LATER + timedelta(hours=1),
        "reason": "smtp_550", "refusals": 2,
    }]  # fmt: skip


def test_a_letter_that_goes_there_later_lifts_the_mark_and_an_earlier_one_does_not(store: Store) -> None:
    mark(store)
    do(store, commands.lift_mark, CAMILLE_ID, LATER - timedelta(seconds=1))
    assert is_marked(store)
    do(store, commands.lift_mark, CAMILLE_ID, LATER + timedelta(seconds=1))
    assert not is_marked(store)


def test_another_address_is_not_marked_and_the_letters_around_the_change_are_not_held_back(store: Store) -> None:
    mark(store)
    unsent = domain.digest("unsent")
    do(store, commands.ask_address_change, ROUBAIX, CAMILLE_ID, "camille@example.net", unsent, LATER)
    assert not is_marked(store, purpose=Purpose.ADDRESS_CHANGE)
    letter(store, Purpose.ADDRESS_CHANGE, "another-token", now=LATER)
    do(store, commands.change_address, ROUBAIX, domain.digest("another-token"), domain.digest("old"), LATER)
    assert not is_marked(store)
    mark(store, LATER)  # of a letter that was on its way to the address of before
    assert not is_marked(store)


def test_it_is_the_address_of_who_stands_for_somebody_that_is_marked(store: Store, rows: Rows) -> None:
    with store.transaction() as session:
        keep(session, active(id="helped", email=None, helper_id="joris"), None, domain.NOTICE_VERSION, NOW)
        keep(session, staff(Role.FRONT_DESK, id="joris"), None, domain.NOTICE_VERSION, NOW)
    mark(store, member_id="helped")
    assert [row["member_id"] for row in rows("address_failures")] == ["joris"]
    assert (is_marked(store, "helped"), is_marked(store, "joris")) == (True, True)
    with store.reading() as session:
        found = [queries.is_marked_for(session, one) for one in ("helped", "joris", CAMILLE_ID)]
    assert found == [True, True, False]
    do(store, commands.lift_mark, "helped", LATER)
    assert rows("address_failures") == []


def test_of_who_is_gone_or_cannot_be_written_to_nothing_is_marked(store: Store, rows: Rows) -> None:
    with store.transaction() as session:
        session.execute(update(members).where(members.c.id == OTHER_ID).values(email=None, email_digest=None))
    mark(store, member_id=OTHER_ID)
    mark(store, member_id="nobody")
    do(store, commands.lift_mark, "nobody", LATER)
    assert rows("address_failures") == []


def test_the_mark_goes_with_its_member(store: Store, rows: Rows) -> None:
    mark(store)
    do(store, commands.erase_oneself, ROUBAIX, CAMILLE_ID, "fresh", LATER)
    assert rows("address_failures") == []
