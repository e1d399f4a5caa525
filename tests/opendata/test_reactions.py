"""What the datasets hold after events that come once, twice, late, or never."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select

from chassis.database import Store
from chassis.errors import Invalid
from services.opendata import domain, queries, reactions
from services.opendata.tables import occupancy
from tests.opendata.conftest import Hear
from tests.opendata.heard import HOME_CITY, MEMBER, NOW, PRICE, booking, envelope, place, space


def published(store: Store, name: str) -> list[domain.Record]:
    with store.reading() as session:
        return list(queries.records(session, name, {}))


def edition(store: Store, name: str) -> domain.Edition:
    with store.reading() as session:
        return queries.editions(session)[name]


def test_a_confirmed_booking_is_one_row_of_the_occupancy(store: Store, hear: Hear) -> None:
    hear(reactions.on_booking_confirmed, booking())
    (row,) = published(store, "occupancy")
    assert row["id"] != "booking-1"
    assert (row["space_id"], row["place_id"], row["city"]) == ("space-1", "place-1", "roubaix")
    assert row["starts_at"] == NOW + timedelta(days=1)
    assert row["ends_at"] == NOW + timedelta(days=1, hours=2)
    assert edition(store, "occupancy") == domain.Edition("occupancy", 1, NOW, 1)


def test_a_cancelled_booking_leaves_the_occupancy(store: Store, hear: Hear) -> None:
    hear(reactions.on_booking_confirmed, booking())
    later = NOW + timedelta(minutes=5)
    hear(reactions.on_booking_cancelled, booking(), sequence=1, now=later)
    assert published(store, "occupancy") == []
    assert edition(store, "occupancy") == domain.Edition("occupancy", 2, later, 0)


def test_a_confirmation_after_its_cancellation_publishes_nothing(store: Store, hear: Hear) -> None:
    hear(reactions.on_booking_cancelled, booking(), sequence=1)
    hear(reactions.on_booking_confirmed, booking())
    assert published(store, "occupancy") == []
    assert edition(store, "occupancy").version == 0


EVENTS: tuple[tuple[Any, dict[str, Any], int], ...] = (
    (reactions.on_place_published, place(name="Ancien nom"), 0),
    (reactions.on_place_published, place(), 1),
    (reactions.on_space_published, space(name="Ancien nom"), 0),
    (reactions.on_space_published, space(), 3),
)


def test_every_reaction_is_harmless_the_second_time(store: Store, hear: Hear) -> None:
    both = (reactions.on_booking_confirmed, booking(), 0), (reactions.on_booking_cancelled, booking("other"), 1)
    for reaction, data, sequence in (*EVENTS, *both):
        hear(reaction, data, sequence)
    before = {name: (published(store, name), edition(store, name)) for name in domain.DATASETS}
    for reaction, data, sequence in (*EVENTS, *both):
        hear(reaction, data, sequence, now=NOW + timedelta(days=1))
    assert {name: (published(store, name), edition(store, name)) for name in domain.DATASETS} == before


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2), (2, 0, 3, 1)], ids=str)
def test_the_newest_event_wins_in_whatever_order_they_come(store: Store, hear: Hear, order: tuple[int, ...]) -> None:
    for index in order:
        hear(*EVENTS[index])
    (found_place,), (found_space,) = published(store, "places"), published(store, "spaces")
    assert (found_place["nom"], found_space["name"]) == ("Champ Libre à l'Union", "Salle Lumière")
    assert found_space["latitude"] == 50.7053
    assert (edition(store, "places").rows, edition(store, "spaces").rows) == (1, 1)


def test_a_space_whose_place_is_unknown_is_published_without_a_point(store: Store, hear: Hear) -> None:
    hear(reactions.on_space_published, space())
    (found,) = published(store, "spaces")
    assert found["latitude"] is None
    assert found["longitude"] is None


def test_a_place_that_moves_changes_its_spaces_and_one_that_is_renamed_does_not(store: Store, hear: Hear) -> None:
    hear(reactions.on_place_published, place())
    hear(reactions.on_space_published, space())
    hear(reactions.on_place_published, place(name="Autre nom"), sequence=1)
    assert edition(store, "spaces").version == 1
    hear(reactions.on_place_published, place(name="Autre nom", latitude=50.71), sequence=2)
    assert edition(store, "spaces").version == 2
    assert edition(store, "spaces").rows == 1


def test_one_event_changes_the_data_and_its_version_together_or_not_at_all(store: Store) -> None:
    def cut() -> None:
        with store.transaction() as session:
            reactions.on_booking_confirmed(session, envelope(booking()), NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        cut()
    assert published(store, "occupancy") == []
    assert edition(store, "occupancy").version == 0


def test_no_person_home_city_or_price_is_kept(store: Store, hear: Hear) -> None:
    hear(reactions.on_booking_confirmed, booking())
    with store.reading() as session:
        kept = str(session.execute(select(occupancy)).one())
    for secret in (MEMBER, HOME_CITY, str(PRICE), "booking-1"):
        assert secret not in kept
    assert not {"member_id", "home_city", "price_cents"} & {
        column["name"]
        for table in inspect(store.engine).get_table_names()
        for column in inspect(store.engine).get_columns(table)
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"postcode": "5910"},
        {"insee": "x"},
        {"latitude": 91},
        {"longitude": "nan"},
        {"zone": "Europe/Lille"},
        {"name": ""},
    ],
    ids=str,
)
def test_a_place_that_would_break_the_standard_is_refused(store: Store, hear: Hear, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        hear(reactions.on_place_published, place(**wrong))
    assert published(store, "places") == []


def test_a_new_field_of_the_emitter_disturbs_nobody(store: Store, hear: Hear) -> None:
    hear(reactions.on_space_published, space(smell="oak"))
    assert len(published(store, "spaces")) == 1
