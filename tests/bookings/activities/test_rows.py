"""What is written of the programme is read as it was."""

from __future__ import annotations

from sqlalchemy import select

from chassis.database import Store
from services.bookings.domain.activities import Activity, Field, Image, Kept, Occurrence, Price, Terms, Venue
from services.bookings.queries import rows
from services.bookings.tables import activities, occurrences
from tests.bookings.activities.programme import activity, occurrence, put
from tests.bookings.world import NOW

FIELD = Field("allergies", {"fr": "Des allergies ?"}, "choices", required=True, choices=("Noix", "Lait"), keep_days=7)


def test_an_activity_and_its_occurrence_are_read_as_they_were_written(store: Store) -> None:
    lamp = activity(
        prices=(Price("Plein", 300), Price("Réduit", 0, "Sur justificatif")),
        image=Image("https://example.org/lampe.jpg", "Une lampe"),
        accessibility=("hi", "mi"),
        terms=Terms(opens_at=NOW, form=(FIELD,)),
    )
    dated = occurrence(kept_back=(Kept("organisation-1", 3),))
    visit = activity(
        "activity-visit",
        place_id=None,
        venue=Venue("Les Glycines", "care_home", "2 rue des Lilas", "59100", "Roubaix"),
        description={"fr": "Une visite.", "nl": "Een bezoek."},
    )
    with store.transaction() as session:
        put(session, lamp, dated, visit)
    with store.reading() as session:
        ordered = select(activities).order_by(activities.c.activity_id)
        assert rows.every(session, ordered, Activity) == [lamp, visit]
        assert rows.every(session, select(occurrences), Occurrence) == [dated]
