"""A month is closed once, three days after its end, and what was counted of it never changes."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from chassis.database import Store
from services.opendata import closing, commands, queries
from services.opendata.domain import statistics
from services.opendata.tables import attendances, bodies, holders, log, memberships, segments, versions
from tests.opendata.lived import (
    CITIES,
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

OCTOBER, NOVEMBER, DECEMBER = begins(2026, 10), begins(2026, 11), begins(2026, 12)
DUE = {"2026-10": datetime(2026, 11, 5, tzinfo=UTC), "2026-11": datetime(2026, 12, 5, tzinfo=UTC)}
DUE |= {"2026-12": datetime(2027, 1, 5, tzinfo=UTC)}
MONTHLY = ("occupancy-months", "participation", "membership", "ledger")


def records(store: Store, dataset: str, month_: str = "") -> dict[str, dict[str, Any]]:
    with store.reading() as session:
        found = queries.records(session, dataset, NETWORK)
        return {each["id"]: each for each in found if each["id"].startswith(month_)}


def parts(store: Store) -> dict[tuple[str, ...], tuple[str, int]]:
    with store.reading() as session:
        names = {dataset.name for dataset in statistics.DATASETS}
        found = session.execute(select(segments).where(segments.c.dataset.in_(names))).mappings()
        return {(row["dataset"], row["format"], row["segment"]): (row["digest"], row["rows"]) for row in found}


@pytest.fixture
def chance() -> random.Random:
    return random.Random(20261201)


@pytest.fixture
def october(store: Store, chance: random.Random) -> Store:
    """A network that lived a month."""
    hear(store, *places(OCTOBER), *members(chance, OCTOBER), *month(chance, OCTOBER))
    return store


def test_a_month_is_closed_when_it_is_due_and_once(october: Store) -> None:
    assert close(october, datetime(2026, 11, 3, 22, tzinfo=UTC)) is None
    assert parts(october) == {}
    assert close(october, DUE["2026-10"]) == "2026-10"
    before = parts(october)
    assert {(dataset, segment) for dataset, _, segment in before} == {(name, "2026-10") for name in MONTHLY}
    assert close(october, DUE["2026-10"] + timedelta(days=20)) is None
    assert parts(october) == before


def test_nothing_is_closed_where_nothing_was_ever_heard(store: Store) -> None:
    assert close(store, DUE["2026-12"]) is None


def test_what_comes_late_changes_nothing_of_a_closed_month(october: Store, chance: random.Random) -> None:
    close(october, DUE["2026-10"])
    before, figures = parts(october), {name: records(october, name) for name in MONTHLY}
    late = OCTOBER + timedelta(days=12)
    held = {"starts_at": late.isoformat(), "ends_at": (late + timedelta(hours=3)).isoformat()}
    hear(
        october,
        of_booking("booking.confirmed", "late", 0, late, **held),
        of_booking("booking.cancelled", "2026-10-1", 9, late),
        of_occurrence("late", late, came=500),
        of_member("member.erased", "roubaix-resident-0", "roubaix", 5, late),
        *month(chance, NOVEMBER),
    )
    with october.transaction() as session:
        commands.publish(session, NETWORK, DUE["2026-11"])
    assert parts(october) == before
    assert close(october, DUE["2026-11"]) == "2026-11"
    assert {key: part for key, part in parts(october).items() if key[2] == "2026-10"} == before
    assert {name: records(october, name, "2026-10") for name in MONTHLY} == figures
    assert records(october, "ledger", "2026-11") != {}


def test_a_closed_month_is_a_past_version_that_stays(october: Store, chance: random.Random) -> None:
    close(october, DUE["2026-10"])
    hear(october, *month(chance, NOVEMBER))
    close(october, DUE["2026-11"])
    with october.reading() as session:
        kept = Counter(tuple(row) for row in session.execute(select(versions.c.dataset, versions.c.name)))
        digests = set(session.scalars(select(versions.c.digest)))
        assert digests <= set(session.scalars(select(bodies.c.digest)))
    formats = kept["ledger", "2026-10"]
    assert formats >= 2
    assert kept["ledger", "2026-11"] == 2 * formats  # both months


def test_a_rebuild_gives_the_same_bytes_whatever_was_forgotten_since(october: Store) -> None:
    close(october, DUE["2026-10"])
    before = parts(october)
    with october.transaction() as session:
        for table in (holders, attendances, memberships):
            session.execute(delete(table))
        assert commands.rebuild(session, NETWORK, DUE["2026-11"]) == []
    assert parts(october) == before


def test_a_month_that_is_said_to_be_closed_again_stays_as_it_was(october: Store) -> None:
    close(october, DUE["2026-10"])
    before = records(october, "ledger")
    with october.transaction() as session:
        commands.note(session, "month.closed", "2026-10", 0, DUE["2026-11"], {"records": {"ledger": []}})
    assert records(october, "ledger") == before


def test_who_did_what_in_a_closed_month_is_forgotten(october: Store) -> None:
    tomorrow = NOVEMBER + timedelta(days=1)
    hear(
        october,
        of_booking(
            "booking.confirmed",
            "next",
            0,
            tomorrow,
            starts_at=tomorrow.isoformat(),
            ends_at=(tomorrow + timedelta(hours=1)).isoformat(),
        ),
    )
    hear(october, of_occurrence("next", tomorrow))
    close(october, DUE["2026-10"])
    with october.reading() as session:
        assert len(session.scalars(select(holders.c.id)).all()) == 2  # this, and what is held after the month
        assert session.scalars(select(attendances.c.occurrence_id)).all() == ["next"]


def test_the_log_of_a_closed_month_has_its_figures_and_no_more(october: Store) -> None:
    close(october, DUE["2026-10"])
    with october.reading() as session:
        [facts] = session.scalars(select(log.c.facts).where(log.c.kind == "month.closed")).all()
    assert set(facts["records"]) == set(MONTHLY)
    left_out = [each for each in facts["records"]["membership"] if each["statut"] == "secret"]
    assert left_out
    assert {each["members"] for each in left_out} == {None}


def test_every_month_is_closed_one_after_the_other_after_a_long_standstill(
    october: Store, chance: random.Random
) -> None:
    hear(october, *month(chance, NOVEMBER), *month(chance, DECEMBER))
    now = DUE["2026-12"]
    assert [close(october, now) for _ in range(4)] == ["2026-10", "2026-11", "2026-12", None]
    profile = records(october, "occupancy-profile")
    assert len(profile) == 168 * len(CITIES)
    assert {each["to_month"] for each in profile.values()} == {"2026-12"}


def test_there_is_no_profile_of_a_quarter_that_was_not_counted_whole(store: Store, chance: random.Random) -> None:
    hear(store, *places(NOVEMBER), *month(chance, NOVEMBER), *month(chance, DECEMBER))
    assert [close(store, DUE["2026-12"]) for _ in range(2)] == ["2026-11", "2026-12"]
    assert records(store, "occupancy-profile") == {}


def test_a_month_waits_for_what_is_still_to_be_heard(store: Store, chance: random.Random) -> None:
    hear(store, *places(OCTOBER), *list(month(chance, OCTOBER))[:-1])  # nothing since its end
    assert close(store, DUE["2026-10"]) is None
    assert close(store, datetime(2026, 11, 11, tzinfo=UTC)) == "2026-10"


def test_what_is_published_after_a_month_is_not_in_it(store: Store, chance: random.Random) -> None:
    lived, new = list(places(OCTOBER))[:2], list(places(NOVEMBER + timedelta(days=1)))[2:]
    hear(store, *lived, *month(chance, OCTOBER), *new)
    close(store, DUE["2026-10"])
    assert set(records(store, "occupancy-months")) == {"2026-10/space-marcq"}
    assert {each["place_id"] for each in records(store, "participation").values()} == {"place-marcq", "total"}


def test_a_log_that_was_not_whole_is_counted_from_the_next_month_on(store: Store, chance: random.Random) -> None:
    hear(store, *places(OCTOBER), *month(chance, OCTOBER))
    with store.transaction() as session:
        commands.note(session, "statistics.began", "statistics", 0, OCTOBER + timedelta(days=9), {})
        assert closing.due_month(session, DUE["2026-10"]) is None
    hear(store, *month(chance, NOVEMBER))
    assert close(store, DUE["2026-11"]) == "2026-11"


def test_when_somebody_came_is_known_in_whatever_order_it_is_told(store: Store) -> None:
    at = OCTOBER + timedelta(days=12, hours=3)  # 9:00 UTC
    held = {"space_id": "space-marcq", "place_id": "place-marcq", "host_city": "marcq"}
    held |= {"starts_at": at.isoformat(), "ends_at": (at + timedelta(hours=2)).isoformat()}
    came = of_booking("booking.checked_in", "b", 1, at, checked_in_at=(at + timedelta(minutes=30)).isoformat(), **held)
    left = of_booking(
        "booking.checked_out", "b", 2, at, checked_out_at=(at + timedelta(minutes=90)).isoformat(), **held
    )
    hear(store, *places(OCTOBER), left, came, of_booking("booking.confirmed", "b", 0, at, **held), came)
    close(store, datetime(2026, 11, 11, tzinfo=UTC))
    row = records(store, "occupancy-months")["2026-10/space-marcq"]
    assert (row["booked_hours"], row["attended_hours"], row["bookings"], row["missed"]) == (2.0, 1.0, 1, 0)


def test_special_hours_count_until_they_are_withdrawn(store: Store) -> None:
    def announced(name: str, sequence: int, special_id: str, **more: Any) -> Any:
        data = {"special_id": special_id, "place_id": "place-marcq", "sequence": sequence, **more}
        reaction, envelope = of_booking(name, special_id, sequence, OCTOBER)
        return reaction, type(envelope)(**{**vars(envelope), "data": data})

    closure = {"space_id": None, "is_open": False, "starts_at": "2026-10-06T08:00:00+00:00"}
    closure |= {"ends_at": "2026-10-06T11:00:00+00:00"}
    gone = {"withdrawn_at": "2026-10-02T08:00:00+00:00"}
    hear(
        store,
        *places(OCTOBER),
        announced("hours.announced", 0, "stays", **closure),
        announced("hours.withdrawn", 1, "goes", **gone),
        announced("hours.announced", 0, "goes", **closure | {"ends_at": "2026-10-06T14:00:00+00:00"}),
    )
    close(store, datetime(2026, 11, 11, tzinfo=UTC))
    found = records(store, "occupancy-months")
    assert found["2026-10/space-roubaix"]["open_hours"] - found["2026-10/space-marcq"]["open_hours"] == 3
