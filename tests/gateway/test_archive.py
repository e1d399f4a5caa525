"""What a member takes along: everything, in a file that machines and people read."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

from chassis.errors import NotFound
from gateway.web import archive_words
from services.bookings import tables as bookings
from services.bookings.queries import gathering
from services.members.queries import export
from services.members.tables import guardianships, organisations
from services.notifications.queries import subjects as notified
from tests.gateway.fakes import MEMBER, Gateway, problem

MEMBERS = {"name": "members", "rows": [{"id": MEMBER, "name": "Zoé <b>"}], "is_complete": True}
LOGINS = {"name": "logins", "rows": [{"device": "Firefox", "has_second_factor": True}] * 2, "is_complete": True}
SHOWN = {"until": "2026-11-23T07:05:00+00:00", "proof": "p"}
NOTICES = {"name": "notices", "rows": [], "is_complete": True}
SERIES = {"name": "series", "rows": [], "is_complete": False}


def opened(gateway: Gateway) -> tuple[dict[str, Any], str]:
    """Both files of the archive."""
    response = gateway.signed_in().get("/me/export")
    assert response.status_code == 200
    assert response.content_type == "application/zip"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"] == 'attachment; filename="champlibre.zip"'
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert archive.namelist() == ["data.json", "index.html"]
        return json.loads(archive.read("data.json")), archive.read("index.html").decode()


def answering(gateway: Gateway, pages: int = 1) -> Gateway:
    """All services answer; bookings by so many pages."""

    def gather(actor: dict[str, Any], after: str = "0") -> dict[str, Any]:
        page = int(after)
        following = str(page + 1) if page + 1 < pages else None
        return {"bookings": [{"booking_id": f"b-{page}"}], "next": following, "sections": [] if page else [SERIES]}

    gateway.services.answers |= {
        "members_roubaix.export": {"member_id": MEMBER, "sections": [MEMBERS, LOGINS], **SHOWN},
        "notifications_roubaix.notices_of": {"sections": [NOTICES]},
        "bookings.gather": gather,
    }
    return gateway


def test_everything_that_anybody_holds_is_in_one_file(gateway: Gateway) -> None:
    told, _ = opened(answering(gateway, pages=3))
    assert [section["name"] for section in told["sections"]] == ["members", "logins", "notices", "bookings", "series"]
    assert [row["booking_id"] for row in told["sections"][3]["rows"]] == ["b-0", "b-1", "b-2"]
    assert (told["format"], told["city"], told["missing"]) == ("champlibre-export/1", "roubaix", [])
    assert told["documentation"]["fields"]["device"] == "Appareil"
    assert told["data_officer"] == "dpo@roubaix.example.org"
    assert gateway.services.asked("notifications_roubaix.notices_of") == [{"member_id": MEMBER, **SHOWN}]
    assert {"members_roubaix.export", "notifications_roubaix.notices_of"} <= gateway.services.sealed


def test_of_a_ward_every_service_is_asked_by_the_ward_s_number(gateway: Gateway) -> None:
    answering(gateway)
    answers = gateway.services.answers
    home = {"member_id": "a-ward", "sections": [MEMBERS], **SHOWN}
    answers["members_roubaix.export_ward"] = home
    response = gateway.signed_in().get("/me/wards/a-ward/export")
    assert (response.status_code, response.content_type) == (200, "application/zip")
    (at_home,) = gateway.services.asked("members_roubaix.export_ward")
    assert at_home["minor_id"] == "a-ward"
    assert gateway.services.asked("notifications_roubaix.notices_of") == [{"member_id": "a-ward", **SHOWN}]
    (of_bookings,) = gateway.services.asked("bookings.gather")
    assert (of_bookings["actor"]["member_id"], of_bookings["actor"]["city"]) == ("a-ward", "roubaix")
    assert "members_roubaix.export_ward" in gateway.services.sealed


def test_who_does_not_answer_for_a_ward_gets_nothing(gateway: Gateway) -> None:
    answering(gateway).services.answers["members_roubaix.export_ward"] = NotFound("ward_not_found")
    assert problem(gateway.signed_in().get("/me/wards/a-ward/export")) == (404, "ward_not_found")
    assert gateway.services.asked("bookings.gather") == []


def test_the_page_is_read_without_a_script_and_says_what_is_not_whole(gateway: Gateway) -> None:
    _, page = opened(answering(gateway))
    assert "Zoé &lt;b&gt;" in page
    assert "<script" not in page
    assert "http" not in page
    assert "dpo@roubaix.example.org" in page
    assert '<html lang="fr">' in page
    assert page.count("Seulement le début") == 1
    assert re.search(r'<th scope="col">Appareil</th>.*<td>Firefox</td><td>oui</td>', page, re.DOTALL)


def test_instants_and_codes_are_words_for_people_and_stay_as_they_are_for_machines(gateway: Gateway) -> None:
    answering(gateway)
    row = {"category": "guest", "registered_at": "2026-07-01T08:30:00.123456+00:00", "name": "guest"}
    section = {"name": "members", "rows": [row], "is_complete": True}
    gateway.services.answers["members_roubaix.export"]["sections"] = [section]
    told, page = opened(gateway)
    assert re.findall("<td>(.*)</td>", page)[:3] == ["invité", "1er juil. 2026, 10:30", "guest"]
    assert told["sections"][0]["rows"] == [row]


def test_what_does_not_answer_is_named_and_the_rest_is_there(gateway: Gateway) -> None:
    answering(gateway)
    del gateway.services.answers["bookings.gather"]
    told, page = opened(gateway)
    assert told["missing"] == ["bookings"]
    assert [section["name"] for section in told["sections"]] == ["members", "logins", "notices"]
    assert "le service des réservations" in page


def test_without_the_city_there_is_nothing_to_take_along(gateway: Gateway) -> None:
    answering(gateway)
    del gateway.services.answers["members_roubaix.export"]
    assert problem(gateway.signed_in().get("/me/export")) == (503, "service_unavailable")


def test_an_archive_is_bounded_and_says_so(gateway: Gateway) -> None:
    told, _ = opened(answering(gateway, pages=100))
    (booked,) = (section for section in told["sections"] if section["name"] == "bookings")
    assert (len(booked["rows"]), booked["is_complete"]) == (40, False)


def test_every_field_of_every_service_has_a_name_in_words() -> None:
    told = {table: set(table.columns.keys()) - set(without) for table, _, without in export.TOLD}
    told[organisations] = set(organisations.columns.keys()) - set(export.OF_OTHERS)
    told[guardianships] = set(guardianships.columns.keys())
    told[bookings.bookings] = set(bookings.bookings.columns.keys()) - {"booked_by_id"}
    told |= {table: set(table.columns.keys()) - set(without) for table, without in gathering.TOLD.items()}
    told |= {table: set(table.columns.keys()) - set(without) for table, without in notified.TOLD.items()}
    assert {table.name for table in told} <= set(archive_words.SECTIONS)
    assert set().union(*told.values()) <= set(archive_words.FIELDS)
