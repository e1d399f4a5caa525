"""What bookings says of activities: the emitter makes exactly the samples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.database import Store
from chassis.tables import outbox
from services.bookings import commands
from services.bookings.domain.activities import Activity, Image, Price
from tests.bookings.activities.programme import occurrence, put
from tests.contracts.test_bookings import BOOKED_AT, CHANGED_AT, PROGRAMME, PUBLISHED_AT, SAMPLES, UNION
from tests.substrates import Migrated

OF_ACTIVITIES = ("activity.published", "activity.withdrawn", "activity.cancelled")
PUBLISHED, CANCELLED, WITHDRAWN = (f"5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c{number}" for number in ("50", "54", "55"))
LAMP = Activity(
    activity_id=PUBLISHED,
    city="tourcoing",
    title={"fr": "Fabriquer sa lampe", "nl": "Maak je lamp"},
    summary={"fr": "Un soir, une lampe, à emporter."},
    description={"fr": "On découpe, on soude, on repart avec."},
    easy_to_read={"fr": "Vous fabriquez une lampe. Vous la gardez."},
    kind="workshop",
    theme="Fabrication",
    cycle="Les jeudis du lab",
    publics=("families", "teenagers"),
    min_age=12,
    organiser_name="Les Ateliers de l'Union",
    prices=(Price("Tarif plein", 300), Price("Réduit", 0, "Sur justificatif")),
    image=Image("https://champlibre.example.org/lampe.jpg", "Une lampe de carton allumée", "L.I.V.E."),
    accessibility=("mi", "hi"),
    place_id=UNION.place_id,
    recipe="https://champlibre.example.org/recettes/lampe",
    drafted_by_id=PROGRAMME.member_id,
    drafted_by_city=PROGRAMME.city,
    drafted_at=PUBLISHED_AT,
    changed_at=PUBLISHED_AT,
)


def live(session: Session) -> None:
    """One activity is on the programme, one is cancelled, one withdrawn."""
    commands.publish_place(session, UNION, PUBLISHED_AT)
    starts_at = datetime(2026, 12, 10, 17, 0, tzinfo=UTC)
    for number, activity_id in enumerate((PUBLISHED, CANCELLED, WITHDRAWN)):
        commands.activities.draft_activity(session, replace(LAMP, activity_id=activity_id), PROGRAMME)
        put(
            session,
            occurrence(
                f"occurrence-{number}",
                activity_id=activity_id,
                city="tourcoing",
                place_id=UNION.place_id,
                starts_at=starts_at,
                ends_at=starts_at.replace(hour=19),
            ),
        )
        commands.activities.publish_activity(session, activity_id, PROGRAMME, BOOKED_AT)
    commands.activities.cancel_activity(session, CANCELLED, PROGRAMME, "staff", CHANGED_AT)
    commands.activities.withdraw_activity(session, WITHDRAWN, PROGRAMME, CHANGED_AT)


@pytest.fixture
def emitted(migrated: Migrated) -> Iterator[list[dict[str, Any]]]:
    """What was recorded."""
    store = Store(migrated("services.bookings", "bookings"), "bookings", "hub")
    with store.transaction() as session:
        live(session)
    with store.reading() as session:
        yield [json.loads(body) for body in session.scalars(select(outbox.c.body))]
    store.close()


@pytest.mark.parametrize("name", OF_ACTIVITIES)
def test_bookings_emits_exactly_the_sample_of_activities(emitted: list[dict[str, Any]], name: str) -> None:
    sample = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    wanted = (sample["type"], sample["subject"])
    (told,) = (message for message in emitted if (message["type"], message["subject"]) == wanted)
    assert told | {"id": sample["id"]} == sample


def test_everybody_is_told_of_activities(emitted: list[dict[str, Any]]) -> None:
    assert {message.get("city") for message in emitted} == {None}
