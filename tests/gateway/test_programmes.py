"""The programme of a quarter leaves the network as a calendar and as a table, which say what the page says."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from icalendar import Calendar

from gateway import programmes
from tests.gateway.fakes import Gateway
from tests.gateway.web.programme import activity, occurrence

LAMP = activity("lamp", "roubaix", "Fabriquer sa lampe", theme="Lumière", accessibility=["mi", "hi"])
FILM = activity("film", "tourcoing", '=Ciné, "débat"', "screening", prices=[{"label": "Plein", "cents": 300}])
TOLD: dict[str, Any] = {
    "quarter": "2026-Q4",
    "cities": [],
    "items": [
        {"activity": LAMP, "occurrence": occurrence("lamp-1", LAMP, "2026-11-24", sequence=3)},
        {"activity": FILM, "occurrence": occurrence("film-1", FILM, "2026-11-25", status="postponed", latitude=None)},
        {"activity": FILM, "occurrence": occurrence("film-2", FILM, "2026-11-26", status="cancelled")},
    ],
}
SITE = "https://champlibre.example.org"


def test_the_calendar_has_an_entry_a_date_which_says_where_when_and_what_became_of_it() -> None:
    made = programmes.ics(TOLD, SITE, "nl")
    assert b"\r\nX-WR-CALNAME:Programma 2026-Q4" in made
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in made
    assert made.count(b"BEGIN:VTIMEZONE") == 1
    calendar: Any = Calendar.from_ical(made)
    lamp, postponed, cancelled = calendar.walk("VEVENT")
    assert (lamp["UID"], lamp["SEQUENCE"], lamp["STATUS"]) == ("lamp-1@champlibre.example.org", 3, "CONFIRMED")
    assert (postponed["STATUS"], cancelled["STATUS"]) == ("TENTATIVE", "CANCELLED")
    assert lamp["DTSTART"].dt.isoformat() == "2026-11-24T18:00:00+01:00"
    assert lamp["LOCATION"] == "Atelier des Arts, 139 rue des Arts, 59100 Roubaix"
    assert lamp["URL"] == f"{SITE}/activities/lamp"
    assert lamp["CATEGORIES"].to_ical() == "workshop,Lumière".encode()
    assert "GEO" in lamp
    assert "GEO" not in postponed


def test_as_long_as_nothing_changes_the_calendar_is_the_same() -> None:
    assert programmes.ics(TOLD, SITE, "fr") == programmes.ics(TOLD, SITE, "fr")


def test_the_table_has_a_line_a_date_and_no_formula() -> None:
    lamp, film, _ = csv.DictReader(io.StringIO(programmes.table(TOLD, SITE)))
    assert tuple(lamp) == programmes.COLUMNS
    assert (lamp["id"], lamp["city"], lamp["starts_at"]) == ("lamp-1", "roubaix", "2026-11-24T18:00:00+01:00")
    assert (lamp["is_free"], lamp["accessibility"], lamp["title_nl"]) == ("true", "mi|hi", "")
    assert (film["is_free"], film["title_fr"]) == ("false", '\'=Ciné, "débat"')


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/programmes/2026-Q4", "application/json"),
        ("/programmes/2026-Q4.ics", "text/calendar; charset=utf-8"),
        ("/programmes/2026-Q4.csv", "text/csv; charset=utf-8"),
    ],
)
def test_the_programme_is_for_everybody_in_three_forms(gateway: Gateway, path: str, kind: str) -> None:
    gateway.services.answers["bookings.programme"] = TOLD
    response = gateway.get(f"{path}?cities=roubaix,marcq")
    assert (response.status_code, response.content_type) == (200, kind)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    [asked] = gateway.services.asked("bookings.programme")
    assert asked == {"quarter": "2026-Q4", "cities": ["roubaix", "marcq"], "actor": None}


def test_staff_says_what_its_city_announces_and_everybody_reads_it(gateway: Gateway) -> None:
    told = {"city": "roubaix", "quarter": "2026-Q4", "introduction": {"fr": "L’automne."}, "sequence": 0}
    told |= {"embargo_until": "2026-11-01T08:00:00+00:00", "changed_at": "2026-10-20T08:00:00+00:00"}
    gateway.services.answers |= {"bookings.set_programme": told, "bookings.programmes": {"items": [told]}}
    assert gateway.get("/programmes").json == {"items": [told]}
    said = {"city": "roubaix", "embargo_until": told["embargo_until"], "introduction": told["introduction"]}
    assert gateway.signed_in().ask("PUT", "/programmes/2026-Q4", said).json == told
    [asked] = gateway.services.asked("bookings.set_programme")
    assert (asked["quarter"], asked["city"]) == ("2026-Q4", "roubaix")
