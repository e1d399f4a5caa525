"""The open data service accepts what bookings tells, exactly as the samples say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from chassis.database import Store
from chassis.envelope import parse
from services.opendata import queries, reactions
from services.opendata.tables import metadata

SAMPLES = Path(__file__).parent / "samples"
HEARD = {
    "place.published": (reactions.on_place_published, "places"),
    "space.published": (reactions.on_space_published, "spaces"),
    "booking.held": (reactions.on_booking_held, "occupancy"),
    "booking.requested": (reactions.on_booking_requested, "occupancy"),
    "booking.confirmed": (reactions.on_booking_confirmed, "occupancy"),
    "booking.moved": (reactions.on_booking_moved, "occupancy"),
    "booking.checked_in": (reactions.on_booking_checked_in, "occupancy"),
    "booking.checked_out": (reactions.on_booking_checked_out, "occupancy"),
    "booking.cancelled": (reactions.on_booking_cancelled, "occupancy"),
    "booking.denied": (reactions.on_booking_denied, "occupancy"),
    "booking.lapsed": (reactions.on_booking_lapsed, "occupancy"),
    "booking.missed": (reactions.on_booking_missed, "occupancy"),
}
TAKES_NOTHING = {"held", "requested", "cancelled", "denied", "lapsed", "missed"}


@pytest.mark.parametrize("name", HEARD)
def test_the_sample_of_every_event_it_hears_is_accepted(tmp_path: Path, name: str) -> None:
    reaction, dataset = HEARD[name]
    store = Store(f"sqlite:///{tmp_path}/opendata.db", "opendata")
    metadata.create_all(store.engine)
    heard = parse((SAMPLES / f"{name}.json").read_bytes())
    assert heard.name == name
    store.react(heard, reaction)
    with store.reading() as session:
        published = list(queries.records(session, dataset, {"roubaix": "215905126"}))
    store.close()
    assert len(published) == (0 if name.removeprefix("booking.") in TAKES_NOTHING else 1)
