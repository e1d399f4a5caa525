"""Facilities and tariffs: what follows from places and spaces, in whatever order they are told of."""

from __future__ import annotations

from typing import Any

from werkzeug.test import Client

from chassis.config import Settings
from chassis.database import Store
from services.opendata import commands
from services.opendata.network import network_of
from tests.opendata.conftest import Hear
from tests.opendata.domain.test_tariffs import ASSOCIATIONS
from tests.opendata.heard import NOW, place, rows, space
from tests.opendata.standards.tables import complaints


def facilities(client: Client) -> dict[str, str]:
    """What each facility is called by, by its name."""
    text = client.get("/datasets/equipements.csv").text
    assert complaints(text, "scdl/equipements-0.1.5.json") == []
    return {row["EQUIP_NOM"]: row["EQUIP_UID"] for row in rows(text)}


def tariffs(client: Client) -> list[tuple[str, str]]:
    return [(row["name"], row["hour_cents"]) for row in rows(client.get("/datasets/tariffs.csv").text)]


def test_a_facility_is_numbered_when_it_is_first_heard_of_and_never_again(client: Client, hear: Hear) -> None:
    hear("place.published", place("b", name="B"))
    hear("place.published", place("a", name="A"))
    hear("place.published", place("c", name="C", kind="BIB"))
    hear("place.published", place("d", name="D", insee="59599", city="tourcoing"))
    hear("place.published", place("b", name="B", kind="MUNI", insee="59599"), sequence=1)
    assert facilities(client) == {
        "B": "59512-04000000-001",
        "A": "59512-04000000-002",
        "C": "59512-08000000-001",
        "D": "59599-04000000-001",
    }


def test_a_number_is_the_same_when_all_is_made_again(
    client: Client, hear: Hear, store: Store, settings: Settings
) -> None:
    for name in ("c", "a", "b"):
        hear("place.published", place(name, name=name))
    before = facilities(client)
    with store.transaction() as session:
        assert commands.rebuild(session, network_of(settings), NOW) == []
    assert facilities(client) == before


def test_a_space_costs_what_was_last_told_of_it(client: Client, hear: Hear) -> None:
    def told(sequence: int, **changed: Any) -> None:
        hear("space.published", space(**changed), sequence=sequence)

    told(0, tariffs=[ASSOCIATIONS, {**ASSOCIATIONS, "name": "étudiants", "hour_cents": 300}])
    assert tariffs(client) == [("associations", "625"), ("étudiants", "300"), ("", "1200")]
    told(2, tariffs=[{**ASSOCIATIONS, "name": "étudiants", "hour_cents": 400}], hourly_price_cents=1500)
    assert tariffs(client) == [("étudiants", "400"), ("", "1500")]
    told(1, tariffs=[ASSOCIATIONS])
    assert tariffs(client) == [("étudiants", "400"), ("", "1500")], "what is older comes too late"
    told(3, tariffs=[ASSOCIATIONS])
    assert tariffs(client) == [("associations", "625"), ("", "1200")]


def test_the_datasets_of_places_and_spaces_keep_their_own_schemas(client: Client, hear: Hear) -> None:
    hear("place.published", place())
    hear("space.published", space(tariffs=[ASSOCIATIONS]))
    for name in ("places", "equipements", "spaces", "tariffs", "occupancy"):
        schema = client.get(f"/datasets/{name}/schema.json").json
        assert schema
        assert complaints(client.get(f"/datasets/{name}.csv").text, schema) == [], name
