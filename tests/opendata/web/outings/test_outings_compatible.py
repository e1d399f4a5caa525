"""What is on, in the shape of 2018. Every defect of that application is a test."""

from __future__ import annotations

import json
from datetime import timedelta

from werkzeug.test import Client

from services.opendata.domain.happenings import Price, Timing
from tests.opendata.announcing import START, concert, lasting
from tests.opendata.web.outings.conftest import AT, Announce


def test_the_application_of_2018_finds_what_is_to_come_in_order(client: Client, announce: Announce) -> None:
    later = (lasting(start=START + timedelta(days=3)),)
    announce(
        concert("1", timings=later, title="Plus tard"),
        concert("2"),
        concert("3", timings=(lasting(start=AT - timedelta(days=3)),)),
    )
    found = json.loads(client.get("/events").text)
    assert [each["title"] for each in found] == ["Concert de printemps", "Plus tard"]
    assert found[0]["longDescription"] == "Un soir, un piano."
    assert set(found[0]) == {
        "title", "description", "longDescription", "url", "image", "category", "startDate", "endDate", "location",
        "publics", "rates", "timings",
    }  # fmt: skip


def test_its_week_is_seven_days_each_with_what_is_on_in_it(client: Client, announce: Announce) -> None:
    exhibition = Timing(AT - timedelta(days=30), START + timedelta(days=1))
    announce(concert("1", timings=(exhibition,), title="Exposition"), concert("2"))
    days = json.loads(client.get("/events/7days").text)
    assert [(day["dayNumber"], day["dayName"]) for day in days] == [
        (5, "Ven"), (6, "Sam"), (0, "Dim"), (1, "Lun"), (2, "Mar"), (3, "Mer"), (4, "Jeu"),
    ]  # fmt: skip
    assert [[each["title"] for each in day["events"]] for day in days] == [
        ["Exposition", "Concert de printemps"], ["Exposition"], [], [], [], [], [],
    ]  # fmt: skip


def test_its_now_crashes_on_nothing_and_leaves_out_nothing(client: Client, announce: Announce) -> None:
    announce(
        concert("1", title="Sans fin", timings=(Timing(START, START),)),
        concert("2", title="Sans lieu", where=None, prices=(Price("prix libre"),)),
        concert("3", title="Demain", timings=(lasting(start=START + timedelta(days=1)),)),
    )
    found = {each["title"]: each for each in json.loads(client.get("/events/now").text)}
    assert found.keys() == {"Sans fin", "Sans lieu"}
    assert (
        found["Sans fin"]["timings"][0]["start"]
        == found["Sans fin"]["timings"][0]["end"]
        == "2026-12-04T20:00:00+01:00"
    )


def test_it_reads_more_than_a_first_hundred(client: Client, announce: Announce) -> None:
    announce(*(concert(str(n), title=f"Concert {n}") for n in range(450)))
    assert len(json.loads(client.get("/events", buffered=True).text)) == 450
    assert len(json.loads(client.get("/events/now", buffered=True).text)) == 450


def test_nothing_on_is_an_empty_list(client: Client) -> None:
    assert json.loads(client.get("/events").text) == json.loads(client.get("/events/now").text) == []
    assert [day["events"] for day in json.loads(client.get("/events/7days").text)] == [[]] * 7
