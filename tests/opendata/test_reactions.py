"""What the datasets of places and spaces hold after events that come once, twice, late, or never."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import Invalid
from services.opendata import domain, queries
from tests.opendata.conftest import Hear
from tests.opendata.heard import NETWORK, NOW, booking, place, space


def published(store: Store, name: str) -> list[domain.Record]:
    with store.reading() as session:
        return list(queries.records(session, name, NETWORK))


def edition(store: Store, name: str) -> domain.Edition:
    with store.reading() as session:
        return queries.editions(session)[name]


EVENTS: tuple[tuple[str, dict[str, Any], int], ...] = (
    ("place.published", place(name="Ancien nom"), 0),
    ("place.published", place(), 1),
    ("space.published", space(name="Ancien nom"), 0),
    ("space.published", space(), 3),
)


def test_every_reaction_is_harmless_the_second_time(store: Store, hear: Hear) -> None:
    both = ("booking.confirmed", booking(), 0), ("booking.cancelled", booking("other"), 1)
    for name, data, sequence in (*EVENTS, *both):
        hear(name, data, sequence)
    before = {name: (published(store, name), edition(store, name)) for name in domain.DATASETS}
    for name, data, sequence in (*EVENTS, *both):
        hear(name, data, sequence, now=NOW + timedelta(days=1))
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
    hear("space.published", space())
    (found,) = published(store, "spaces")
    assert found["latitude"] is None
    assert found["longitude"] is None


def test_a_place_that_moves_changes_its_spaces_and_one_that_is_renamed_does_not(store: Store, hear: Hear) -> None:
    hear("place.published", place())
    hear("space.published", space())
    hear("place.published", place(name="Autre nom"), sequence=1)
    assert edition(store, "spaces").version == 1
    hear("place.published", place(name="Autre nom", latitude=50.71), sequence=2)
    assert edition(store, "spaces").version == 2
    assert edition(store, "spaces").rows == 1


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
        hear("place.published", place(**wrong))
    assert published(store, "places") == []


def test_a_space_says_what_it_is_part_of_and_when_it_is_there(store: Store, hear: Hear) -> None:
    hear("space.published", space())
    (found,) = published(store, "spaces")
    assert (found["parent_id"], found["opening_hours"]) == ("space-0", "Mo-Fr 09:00-18:00")
    assert found["accessibility"] == ["mi", "hi"]
    assert (found["valid_from"], found["valid_until"]) == ("2026-11-23", None)


def test_a_space_of_an_emitter_that_says_less_is_published_without_the_rest(store: Store, hear: Hear) -> None:
    new = ("accessibility", "parent_id", "photos", "opening_hours", "valid_from", "valid_until", "sharing", "tariffs")
    hear("space.published", {name: value for name, value in space().items() if name not in new})
    (found,) = published(store, "spaces")
    assert [found[name] for name in ("parent_id", "opening_hours", "accessibility", "valid_from")] == [
        None,
        None,
        [],
        None,
    ]


def test_a_new_field_of_the_emitter_disturbs_nobody(store: Store, hear: Hear) -> None:
    hear("space.published", space(smell="oak"))
    assert len(published(store, "spaces")) == 1
