"""The calendar entry: to the letter of iTIP."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from services.notifications import calendar
from services.notifications.domain import Contact, Kind
from tests.notifications import given

PARIS = ZoneInfo("Europe/Paris")


def made(kind: Kind = Kind.BOOKING_CONFIRMED, contact: Contact | None = None, **facts: Any) -> calendar.Invitation:
    entry = calendar.invitation(
        given.notice(kind), given.about(kind, **facts), contact or given.contact(), given.LETTERHEAD
    )
    assert entry is not None
    return entry


def event(invitation: calendar.Invitation) -> Any:
    (found,) = Calendar.from_ical(invitation.ics).walk("VEVENT")
    assert found.errors == []
    return found


def test_a_request_says_what_where_and_when() -> None:
    invitation = made()
    parsed, entry = Calendar.from_ical(invitation.ics), event(invitation)
    assert invitation.method == parsed["METHOD"] == "REQUEST"
    assert parsed["VERSION"] == "2.0"
    assert parsed["PRODID"]
    assert entry["UID"] == "b-1@champlibre.example.org"
    assert (entry["SEQUENCE"], entry["STATUS"]) == (0, "CONFIRMED")
    assert entry["DTSTART"].dt == datetime(2026, 11, 23, 10, tzinfo=PARIS)
    assert entry["DTEND"].dt == datetime(2026, 11, 23, 12, tzinfo=PARIS)
    assert entry["DTSTAMP"].dt == given.NOW
    assert entry["SUMMARY"] == "Salle du canal – L'Union"
    assert entry["LOCATION"] == "L'Union, 1 rue de l'Exemple, 59200 Tourcoing"
    assert entry["URL"] == "https://champlibre.example.org/bookings/b-1"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.withdraws])
def test_what_ends_a_booking_or_a_registration_cancels_its_request(kind: Kind) -> None:
    request = made(Kind.REGISTRATION_CONFIRMED if kind.is_of_registration else Kind.BOOKING_CONFIRMED)
    cancel = made(kind)
    assert cancel.method == Calendar.from_ical(cancel.ics)["METHOD"] == "CANCEL"
    before, after = event(request), event(cancel)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.withdraws or kind is Kind.REQUEST_MOVED])
def test_what_never_went_out_is_neither_changed_nor_cancelled(kind: Kind) -> None:
    notice = replace(given.notice(kind), is_invited=False)
    assert calendar.invitation(notice, given.about(kind), given.contact(), given.LETTERHEAD) is None


@pytest.mark.parametrize(
    "kind",
    [
        Kind.BOOKING_OFFERED,
        Kind.BOOKING_PROPOSED,
        Kind.BOOKING_REQUESTED,
        Kind.REGISTRATION_QUEUED,
        Kind.REGISTRATION_OFFERED,
        Kind.REGISTRATION_REQUESTED,
        Kind.OCCURRENCE_SHORT,
    ],
)
def test_what_may_not_come_true_is_in_no_calendar(kind: Kind) -> None:
    assert calendar.invitation(given.notice(kind), given.about(kind), given.contact(), given.LETTERHEAD) is None


def test_a_booking_that_moved_changes_its_entry() -> None:
    notice = replace(given.notice(Kind.BOOKING_MOVED), sequence=3)
    moved = given.booking(starts_at="2026-11-26T13:00:00+00:00", ends_at="2026-11-26T14:00:00+00:00")
    invitation = calendar.invitation(notice, moved, given.contact(), given.LETTERHEAD)
    assert invitation is not None and invitation.method == "REQUEST"
    before, after = event(made()), event(invitation)
    assert after["UID"] == before["UID"]
    assert (after["SEQUENCE"], after["STATUS"]) == (3, "CONFIRMED")
    assert after["DTSTART"].dt == datetime(2026, 11, 26, 14, tzinfo=PARIS)


def test_while_the_city_is_asked_anew_the_entry_is_tentative() -> None:
    invitation = made(Kind.REQUEST_MOVED)
    assert (invitation.method, event(invitation)["STATUS"]) == ("REQUEST", "TENTATIVE")


def test_the_entry_is_on_the_map_where_the_event_says_where() -> None:
    assert event(made(latitude=50.7, longitude=3.17))["GEO"].to_ical() == "50.7;3.17"
    assert "GEO" not in event(made())
    assert "GEO" not in event(made(latitude=50.7))


@pytest.mark.parametrize("kind", [Kind.BOOKING_CONFIRMED, Kind.BOOKING_CANCELLED])
def test_there_is_one_attendee_and_the_city_is_the_organizer(kind: Kind) -> None:
    entry = event(made(kind))
    assert entry["ATTENDEE"] == f"mailto:{given.EMAIL}"
    assert entry["ATTENDEE"].params["CN"] == given.NAME
    assert entry["ORGANIZER"] == "mailto:noreply@roubaix.example.org"
    assert entry["ORGANIZER"].params["CN"] == "Champ Libre – Roubaix"


def test_the_same_notice_gives_the_same_entry_each_time() -> None:
    assert made().ics == made().ics


def test_the_zone_is_described() -> None:
    (zone,) = Calendar.from_ical(made().ics).walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Paris"


def test_a_zone_with_other_rules_is_told_in_utc() -> None:
    invitation = made(zone="Europe/Lisbon")
    assert b"VTIMEZONE" not in invitation.ics
    assert b"DTSTART:20261123T090000Z\r\n" in invitation.ics


def test_the_object_keeps_to_the_form() -> None:
    invitation = made(space_name="Atelier « bois ; métal, textile » " * 6)
    lines = invitation.ics.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)


def test_a_name_cannot_forge_a_property() -> None:
    entry = event(made(contact=replace(given.contact(), name='Zoé"\r\nSTATUS:CANCELLED\r\nX:";:,')))
    assert entry["STATUS"] == "CONFIRMED"
    assert "X" not in entry


def test_a_registration_is_an_entry_with_its_title_in_the_reader_s_language() -> None:
    invitation = made(Kind.REGISTRATION_CONFIRMED, given.contact(language="nl"))
    entry = event(invitation)
    assert (invitation.method, entry["STATUS"], entry["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 0)
    assert entry["UID"] == "g-1@champlibre.example.org"
    assert entry["SUMMARY"] == "Maak je lamp"
    assert entry["DTSTART"].dt == datetime(2026, 11, 23, 10, tzinfo=PARIS)
    assert entry["DTEND"].dt == datetime(2026, 11, 23, 12, tzinfo=PARIS)
    assert entry["LOCATION"] == "L'Union, 1 rue de l'Exemple, 59200 Tourcoing"
    assert entry["GEO"].to_ical() == "50.7;3.17"
    assert entry["URL"] == "https://champlibre.example.org/registrations/g-1"


def test_who_takes_part_from_afar_finds_the_link_in_the_calendar() -> None:
    link = "https://meet.example.org/lampe"
    moved = event(made(Kind.REGISTRATION_CHANGED, occurrence_status="moved_online", online_url=link))
    assert (moved["LOCATION"], moved["DESCRIPTION"]) == (link, link)
    assert "GEO" not in moved
    assert "LOCATION" not in event(made(Kind.REGISTRATION_CHANGED, attendance="online"))
    both = event(made(Kind.REGISTRATION_CONFIRMED, attendance="both", online_url=link))
    assert (both["LOCATION"][:7], both["DESCRIPTION"]) == ("L'Union", link)
