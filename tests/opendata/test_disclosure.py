"""Whoever reads every table that is published, month after month, tells nothing closely of what is left out."""

from __future__ import annotations

import random
from collections.abc import Hashable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.database import Store
from services.opendata import queries
from services.opendata.domain import suppression
from services.opendata.domain.statistics import published
from tests.opendata.attacker import Attacker
from tests.opendata.lived import (
    NETWORK,
    begins,
    close,
    hear,
    members,
    month,
    of_booking,
    of_member,
    of_occurrence,
    places,
)

OCTOBER, NOVEMBER = begins(2026, 10), begins(2026, 11)
CLOSINGS = (datetime(2026, 11, 5, tzinfo=UTC), datetime(2026, 12, 5, tzinfo=UTC))
CLOSE = 1e-6
TOTAL = "total"

# Of each table of persons: the columns of its lines, and how wide the interval of each figure is at least.
TABLES: Mapping[str, tuple[str, str, Mapping[str, float]]] = {
    "membership": ("city", "category", {"members": 11}),
    "participation": ("place_id", "age_band", {"visits": 11}),
    "ledger": ("home_city", "host_city", {"hours": 11, "bookings": 11}),
}
Name = tuple[Hashable, ...]


def edition(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All that is published at a moment."""
    with store.reading() as session:
        return {name: list(queries.records(session, name, NETWORK)) for name in (*TABLES, "occupancy-months")}


def two_months(store: Store, seed: int) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """What is published after each of two months, between which things were told late, and somebody went."""
    chance = random.Random(seed)
    hear(store, *places(OCTOBER), *members(chance, OCTOBER), *month(chance, OCTOBER))
    close(store, CLOSINGS[0])
    yield edition(store)
    late = OCTOBER + timedelta(days=10)
    held = {"host_city": "marcq", "home_city": "roubaix", "place_id": "place-marcq", "space_id": "space-marcq"}
    held |= {"starts_at": late.isoformat(), "ends_at": (late + timedelta(hours=9)).isoformat()}
    hear(
        store,
        of_booking("booking.confirmed", "late", 0, late, member_id="roubaix-resident-1", **held),
        of_booking("booking.cancelled", "2026-10-3", 7, late),
        of_occurrence("late", late, came=30, place_id="place-marcq"),
        *(of_member("member.erased", f"marcq-resident-{number}", "marcq", 2, NOVEMBER) for number in range(3)),
        of_member("member.approved", "tourcoing-new", "tourcoing", 1, NOVEMBER, category="nomad"),
        *month(chance, NOVEMBER),
    )
    close(store, CLOSINGS[1])
    yield edition(store)


def read(attacker: Attacker, told: Mapping[str, list[dict[str, Any]]]) -> dict[Name, float]:
    """Have an attacker read an edition; gives each figure left out, and how wide its interval must be."""
    needed: dict[Name, float] = {}
    for table, (row, column, figures) in TABLES.items():
        for record in told[table]:
            for figure, width in figures.items():
                name = (table, record["month"], figure, record[row], record[column])
                attacker.reads(name, record[figure])
                if record["statut"] == "secret":
                    assert record[figure] is None
                    needed[name] = width
        for month_, figure in {(record["month"], figure) for record in told[table] for figure in figures}:
            _add_up(attacker, table, month_, figure, [r for r in told[table] if r["month"] == month_], row, column)
    _know_occupancy(attacker, told, needed)
    return needed


def _add_up(
    attacker: Attacker, table: str, month_: str, figure: str, records: list[dict[str, Any]], row: str, column: str
) -> None:
    rows, columns = (list(dict.fromkeys(record[name] for record in records)) for name in (row, column))
    for each in rows:
        parts = [(table, month_, figure, each, other) for other in columns if other != TOTAL]
        attacker.adds((table, month_, figure, each, TOTAL), parts)
    for each in columns:
        parts = [(table, month_, figure, other, each) for other in rows if other != TOTAL]
        attacker.adds((table, month_, figure, TOTAL, each), parts)


def _know_occupancy(attacker: Attacker, told: Mapping[str, list[dict[str, Any]]], needed: dict[Name, float]) -> None:
    """How much the spaces of a city were booked is told elsewhere: it is known, and bounds what is under it."""
    for column, figure in (("booked_hours", "hours"), ("bookings", "bookings")):
        sums: dict[tuple[str, str], float] = {}
        for record in told["occupancy-months"]:
            for city in (record["city"], TOTAL):
                key = (record["month"], city)
                sums[key] = sums.get(key, 0) + record[column]
        for (month_, city), total in sums.items():
            attacker.reads(("ledger", month_, figure, TOTAL, city), total)
        for name in needed:
            if name[0] == "ledger" and name[2] == figure:
                needed[name] = min(needed[name], sums[str(name[1]), str(name[4])])


def exposed(editions: Iterator[dict[str, list[dict[str, Any]]]]) -> tuple[set[Name], int]:
    """The figures that can be told too closely by who reads all editions; how many are left out."""
    attacker, needed = Attacker(), dict[Name, float]()
    for told in editions:
        needed |= read(attacker, told)
    found = set()
    for name, width in needed.items():
        least, most = attacker.bounds(name)
        if most - least < width - CLOSE:
            found.add(name)
    return found, len(needed)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_left_out_can_be_told_closely_from_all_tables_of_two_months(store: Store, seed: int) -> None:
    found, left_out = exposed(two_months(store, seed))
    assert found == set()
    assert left_out > 10


def test_without_secondary_suppression_it_can(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "suppressed", suppression.sensitive)
    found, _left_out = exposed(two_months(store, 1))
    assert found != set()


def test_figures_of_two_months_computed_anew_would_tell(store: Store) -> None:
    """What freezing is for: with a month counted twice the attacker finds two figures where there is one."""
    first, second = two_months(store, 1)
    changed = {**second, "membership": [{**each, "month": "2026-10"} for each in second["membership"]]}
    attacker = Attacker()
    read(attacker, first)
    with pytest.raises(AssertionError, match="published twice"):
        read(attacker, changed)


def test_editions_agree_where_they_tell_of_the_same(store: Store) -> None:
    first, second = two_months(store, 2)
    for name, records in first.items():
        assert [record for record in second[name] if record["month"] == "2026-10"] == records
