"""The programme of the demonstration is on the agenda of every city that the network has."""

from __future__ import annotations

from datetime import timedelta

from champlibre import demonstration
from chassis import clock
from chassis.config import Settings
from chassis.database import Store
from chassis.service import database_url
from services.bookings import queries
from services.bookings.domain.activities import Filters


def test_everything_that_is_planned_is_announced_in_time(loaded: Settings) -> None:
    shown, now = demonstration.content(), clock.now()
    mine = [one for one in shown["activities"] if one["by"].partition("@")[2].partition(".")[0] in loaded.hosted]
    store = Store(database_url(loaded, "bookings"), "bookings", "hub")
    with store.reading() as session:
        until = now + timedelta(days=60)
        items, _ = queries.activities.agenda(session, now, Filters(), now, until, 200)
        assert len(queries.activities.every_programme(session)) == len(loaded.hosted)
    store.close()
    assert len(items) == sum(len(one["dates"]) for one in mine) > 0
    assert {item.activity.title["fr"] for item in items} == {one["title"]["fr"] for one in mine}
    assert all(item.activity.announced_at for item in items)
    booked = [item for item in items if item.occurrence.occurrence.booking_id]
    assert len(booked) == sum("space" in date for one in mine for date in one["dates"])
