"""Credits in the database: granted, used with a booking, given back with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import eventlet
import pytest
from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.orm import Session

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.bookings import commands, domain, queries
from services.bookings.tables import bookings, credit_grants, credit_uses, member_organisations, members
from tests.bookings.world import ACTOR, DESKS, NOW, OTHER, PLACE, ROOM, hours

OURS = domain.Holder(ACTOR.member_id, ACTOR.city)
STAFF = domain.Actor("staff-1", "roubaix", "partner", "public_body", ("city_administrator",))
SOON = NOW + timedelta(minutes=1)
TEN, NOON = hours(9, 10), hours(11, 13)  # the room costs 1250 cents an hour


@pytest.fixture
def known(store: Store) -> Store:
    """The store, whose city has told of the member, and of an organisation that the member acts for."""
    with store.transaction() as session:
        for actor in (ACTOR, OTHER):
            told = {"category": "resident", "organisation_kind": "individual", "status": "active", "sequence": 0}
            row = {"member_id": actor.member_id, "city": actor.city, "roles": ["member"], **told}
            session.execute(insert(members).values(row))
        acts = {"member_id": ACTOR.member_id, "organisation_id": "org-1", "city": ACTOR.city, "kind": "startup"}
        session.execute(insert(member_organisations).values({**acts, "sequence": 0}))
    return store


def grant(session: Session, credit_id: str, amount: int, unit: str = "cents", **asked: Any) -> domain.Credit:
    asked = {"actor": STAFF, "reason": "bought", **({} if "organisation_id" in asked else {"member": OURS}), **asked}
    return commands.grant_credit(session, credit_id, now=NOW, amount=amount, unit=unit, **asked)


def book(session: Session, booking_id: str = "b-1", period: domain.Period = TEN, **asked: Any) -> domain.Booking:
    return commands.book(session, booking_id, asked.pop("space_id", ROOM.space_id), period, ACTOR, NOW, **asked)


def left(session: Session) -> dict[str, int]:
    """What remains of each credit."""
    return {row.credit_id: row.remaining for row in session.execute(select(credit_grants))}


def paid(booking: domain.Booking) -> tuple[int, int, int]:
    return booking.prepaid_minutes, booking.credit_cents, booking.price_cents


def is_saved(session: Session, booking: domain.Booking) -> bool:
    """Whether the row says what the booking says, and its uses what it used."""
    row = session.execute(select(bookings).where(bookings.c.booking_id == booking.booking_id)).one()
    query = (
        select(credit_grants.c.unit, func.sum(credit_uses.c.amount)).join(credit_uses).group_by(credit_grants.c.unit)
    )
    used = {unit: amount for unit, amount in session.execute(query.where(_of(booking)))}  # noqa: C416  as mypy has it
    told = (row.prepaid_minutes, row.credit_cents, row.price_cents)
    return told == paid(booking) and (used.get("minutes", 0), used.get("cents", 0)) == told[:2]


def _of(booking: domain.Booking) -> ColumnElement[bool]:
    return credit_uses.c.booking_id == booking.booking_id


def test_a_booking_is_paid_by_time_first_and_by_cents_then(known: Store) -> None:
    with known.transaction() as session:
        grant(session, "time", 30, "minutes")
        grant(session, "money", 1000)
        booking = book(session)
        assert paid(booking) == (30, 625, 0)
        assert left(session) == {"time": 0, "money": 375}
        assert is_saved(session, booking)


def test_what_credits_do_not_pay_remains_to_be_paid_and_others_pay_theirs(known: Store) -> None:
    with known.transaction() as session:
        grant(session, "money", 1000)
        assert paid(book(session)) == (0, 1000, 250)
        other = commands.book(session, "b-2", DESKS.space_id, TEN, OTHER, NOW)
        assert paid(other) == (0, 0, 1250)


def test_the_credits_of_an_organisation_pay_what_is_booked_for_it_and_nothing_else(known: Store) -> None:
    with known.transaction() as session:
        grant(session, "theirs", 5000, organisation_id="org-1")
        assert paid(book(session)) == (0, 0, 1250)
        for_them = book(session, "b-2", NOON, holder=replace(OURS, organisation_id="org-1"))
        assert paid(for_them) == (0, 2500, 0)
        grant(session, "ours", 5000)
        for_them = book(session, "b-3", hours(13, 15), holder=replace(OURS, organisation_id="org-1"))
        assert left(session) == {"theirs": 0, "ours": 5000}


def test_a_credit_pays_at_its_city_and_in_its_space_only(known: Store) -> None:
    with known.transaction() as session:
        commands.publish_place(session, replace(PLACE, place_id="place-2", city="tourcoing"), NOW)
        commands.publish_space(session, replace(ROOM, space_id="space-2", place_id="place-2"), NOW)
        grant(session, "room", 1000, space_id=ROOM.space_id)
        grant(session, "elsewhere", 1000, actor=replace(STAFF, city="tourcoing"))
        assert paid(book(session, space_id=DESKS.space_id)) == (0, 0, 1250)
        assert paid(book(session, "b-2", NOON)) == (0, 1000, 1500)
        assert paid(book(session, "b-3", NOON, space_id="space-2")) == (0, 1000, 1500)


def test_a_hold_uses_nothing_until_it_is_confirmed(known: Store) -> None:
    with known.transaction() as session:
        grant(session, "money", 1000)
        held = book(session, tentative=True)
        assert (paid(held), left(session)) == ((0, 0, 1250), {"money": 1000})
        confirmed = commands.confirm(session, "b-1", ACTOR, SOON)
        assert (paid(confirmed), left(session)) == ((0, 1000, 250), {"money": 0})
        assert is_saved(session, confirmed)
        assert commands.confirm(session, "b-1", ACTOR, SOON) == confirmed


def test_a_booking_that_is_moved_is_paid_anew(known: Store) -> None:
    with known.transaction() as session:
        grant(session, "time", 60, "minutes")
        grant(session, "money", 2000)
        book(session)
        moved = commands.move(session, "b-1", ACTOR, SOON, starts_at=NOON.starts_at, ends_at=NOON.ends_at)
        assert (paid(moved), left(session)) == ((60, 1250, 0), {"time": 0, "money": 750})
        assert is_saved(session, moved)
        back = commands.move(session, "b-1", ACTOR, SOON, starts_at=TEN.starts_at, ends_at=TEN.ends_at)
        assert (paid(back), left(session)) == ((60, 0, 0), {"time": 0, "money": 2000})


def test_a_refused_move_leaves_the_credits_as_they_were(known: Store) -> None:
    with known.transaction() as session:
        grant(session, "money", 1000)
        book(session)
        commands.book(session, "b-2", ROOM.space_id, NOON, OTHER, NOW)

    def move(session: Session) -> None:
        commands.move(session, "b-1", ACTOR, SOON, starts_at=NOON.starts_at, ends_at=NOON.ends_at)

    with pytest.raises(Conflict, match="unit_taken"):
        known.retrying(move)
    with known.reading() as session:
        assert left(session) == {"money": 0}


def test_what_is_cancelled_before_it_starts_gives_back_what_it_used_once(known: Store) -> None:
    with known.transaction() as session:
        grant(session, "time", 30, "minutes")
        grant(session, "money", 1000)
        book(session)
        cancelled = commands.cancel(session, "b-1", ACTOR, "member", SOON)
        assert left(session) == {"time": 30, "money": 1000}
        assert paid(cancelled) == (30, 625, 0)  # as it was agreed
        commands.cancel(session, "b-1", ACTOR, "member", SOON)
        assert left(session) == {"time": 30, "money": 1000}


def test_what_is_cancelled_after_it_began_gives_nothing_back(known: Store) -> None:
    with known.transaction() as session:
        grant(session, "money", 1000)
        book(session)
        commands.cancel(session, "b-1", ACTOR, "member", TEN.starts_at)
        assert left(session) == {"money": 0}


@pytest.mark.parametrize("end", ["denied", "lapsed"])
def test_a_request_that_is_denied_or_lapses_gives_back_what_it_used(known: Store, end: str) -> None:
    with known.transaction() as session:
        commands.publish_space(session, replace(ROOM, rules=domain.Rules(approval=True)), NOW)
        grant(session, "money", 1000)
        requested = book(session)
        assert (requested.status, left(session)) == ("requested", {"money": 0})
        if end == "denied":
            commands.deny(session, "b-1", STAFF, "full", SOON)
        else:
            assert commands.end_lapsed(session, TEN.starts_at) == 1
        assert left(session) == {"money": 1000}


def test_a_no_show_gives_nothing_back(known: Store) -> None:
    with known.transaction() as session:
        commands.publish_space(session, replace(ROOM, rules=domain.Rules(release_after_minutes=15)), NOW)
        grant(session, "money", 1000)
        book(session)
        assert commands.end_lapsed(session, TEN.starts_at + timedelta(minutes=15)) == 1
        assert session.scalars(select(bookings.c.status)).one() == "missed"
        assert left(session) == {"money": 0}


def test_only_who_may_grants_and_only_at_their_own_city(known: Store) -> None:
    with known.transaction() as session:
        for actor in (ACTOR, replace(STAFF, roles=("front_desk",))):
            with pytest.raises(Forbidden, match="permission_missing"):
                grant(session, "c", 1, actor=actor)
        with pytest.raises(Forbidden, match="permission_missing"):
            grant(session, "c", 1, actor=replace(STAFF, city="tourcoing"), space_id=ROOM.space_id)
        assert left(session) == {}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"member": domain.Holder("nobody", "tourcoing")}, "member_not_found"),
        ({"member": domain.Holder(ACTOR.member_id, "marcq")}, "member_not_found"),
        ({"organisation_id": "org-9"}, "organisation_not_found"),
        ({"space_id": "nowhere"}, "space_not_found"),
    ],
)
def test_a_credit_is_for_somebody_and_something_known(known: Store, asked: dict[str, Any], code: str) -> None:
    with known.transaction() as session, pytest.raises(NotFound, match=code):
        grant(session, "c", 1, **asked)


def test_a_credit_ends_after_it_is_granted(known: Store) -> None:
    with known.transaction() as session, pytest.raises(Invalid, match="valid_until_past"):
        grant(session, "c", 1, valid_until=NOW)


def test_a_list_of_credits_has_pages_and_only_what_can_still_pay(known: Store) -> None:
    with known.transaction() as session:
        for number in range(3):
            grant(session, f"c-{number}", 100, valid_until=NOW + timedelta(days=number + 1))
        grant(session, "theirs", 5, organisation_id="org-1")
        keys, later = OURS.keys, NOW + timedelta(days=1)
        first, cursor = queries.credits_page(session, keys, NOW, 2)
        rest, end = queries.credits_page(session, keys, NOW, 2, cursor)
        assert [credit.credit_id for credit in (*first, *rest)] == ["c-0", "c-1", "c-2"]
        assert end is None
        assert [credit.credit_id for credit in queries.credits_page(session, keys, later, 9)[0]] == ["c-1", "c-2"]


def test_no_role_at_a_place_grants_credits_even_for_its_spaces(known: Store) -> None:
    at_the_place = replace(STAFF, roles=(f"city_administrator@{ROOM.place_id}",))
    for space_id in (None, ROOM.space_id):
        with known.transaction() as session, pytest.raises(Forbidden, match="permission_missing"):
            grant(session, "c-1", 100, actor=at_the_place, space_id=space_id)


def test_two_bookings_at_once_never_use_a_cent_twice(known: Store) -> None:
    """The second waits for the first: what is left is what the first has left."""
    with known.transaction() as session:
        grant(session, "money", 2000)

    def take(number: int) -> domain.Booking:
        period = hours(9 + number, 10 + number)
        return known.retrying(lambda session: book(session, f"b-{number}", period))

    taken = list(eventlet.GreenPool().imap(take, range(4)))
    with known.reading() as session:
        assert left(session) == {"money": 0}
    assert sorted(booking.credit_cents for booking in taken) == [0, 0, 750, 1250]


def test_what_a_replaced_booking_gives_back_pays_the_one_that_replaces_it(known: Store) -> None:
    with known.transaction() as session:
        grant(session, "money", 1000)
        book(session)
        book(session, "b-2", NOON, tentative=True)
        session.execute(update(bookings).where(bookings.c.booking_id == "b-2").values(replaces_id="b-1"))
        confirmed = commands.confirm(session, "b-2", ACTOR, SOON)
        assert (paid(confirmed), left(session)) == ((0, 1000, 1500), {"money": 0})
        assert is_saved(session, confirmed)
