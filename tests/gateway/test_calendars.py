"""A feed as a file that calendars understand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from gateway import calendars

URL = "https://champlibre.example.org"
ITEM = {
    "id": "booking-1", "space_name": "Salle; des, machines", "unit_name": "Salle 1", "place_name": "Le Champ Libre",
    "address": "1 rue de l’Invention, 59100 Roubaix", "latitude": 50.7, "longitude": 3.17, "zone": "Europe/Paris",
    "starts_at": "2026-10-24T22:30:00+00:00", "ends_at": "2026-10-25T02:00:00+00:00", "status": "confirmed",
    "sequence": 2, "changed_at": "2026-10-20T08:00:00.123456+00:00",
}  # fmt: skip
OWN = {"items": [ITEM]}
SPACE = {"items": [ITEM], "space_name": "Salle", "place_name": "Lab"}


def made(told: dict[str, Any] = OWN, language: str = "fr", **changes: Any) -> tuple[Any, Any]:
    """The calendar and its only entry, as a calendar reads them."""
    told = {**told, "items": [{**ITEM, **changes}]}
    calendar: Any = Calendar.from_ical(calendars.ics(told, URL, language))
    [entry] = calendar.walk("VEVENT")
    return calendar, entry


def test_an_entry_is_the_one_of_the_invitation() -> None:
    _, entry = made()
    assert (entry["UID"], entry["SEQUENCE"]) == ("booking-1@champlibre.example.org", 2)
    assert entry["SUMMARY"] == "Salle; des, machines – Le Champ Libre"
    assert entry["LOCATION"] == "Le Champ Libre, 1 rue de l’Invention, 59100 Roubaix"
    assert (entry["URL"], entry["DESCRIPTION"]) == (f"{URL}/bookings/booking-1", "Salle 1")
    assert (entry["GEO"].latitude, entry["GEO"].longitude) == (50.7, 3.17)


@pytest.mark.parametrize(
    ("status", "told", "transparency"),
    [
        ("confirmed", "CONFIRMED", "OPAQUE"),
        ("held", "TENTATIVE", "OPAQUE"),
        ("requested", "TENTATIVE", "OPAQUE"),
        ("cancelled", "CANCELLED", "TRANSPARENT"),
        ("denied", "CANCELLED", "TRANSPARENT"),
        ("lapsed", "CANCELLED", "TRANSPARENT"),
        ("missed", "CANCELLED", "TRANSPARENT"),
    ],
)
def test_what_ended_stays_and_is_said_to_be_cancelled(status: str, told: str, transparency: str) -> None:
    _, entry = made(status=status)
    assert (entry["STATUS"], entry["TRANSP"]) == (told, transparency)


def test_local_time_comes_with_the_rules_of_its_zone() -> None:
    calendar, entry = made()
    [zone] = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == entry["DTSTART"].params["TZID"] == "Europe/Paris"
    assert entry.start.isoformat() == "2026-10-25T00:30:00+02:00"
    assert entry.end.astimezone(UTC) == datetime(2026, 10, 25, 2, tzinfo=UTC)
    calendar, entry = made(zone="Pacific/Auckland")  # a zone that we do not describe
    assert calendar.walk("VTIMEZONE") == []
    assert entry.start == datetime(2026, 10, 24, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize("minutes", range(0, 240, 15))
def test_no_instant_is_lost_in_the_night_in_which_the_clocks_go_back(minutes: int) -> None:
    ends_at = datetime(2026, 10, 24, 23, tzinfo=UTC) + timedelta(minutes=minutes)
    _, entry = made(ends_at=ends_at.isoformat())
    assert entry.end.astimezone(UTC) == ends_at


def test_the_same_gives_the_same_bytes_and_says_when_it_changed() -> None:
    _, entry = made()
    changed_at = datetime(2026, 10, 20, 8, tzinfo=UTC)
    assert entry["DTSTAMP"].dt == entry["LAST-MODIFIED"].dt == changed_at
    assert calendars.ics(OWN, URL, "fr") == calendars.ics(OWN, URL, "fr")


@pytest.mark.parametrize(("language", "busy", "held"), [("fr", "Occupé", "Option"), ("nl", "Bezet", "In optie")])
def test_a_space_is_busy_or_held_and_the_page_of_no_booking_is_named(language: str, busy: str, held: str) -> None:
    calendar, entry = made(SPACE, language)
    assert (calendar["NAME"], calendar["X-WR-CALNAME"]) == ("Salle – Lab", "Salle – Lab")
    assert entry["SUMMARY"] == f"{busy} – Salle 1"
    assert "URL" not in entry
    assert made(SPACE, language, status="held")[1]["SUMMARY"] == f"{held} – Salle 1"


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_a_calendar_of_ones_own_has_a_name_and_is_asked_for_hourly(language: str) -> None:
    calendar, _ = made(language=language)
    assert calendar["NAME"] == f"{calendars.WORDS[language]['mine']} – Champ Libre"
    text = calendars.ics(OWN, URL, language).decode()
    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "\r\nX-PUBLISHED-TTL:PT1H\r\n" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_a_calendar_with_nothing_in_it_is_one() -> None:
    calendar: Any = Calendar.from_ical(calendars.ics({"items": []}, URL, "fr"))
    assert (calendar["VERSION"], calendar.subcomponents) == ("2.0", [])
