from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.opendata.domain import outings
from services.opendata.domain.happenings import Happening, Price, Timing
from services.opendata.domain.outings.compatible import cropped, day, event, shown
from tests.opendata.announcing import START, concert, lasting

PARIS = ZoneInfo("Europe/Paris")


def told(happening: Happening) -> dict[str, Any]:
    return told_of(rows_of(happening), happening)


def rows_of(happening: Happening) -> list[dict[str, Any]]:
    rows = [asdict(each) for each in outings.of_happening(happening)]
    return [{**row, "has_end": row["content"]["ends_at"] is not None} for row in rows]


def told_of(rows: list[dict[str, Any]], happening: Happening) -> dict[str, Any]:
    dates = shown(rows)
    return event(dates, dates[0]["content"], happening.description, happening.url)


def test_an_event_has_the_shape_that_the_application_reads() -> None:
    assert told(concert()) == {
        "title": "Concert de printemps",
        "description": "Un soir.",
        "longDescription": "Un soir, un piano.",
        "url": "https://agenda.example.org/42",
        "image": "",
        "category": "Musique",
        "startDate": "2026-12-04",
        "endDate": "2026-12-04",
        "location": {
            "latitude": 50.7237, "longitude": 3.1601, "name": "Le Grand Mix",
            "address": "5 place Notre-Dame, 59200 Tourcoing", "email": "", "url": "", "area": "Tourcoing",
        },
        "publics": {"type": "", "label": "Familles, Ados"},
        "rates": [
            {"label": "plein tarif", "type": "", "amount": "8.00", "condition": ""},
            {"label": "réduit", "type": "", "amount": "3.00", "condition": "moins de 12 ans"},
        ],
        "timings": [{"start": "2026-12-04T20:00:00+01:00", "end": "2026-12-04T22:00:00+01:00"}],
    }  # fmt: skip


def test_of_what_nobody_knows_nothing_is_made_up() -> None:
    found = told(concert(where=None, prices=(), publics=(), theme=None, summary=None, description=None, url=None))
    assert found["location"]["latitude"] is None
    assert (found["rates"], found["publics"]["label"], found["description"], found["url"]) == ([], "", "", "")
    assert told(concert(prices=(), is_free=True))["rates"][0]["amount"] == "0.00"
    assert told(concert(prices=(Price("prix libre"),)))["rates"][0]["amount"] == ""


def test_what_has_no_known_end_keeps_its_hour() -> None:
    assert told(concert(timings=(Timing(START, START),)))["timings"] == [
        {"start": "2026-12-04T20:00:00+01:00", "end": "2026-12-04T20:00:00+01:00"}
    ]


@pytest.mark.parametrize(
    ("timing", "first", "last"),
    [
        (lasting(1, datetime(2026, 12, 4, 23, 30, tzinfo=UTC)), "2026-12-05", "2026-12-05"),  # half past midnight
        (lasting(24, datetime(2026, 12, 4, 23, tzinfo=UTC)), "2026-12-05", "2026-12-05"),  # all day
        (lasting(4, datetime(2026, 12, 4, 20, tzinfo=UTC)), "2026-12-04", "2026-12-05"),  # past midnight
    ],
)
def test_days_are_those_of_the_place(timing: Timing, first: str, last: str) -> None:
    found = told(concert(timings=(timing,)))
    assert (found["startDate"], found["endDate"]) == (first, last)


def test_what_is_off_says_so_and_is_not_told_as_a_date_of_what_is_on() -> None:
    assert told(concert(status="cancelled"))["title"] == "Annulé : Concert de printemps"
    happening = concert(timings=(lasting(), lasting(start=START + timedelta(days=1))))
    rows = rows_of(happening)
    rows[0]["off"] = True
    found = told_of(rows, happening)
    assert (found["title"], len(found["timings"]), found["startDate"]) == ("Concert de printemps", 1, "2026-12-05")


def test_a_description_has_at_most_180_characters() -> None:
    assert cropped("x" * 180) == "x" * 180
    assert cropped("x" * 181) == "x" * 177 + "..."
    assert cropped("un\n deux") == "un deux"


def test_a_day_is_numbered_from_sunday() -> None:
    at = datetime(2026, 12, 4, 17, 30, tzinfo=UTC)
    assert day(date(2026, 12, 6), at, PARIS) == {
        "date": "2026-12-06T18:30:00+01:00", "dayNumber": 0, "dayName": "Dim",
    }  # fmt: skip
