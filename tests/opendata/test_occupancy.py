"""What the occupancy holds along the life of a booking, whatever comes twice, late, or never."""

from __future__ import annotations

from dataclasses import astuple
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import inspect, select

from chassis.database import Store
from chassis.errors import Invalid
from services.opendata import domain, queries, reactions
from services.opendata.tables import log, occupancy, records
from tests.opendata.conftest import Hear
from tests.opendata.heard import HOME_CITY, MEMBER, NETWORK, NOW, PRICE, booking, envelope

ELSEWHEN = {"starts_at": "2026-11-25T09:00:00+00:00", "ends_at": "2026-11-25T11:00:00+00:00"}
ENDS = (
    "booking.cancelled",
    "booking.denied",
    "booking.lapsed",
    "booking.missed",
)


def published(store: Store) -> list[domain.Record]:
    with store.reading() as session:
        return list(queries.records(session, "occupancy", NETWORK))


def edition(store: Store) -> domain.Edition:
    with store.reading() as session:
        return queries.editions(session)["occupancy"]


def test_a_confirmed_booking_is_one_row_of_the_occupancy(store: Store, hear: Hear) -> None:
    hear("booking.confirmed", booking())
    (row,) = published(store)
    assert row["id"] != "booking-1"
    assert (row["space_id"], row["place_id"], row["city"]) == ("space-1", "place-1", "roubaix")
    assert row["starts_at"] == "2026-11-24T09:00:00Z"
    assert row["ends_at"] == "2026-11-24T11:00:00Z"
    assert astuple(edition(store))[:4] == ("occupancy", 1, NOW, 1)


def test_a_cancelled_booking_leaves_the_occupancy(store: Store, hear: Hear) -> None:
    hear("booking.confirmed", booking())
    later = NOW + timedelta(minutes=5)
    hear("booking.cancelled", booking(), sequence=1, now=later)
    assert published(store) == []
    assert astuple(edition(store))[:5] == ("occupancy", 2, later, 0, "0" * 64)


def test_a_confirmation_after_its_cancellation_publishes_nothing(store: Store, hear: Hear) -> None:
    hear("booking.cancelled", booking(), sequence=1)
    hear("booking.confirmed", booking())
    assert published(store) == []
    assert edition(store).version == 0


def test_one_event_changes_the_data_and_its_version_together_or_not_at_all(store: Store) -> None:
    def cut() -> None:
        with store.transaction() as session:
            reactions.on_event(session, envelope("booking.confirmed", booking()), NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        cut()
    assert published(store) == []
    assert edition(store).version == 0


def test_no_person_home_city_or_price_is_kept(store: Store, hear: Hear) -> None:
    hear("booking.confirmed", booking())
    with store.reading() as session:
        kept = str([session.execute(select(table)).one() for table in (log, records, occupancy)])
    for secret in (MEMBER, HOME_CITY, str(PRICE), "booking-1"):
        assert secret not in kept
    assert not {"member_id", "home_city", "price_cents"} & {
        column["name"]
        for table in inspect(store.engine).get_table_names()
        for column in inspect(store.engine).get_columns(table)
        if table != "holders"  # waits there, beside the log, until its month is closed
    }


@pytest.mark.parametrize("pending", ["booking.held", "booking.requested"])
def test_what_may_come_to_nothing_is_not_published_until_it_is_confirmed(
    store: Store, hear: Hear, pending: str
) -> None:
    hear(pending, booking(status="held"))
    assert (published(store), edition(store).version) == ([], 0)
    hear("booking.confirmed", booking(), sequence=1)
    assert (len(published(store)), edition(store).version) == (1, 1)


@pytest.mark.parametrize("pending", ["booking.held", "booking.requested"])
@pytest.mark.parametrize("end", ENDS)
def test_what_came_to_nothing_was_never_published(store: Store, hear: Hear, pending: str, end: str) -> None:
    hear(pending, booking())
    hear(end, booking(), sequence=1)
    assert (published(store), edition(store).version) == ([], 0)


@pytest.mark.parametrize("end", ENDS)
def test_what_ends_leaves_the_occupancy(store: Store, hear: Hear, end: str) -> None:
    hear("booking.confirmed", booking())
    hear(end, booking(), sequence=1)
    assert (published(store), edition(store).rows, edition(store).version) == ([], 0, 2)


def test_a_booking_that_moves_is_published_where_and_when_it_is_now(store: Store, hear: Hear) -> None:
    hear("booking.confirmed", booking())
    (before,) = published(store)
    moved = booking(space_id="space-2", place_id="place-2", host_city="marcq", unit_name="Bureau 7", **ELSEWHEN)
    hear("booking.moved", moved, sequence=1)
    (after,) = published(store)
    assert after["id"] == before["id"]
    assert [after[name] for name in ("space_id", "place_id", "city", "unit_name")] == [
        "space-2",
        "place-2",
        "marcq",
        "Bureau 7",
    ]
    assert after["starts_at"] == "2026-11-25T09:00:00Z"
    assert (edition(store).version, edition(store).rows) == (2, 1)


@pytest.mark.parametrize("status", ["held", "requested"])
def test_what_moves_and_is_not_sure_any_more_is_not_published(store: Store, hear: Hear, status: str) -> None:
    hear("booking.confirmed", booking())
    hear("booking.moved", booking(status=status, **ELSEWHEN), sequence=1)
    assert (published(store), edition(store).rows) == ([], 0)


def test_a_move_that_does_not_say_what_the_booking_is_now_is_refused(store: Store, hear: Hear) -> None:
    with pytest.raises(Invalid):
        hear("booking.moved", booking(status=None), sequence=1)


def test_who_comes_makes_no_new_version(store: Store, hear: Hear) -> None:
    hear("booking.confirmed", booking())
    hear("booking.checked_in", booking(checked_in_at="2026-11-24T09:05:00+00:00"), sequence=1)
    assert (len(published(store)), edition(store).version) == (1, 1)


@pytest.mark.parametrize(
    ("left", "until"),
    [
        ("2026-11-24T10:15:00+00:00", ["2026-11-24T10:15:00Z"]),
        ("2026-11-24T11:05:00+00:00", ["2026-11-24T11:00:00Z"]),
        ("2026-11-24T08:55:00+00:00", []),
    ],
)
def test_a_unit_is_occupied_until_its_member_leaves(store: Store, hear: Hear, left: str, until: list[str]) -> None:
    hear("booking.confirmed", booking())
    hear("booking.checked_out", booking(checked_out_at=left), sequence=2)
    assert [row["ends_at"] for row in published(store)] == until
    hear("booking.cancelled", booking(), sequence=1)
    assert len(published(store)) == len(until), "it is older than the check-out"


LIFE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("booking.held", booking(status="held")),
    ("booking.confirmed", booking()),
    ("booking.moved", booking(**ELSEWHEN)),
    ("booking.checked_in", booking(checked_in_at="2026-11-25T09:05:00+00:00", **ELSEWHEN)),
)


@pytest.mark.parametrize("end", [None, "booking.missed"], ids=["stands", "ends"])
def test_a_life_is_published_the_same_in_whatever_order_and_however_often_it_is_told(
    store: Store, hear: Hear, end: str | None
) -> None:
    life = LIFE if end is None else (*LIFE[:3], (end, booking(**ELSEWHEN)))
    for number, order in enumerate(permutations(range(len(life)))):
        name = f"booking-{number}"
        for index in (*order, *order):
            event, data = life[index]
            hear(event, {**data, "booking_id": name}, index)
    found = published(store)
    assert len(found) == edition(store).rows == (24 if end is None else 0)
    assert {row["starts_at"] for row in found} <= {"2026-11-25T09:00:00Z"}
