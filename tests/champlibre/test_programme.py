"""The demonstration's programme is on the agenda of each city, for weeks to come."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from champlibre import demonstration, nodes, running
from chassis.config import Settings
from chassis.database import Store
from chassis.service import database_url
from services.bookings import tables


def test_whoever_starts_the_demonstration_finds_a_programme_of_it(settings: Settings) -> None:
    running.bring_up_to_date(settings, nodes.service_classes(settings))
    demonstration.load(settings)
    demonstration.load(settings)
    store = Store(database_url(settings, "bookings"))
    with store.reading() as session:
        found = session.execute(
            select(tables.activities.c.status, tables.activities.c.city, tables.occurrences.c.occurrence_id).join_from(
                tables.activities, tables.occurrences
            )
        ).all()
    store.close()
    said: Counter[str] = Counter()
    for one in demonstration.content()["activities"]:
        city = one["by"].partition("@")[2].partition(".")[0]
        said[city] += one["times"] if city in settings.hosted else 0
    assert Counter(row.city for row in found if row.status == "published") == +said
