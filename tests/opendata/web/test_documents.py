"""What the tags of documents depend on."""

from __future__ import annotations

from dataclasses import replace

from chassis.config import Settings
from chassis.database import Store
from services.opendata.formats import FORMATS
from services.opendata.web.documents import Documents


def tag(store: Store, settings: Settings) -> str:
    with store.reading() as session:
        return Documents(settings).dataset(session, "places", FORMATS[0]).tag


def test_a_tag_outlives_a_restart_and_not_a_change_of_what_shapes_the_bytes(store: Store, settings: Settings) -> None:
    assert tag(store, settings) == tag(store, settings)
    roubaix = replace(settings.cities["roubaix"], siren="000000000")
    assert tag(store, settings) != tag(store, replace(settings, cities={**settings.cities, "roubaix": roubaix}))


def test_a_dataset_links_to_its_licence_its_schema_and_its_other_forms(store: Store, settings: Settings) -> None:
    with store.reading() as session:
        links = dict(Documents(settings).dataset(session, "places", FORMATS[0]).links)
    assert links["/datasets/places/schema.json"].startswith('rel="describedby"')
    assert {"/datasets/places.json", "/datasets/places.geojson"} <= links.keys()
    assert "/datasets/places.csv" not in links
