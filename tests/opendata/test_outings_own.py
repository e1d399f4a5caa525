"""Our own dates among what is on: as the agenda tells them, before others' announcements of the same."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import Client
from werkzeug.wrappers import Response

from chassis.config import Settings
from chassis.database import Store
from services.opendata import commands, tables
from services.opendata.domain import happenings
from services.opendata.domain.happenings import Timing, Where
from services.opendata.web import Publisher
from tests.opendata.announcing import concert
from tests.opendata.conftest import Hear
from tests.opendata.heard import MEMBER, NETWORK, NOW, as_application, place
from tests.opendata.programmed import ACTIVITY, activity, ended, occurrence, rescheduled

AT = datetime.fromisoformat("2026-12-10T16:00:00+00:00")
EVENING = Timing(AT + timedelta(hours=1), AT + timedelta(hours=3))


@pytest.fixture
def client(store: Store, settings: Settings) -> Client:
    """A client of the publisher, an hour before the lamp is made."""
    return Client(as_application(Publisher(store, settings, lambda: AT).handle), Response)


@pytest.fixture
def programme(hear: Hear) -> None:
    """A place, an activity, two dates of it."""
    hear("place.published", place())
    hear("activity.published", activity(), 1)
    hear("occurrence.scheduled", occurrence())
    hear(
        "occurrence.scheduled",
        occurrence("date-2", starts_at="2026-12-11T17:00:00+00:00", ends_at="2026-12-11T19:00:00+00:00"),
    )


def shown(client: Client, asked: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(client.get(f"/outings?{asked}").text)["items"]
    return found


def rows(store: Store) -> list[dict[str, Any]]:
    with store.reading() as session:
        found = session.execute(select(tables.outings).order_by(tables.outings.c.id)).mappings()
        return [dict(row) for row in found]


def test_a_date_of_ours_is_an_outing(client: Client, programme: None) -> None:
    first, second = shown(client)
    assert (first["id"], second["id"], first["happening_id"]) == ("date-1", "date-2", ACTIVITY)
    assert first["url"] == f"https://lab.example.org/activities/{ACTIVITY}#date-date-1"
    assert (first["source"], first["title"], first["is_free"]) == ("champlibre", "Fabriquer sa lampe", False)
    assert first["place"] == {
        "id": "place-1", "name": "Champ Libre à l'Union", "address": '8 rue de l\'Union, "le hangar"',
        "postcode": "59100", "commune": "Roubaix", "insee": "59512", "latitude": 50.7053, "longitude": 3.1625,
    }  # fmt: skip
    whole = json.loads(client.get("/outings/date-1").text)
    assert whole["description"].startswith("On découpe")
    assert [date["id"] for date in whole["dates"]] == ["date-1", "date-2"]


def test_it_is_found_by_all_that_is_said_of_it(client: Client, programme: None) -> None:
    for asked in (
        "when=now", "place=place-1", "city=roubaix", "theme=fabrication", "public=familles", "max_price_cents=0",
        "accessibility=mi,hi", "near=50.705,3.163&within=500",
    ):  # fmt: skip
        assert "date-1" in [each["id"] for each in shown(client, asked)], asked
    for asked in ("city=tourcoing", "public=seniors", "free=true", "accessibility=vi", "near=50.6,3.1"):
        assert shown(client, asked) == [], asked


def test_what_becomes_of_it_is_told(client: Client, hear: Hear, programme: None) -> None:
    hear(
        "occurrence.rescheduled",
        rescheduled(starts_at="2026-12-12T17:00:00+00:00", ends_at="2026-12-12T19:00:00+00:00"),
        1,
    )
    hear(
        "occurrence.cancelled",
        occurrence(
            "date-2", status="cancelled", starts_at="2026-12-11T17:00:00+00:00", ends_at="2026-12-11T19:00:00+00:00"
        ),
        1,
    )
    assert [(each["id"], each["status"]) for each in shown(client)] == [
        ("date-1", "rescheduled"),
        ("date-2", "cancelled"),
    ]
    hear("activity.published", activity(title={"fr": "Réparer sa lampe"}), 2)
    assert {each["title"] for each in shown(client)} == {"Réparer sa lampe"}


def test_what_is_withdrawn_is_gone(client: Client, hear: Hear, programme: None) -> None:
    hear("activity.withdrawn", ended(), 2, now=NOW + timedelta(minutes=1))
    assert shown(client) == []
    assert client.get("/outings/date-1").status_code == 404


def test_what_moved_online_is_nowhere(client: Client, hear: Hear, programme: None) -> None:
    hear("occurrence.moved_online", occurrence(status="moved_online"), 1)
    (first, _) = shown(client)
    assert (first["place"], first["status"], first["attendance"]) == (None, "moved_online", "online")


def test_a_place_that_is_known_late_tells_the_commune(client: Client, hear: Hear) -> None:
    hear("activity.published", activity(), 1)
    hear("occurrence.scheduled", occurrence())
    assert shown(client)[0]["place"]["insee"] is None
    hear("place.published", place())
    assert shown(client)[0]["place"]["insee"] == "59512"


def test_ours_is_told_before_what_others_say_of_it(client: Client, store: Store, programme: None) -> None:
    theirs = concert(
        "9", "mel", title="Fabriquer sa lampe !", timings=(EVENING,), summary="x" * 900, min_age=12,
        where=Where("Hangar de l'Union", "8 rue de l'Union", "59100", "Roubaix", "59512", 50.7054, 3.1626),
    )  # fmt: skip
    with store.transaction() as session:
        commands.note(session, "happening.received", theirs.id, 0, NOW, happenings.as_json(theirs))
    (first, _) = shown(client)
    assert (first["id"], [each["source"] for each in first["also"]]) == ("date-1", ["mel"])
    (event, *_) = json.loads(client.get("/events").text)
    assert (event["title"], len(event["timings"])) == ("Fabriquer sa lampe", 2)


def test_all_of_it_comes_again_from_the_log_and_names_no_member(store: Store, hear: Hear, programme: None) -> None:
    hear("occurrence.rescheduled", rescheduled(), 1)
    before = rows(store)
    with store.transaction() as session:
        commands.rebuild(session, NETWORK, NOW)
    assert rows(store) == before
    assert MEMBER not in json.dumps(before, default=str)
    assert "booking-of-the-space" not in json.dumps(before, default=str)
