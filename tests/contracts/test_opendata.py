"""The open data service accepts what bookings tells, exactly as the samples say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from chassis.database import Store
from chassis.envelope import parse
from services.opendata import queries, reactions
from services.opendata.tables import metadata
from tests.opendata.heard import NETWORK

SAMPLES = Path(__file__).parent / "samples"
DATASET = {"place.published": "places", "space.published": "spaces"}
TAKES_NOTHING = {f"booking.{it}" for it in ("held", "requested", "cancelled", "denied", "lapsed", "missed")}
TAKES_NOTHING |= {"hours.announced", "hours.withdrawn"}


@pytest.mark.parametrize("name", reactions.HEARD)
def test_the_sample_of_every_event_it_hears_is_accepted(tmp_path: Path, name: str) -> None:
    dataset = DATASET.get(name, "occupancy" if name.startswith("booking.") else "agenda")
    store = Store(f"sqlite:///{tmp_path}/opendata.db", "opendata")
    metadata.create_all(store.engine)
    heard = parse((SAMPLES / f"{name}.json").read_bytes())
    assert heard.name == name
    if name.startswith("occurrence."):
        store.react(parse((SAMPLES / "activity.published.json").read_bytes()), reactions.on_event)
    store.react(heard, reactions.on_event)
    with store.reading() as session:
        published = list(queries.records(session, dataset, NETWORK))
    store.close()
    assert len(published) == (0 if name in TAKES_NOTHING or name.startswith("activity.") else 1)
