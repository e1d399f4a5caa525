"""The ledger between cities and the accounts of a city, from the database."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from chassis.database import Store
from services.bookings import commands, domain, queries
from services.bookings.domain.places import units_of
from services.bookings.tables import bookings
from tests.bookings.world import NOW, PLACE, ROOM, wish

(UNIT,) = units_of(ROOM)
FAR = replace(PLACE, place_id="place-far", zone="Pacific/Auckland", city="tourcoing")
FAR_ROOM = replace(ROOM, space_id="space-far", place_id="place-far")


@pytest.fixture
def places(store: Store) -> Store:
    """The store, and a place of Tourcoing in another zone."""
    with store.transaction() as session:
        commands.publish_place(session, FAR, NOW)
        commands.publish_space(session, FAR_ROOM, NOW)
    return store


def used(session: Session, booking_id: str, starts_at: datetime, minutes: float = 60, **changes: Any) -> None:
    """A booking of the member of Tourcoing in Roubaix, unless said otherwise; never mind the claims."""
    period = domain.Period(starts_at, starts_at + timedelta(minutes=minutes))
    booking = domain.grant(wish(period), booking_id, UNIT, domain.Price(100, "started_quarters"), NOW)
    session.execute(insert(bookings).values(asdict(replace(booking, **changes))))


def at(day: int, hour: int = 12, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def row(host: str, home: str, count: int, minutes: int, cents: int) -> domain.LedgerRow:
    return domain.LedgerRow(host, home, count, minutes, cents)


HERE: dict[str, Any] = {"host_city": "tourcoing", "home_city": "tourcoing"}
GUEST: dict[str, Any] = {"host_city": "tourcoing", "home_city": "marcq"}
OTHERS: dict[str, Any] = {"host_city": "roubaix", "home_city": "marcq"}


def test_a_ledger_adds_up_what_members_of_one_city_used_in_another(places: Store) -> None:
    with places.transaction() as session:
        used(session, "1", at(2), 45, price_cents=313)
        used(session, "2", at(3), 90, price_cents=1250)
        used(session, "3", at(3), 60, **HERE)
        used(session, "4", at(4), 60, price_cents=0, **GUEST)
        used(session, "5", at(5), 60, **OTHERS)
        assert queries.ledger(session, "2026-11", "tourcoing") == [
            row("roubaix", "tourcoing", 2, 135, 1563),
            row("tourcoing", "marcq", 1, 60, 0),
            row("tourcoing", "tourcoing", 1, 60, 100),
        ]
        assert queries.ledger(session, "2026-11", "marcq") == [
            row("roubaix", "marcq", 1, 60, 100),
            row("tourcoing", "marcq", 1, 60, 0),
        ]
        assert queries.ledger(session, "2026-12", "tourcoing") == queries.ledger(session, "2026-11", "lille") == []


@pytest.mark.parametrize("status", ["held", "requested", "cancelled", "denied", "lapsed"])
def test_what_was_never_firm_or_is_no_more_does_not_count(places: Store, status: str) -> None:
    with places.transaction() as session:
        used(session, "1", at(2), status=status)
        assert queries.ledger(session, "2026-11", "roubaix") == []
        assert queries.accounts_page(session, "2026-11", "roubaix", 9) == ([], None)


def test_a_no_show_counts_whether_or_not_somebody_wrote_it_down(places: Store) -> None:
    with places.transaction() as session:
        used(session, "1", at(2), status="missed")
        used(session, "2", at(3), lapses_at=at(3) + timedelta(minutes=15))
        assert queries.ledger(session, "2026-11", "roubaix") == [row("roubaix", "tourcoing", 2, 120, 200)]


def test_a_month_is_that_of_each_place(places: Store) -> None:
    there = {
        **HERE,
        "zone": FAR.zone,
        "place_id": FAR.place_id,
        "space_id": FAR_ROOM.space_id,
        "unit_id": "space-far/1",
    }
    with places.transaction() as session:
        used(session, "1", at(31, 22, month=10))  # Paris: still October, though the winter time has begun
        used(session, "2", at(31, 23, month=10))  # Paris: midnight of November
        used(session, "3", at(31, 10, month=10), **there)  # Auckland: 23:00 of 31 October
        used(session, "4", at(31, 11, month=10), **there)  # Auckland: midnight of November
        used(session, "5", at(30, 23))  # Paris: midnight of December
        used(session, "6", at(30, 11), **there)  # Auckland: midnight of December
        assert queries.ledger(session, "2026-11", "tourcoing") == [
            row("roubaix", "tourcoing", 1, 60, 100),
            row("tourcoing", "tourcoing", 1, 60, 100),
        ]
        [line], _ = queries.accounts_page(session, "2026-11", "tourcoing", 9)
        assert line.booking_id == "4"


def test_the_time_that_passes_is_added_up_exactly_and_told_in_whole_minutes(places: Store) -> None:
    with places.transaction() as session:
        used(session, "1", datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 240)  # the night has an hour more
        odd = datetime(2026, 10, 5, 9, 0, 0, 900_000, tzinfo=UTC)
        used(session, "2", odd, 60 + 0.2 / 60)
        used(session, "3", odd + timedelta(days=1), 60 + 59.7 / 60)
        [told] = queries.ledger(session, "2026-10", "roubaix")
        assert told.minutes == 240 + 120


def test_the_accounts_of_a_city_are_what_is_to_be_paid_at_its_places_page_by_page(places: Store) -> None:
    with places.transaction() as session:
        for number in range(5):
            used(session, f"b-{number}", at(2 + number % 2), **(OTHERS if number == 4 else {}))
        used(session, "elsewhere", at(2), **HERE)
        first, cursor = queries.accounts_page(session, "2026-11", "roubaix", 3)
        rest, end = queries.accounts_page(session, "2026-11", "roubaix", 3, cursor)
        assert [found.booking_id for found in (*first, *rest)] == ["b-0", "b-2", "b-4", "b-1", "b-3"]
        assert end is None
        listed = sum(found.price_cents for found in (*first, *rest))
        told = [line for line in queries.ledger(session, "2026-11", "roubaix") if line.host_city == "roubaix"]
        assert sum(line.amount_cents for line in told) == listed == 500


def test_a_ledger_is_two_queries_however_much_it_adds_up(places: Store) -> None:
    with places.transaction() as session:
        for number in range(40):
            used(session, str(number), at(1 + number % 28), home_city=f"city_{number % 7}")
    asked: list[str] = []
    event.listen(places.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    with places.reading() as session:
        assert len(queries.ledger(session, "2026-11", "roubaix")) == 7
        assert len([statement for statement in asked if "SELECT" in statement]) == 2


def test_no_row_names_anybody() -> None:
    assert set(asdict(row("roubaix", "marcq", 1, 60, 100))) == {
        "host_city", "home_city", "bookings", "minutes", "amount_cents",
    }  # fmt: skip
