"""What is on, over HTTP, for programs."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from chassis.config import Settings
from chassis.database import Store
from chassis.http.front import Front
from chassis.http.limits import Limits
from services.opendata.domain.happenings import Where
from services.opendata.web import Publisher
from tests.opendata.announcing import START, concert, lasting, one
from tests.opendata.conftest import Hear
from tests.opendata.heard import place
from tests.opendata.web.outings.conftest import AT, PAGE, Announce
from tests.opendata.web.outings.reading import Words


def items(response: TestResponse) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = json.loads(response.text)["items"]
    return found


def titles(response: TestResponse) -> list[str]:
    return [each["title"] for each in items(response)]


def test_an_outing_is_told_with_when_where_for_how_much_and_by_whom(client: Client, announce: Announce) -> None:
    announce(concert())
    (found,) = items(client.get("/outings?when=now"))
    assert found["id"] == one(concert()).id
    assert (found["starts_at"], found["ends_at"], found["zone"]) == (
        "2026-12-04T19:00:00Z", "2026-12-04T21:00:00Z", "Europe/Paris",
    )  # fmt: skip
    assert found["place"]["commune"] == "Tourcoing"
    assert (found["source"], found["url"], found["is_on"]) == ("tourcoing", "https://agenda.example.org/42", False)
    whole = json.loads(client.get(f"/outings/{found['id']}").text)
    assert whole["description"] == "Un soir, un piano."
    assert whole["address"] == f"https://data.example.org/outings/{found['id']}"


def test_what_runs_is_on_now_and_what_is_over_is_not(client: Client, announce: Announce, clock: list[datetime]) -> None:
    announce(concert())
    for at, seen, on in (
        (START - timedelta(hours=6), 0, None),
        (START - timedelta(hours=4), 1, False),
        (START + timedelta(hours=1), 1, True),
        (START + timedelta(hours=2), 0, None),
    ):
        clock.append(at)
        found = items(client.get("/outings?when=now"))
        assert [each["is_on"] for each in found] == [on] * seen


def test_no_outing_is_told_from_a_source_that_is_not_heard(client: Client, hear: Hear) -> None:
    (source,) = json.loads(client.get("/outings").text)["sources"]
    assert (source["code"], source["received_at"], source["state"]) == ("champlibre", None, "never")
    hear("place.published", place())
    (source,) = json.loads(client.get("/outings").text)["sources"]
    assert (source["received_at"], source["state"]) == ("2026-11-23T09:00:00Z", "ok")


def test_everything_is_read_page_by_page_in_the_time_of_the_first(
    client: Client, announce: Announce, clock: list[datetime]
) -> None:
    announce(
        *(
            concert(str(n), title=f"Concert {n}", timings=(lasting(start=START + timedelta(minutes=n)),))
            for n in range(7)
        )
    )
    address, seen = "/outings?when=now&limit=3&city=tourcoing", []
    while address:
        answer = client.get(address.removeprefix("https://data.example.org"))
        seen += titles(answer)
        address = json.loads(answer.text)["next"]
        clock.append(clock[-1] + timedelta(minutes=45))
    assert seen == [f"Concert {n}" for n in range(7)]


def test_what_is_off_is_shown_so_and_last(client: Client, announce: Announce) -> None:
    announce(concert("1", title="Annulé tôt", status="cancelled", timings=(lasting(start=AT),)), concert("2"))
    found = items(client.get("/outings"))
    assert [(each["title"], each["status"]) for each in found] == [
        ("Concert de printemps", "scheduled"), ("Annulé tôt", "cancelled"),
    ]  # fmt: skip
    words = Words(client.get("/outings", headers=PAGE).text).text
    assert words.index("Concert de printemps") < words.index("Annulé ou reporté") < words.index("Annulé tôt")


def test_around_is_by_distance_and_by_place(client: Client, announce: Announce, hear: Hear) -> None:
    hear("place.published", place())
    announce(concert(), concert("2", title="Ailleurs", where=Where("Ici", latitude=50.7053, longitude=3.1625)))
    (found,) = items(client.get("/outings?near=50.7236,3.1602&within=500"))
    assert (found["title"], found["distance_m"] < 100) == ("Concert de printemps", True)
    assert titles(client.get("/outings?place=place-1")) == ["Ailleurs"]
    assert len(titles(client.get("/outings?place=place-1&within=3000"))) == 2


def test_who_says_where_they_are_is_answered_alone(client: Client, announce: Announce) -> None:
    announce(*(concert(str(n), title=f"Concert {n}") for n in range(3)))
    for headers in ({}, PAGE):
        answer = client.get("/outings?near=50.723749,3.160151&limit=1", headers=headers)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "50.723749" not in answer.text
        assert client.get("/outings", headers=headers).headers["Cache-Control"].startswith("public, max-age=60")


def test_a_position_is_in_no_log_and_no_metric(store: Store, settings: Settings, stream: io.StringIO) -> None:
    front = Front("opendata", Publisher(store, settings, lambda: AT).handle, Limits())
    for asked in ("?near=50.723749,3.160151", "?near=50.723749", "/none/way?from=50.723749,3.160151"):
        Client(front, Response).get(f"/outings{asked}")
    assert '"/outings"' in stream.getvalue()
    assert "50.72" not in stream.getvalue()


def test_what_makes_no_sense_is_a_problem_that_says_what_to_do(client: Client) -> None:
    answer = client.get("/outings?when=demain&colour=blue")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    told = json.loads(answer.text)
    assert told["code"] == "parameter_invalid"
    assert [fault["parameter"] for fault in told["errors"]] == ["colour", "when"]
    page = client.get("/outings?when=demain", headers=PAGE)
    assert (page.status_code, page.mimetype) == (400, "text/html")
    assert "Donnez now, 7days" in Words(page.text).text


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/outings/none", {}, 404),
        ("/outings/%00", {}, 404),
        ("/outings/..%2f", {}, 404),
        ("/outings/" + "x" * 500, {}, 404),
        ("/outings", {"Accept": "image/png"}, 406),
        ("/events/yesterday", {}, 404),
    ],
)
def test_what_is_not_there_is_a_problem(client: Client, address: str, headers: dict[str, str], status: int) -> None:
    assert client.get(address, headers=headers).status_code == status


def test_all_of_it_is_open_tagged_and_told_once_a_minute(
    client: Client, announce: Announce, clock: list[datetime]
) -> None:
    announce(concert())
    for address in (
        "/outings",
        f"/outings/{one(concert()).id}",
        "/events",
        "/events/7days",
        "/events/now",
        "/outings.js",
        "/outings.css",
    ):
        first = client.get(address)
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        clock.append(AT + timedelta(seconds=20))
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), address
        head = client.head(address)
        assert (head.data, head.headers["ETag"]) == (b"", first.headers["ETag"])
        assert client.post(address).status_code == 405
    before = client.get("/outings").headers["ETag"]
    announce(concert(title="Autre"), sequence=1)
    assert client.get("/outings").headers["ETag"] != before


def test_what_several_announce_is_shown_once_with_all_of_them(client: Client, announce: Announce) -> None:
    announce(concert("7", "mel", summary=None, status="cancelled"), concert())
    (found,) = items(client.get("/outings"))
    assert found["also"] == [{"source": "mel", "url": "https://agenda.example.org/7", "status": "cancelled"}]
    page = Words(client.get(f"/outings/{one(concert('7', 'mel')).id}", headers=PAGE).text).text
    assert "Aussi annoncé par mel : annulé" in page.replace("\u00a0", " ")


def test_the_other_dates_are_a_step_away(client: Client, announce: Announce) -> None:
    dates = tuple(lasting(start=START + timedelta(days=day)) for day in range(-1, 3))
    announce(concert(timings=dates))
    (first, *_) = items(client.get("/outings"))
    told = json.loads(client.get(f"/outings/{first['id']}").text)
    assert [each["starts_at"][:10] for each in told["dates"]] == ["2026-12-04", "2026-12-05", "2026-12-06"]
    assert "demain, samedi 5 décembre" in Words(client.get(f"/outings/{first['id']}", headers=PAGE).text).text


def test_however_many_outings_there_are_the_queries_are_as_many(
    client: Client, announce: Announce, store: Store
) -> None:
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    def queries(address: str, headers: dict[str, str]) -> int:
        asked.clear()
        assert client.get(address, headers=headers).status_code == 200
        return len(asked)

    announce(*(concert(str(n), title=f"Concert {n}") for n in range(2)))
    few = [queries("/outings?limit=50", headers) for headers in ({}, PAGE)]
    announce(
        *(concert(str(n), title=f"Concert {n}") for n in range(2, 60)),
        *(concert(str(n), "mel", title=f"Concert {n}") for n in range(60)),
    )
    assert [queries("/outings?limit=50", headers) for headers in ({}, PAGE)] == few
    assert max(few) < 12
