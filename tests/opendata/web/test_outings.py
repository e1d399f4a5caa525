"""What is on, over HTTP: for programs, for people, in the shape of 2018. Every defect of that application is a test."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy import event
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from chassis.config import Settings
from chassis.database import Store
from chassis.http.front import Front
from chassis.http.limits import Limits
from services.opendata import commands
from services.opendata.domain import happenings
from services.opendata.domain.happenings import Happening, Price, Timing, Where
from services.opendata.web import Publisher
from tests.opendata.announcing import START, concert, lasting, one
from tests.opendata.conftest import Hear
from tests.opendata.heard import NOW, as_application, place

AT = START - timedelta(minutes=30)  # half past seven in the evening
PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
Announce = Callable[..., None]


@pytest.fixture
def announce(store: Store) -> Announce:
    """`announce(*happenings)`: their sources announce them; `sequence` and `removed` as told."""

    def announced(*found: Happening, sequence: int = 0, removed: bool = False) -> None:
        kind = "happening.removed" if removed else "happening.received"
        with store.transaction() as session:
            for each in found:
                commands.note(session, kind, each.id, sequence, NOW, happenings.as_json(each))

    return announced


@pytest.fixture
def clock() -> list[datetime]:
    """What the clock says, last."""
    return [AT]


@pytest.fixture
def client(store: Store, settings: Settings, clock: list[datetime]) -> Client:
    """A client of the publisher, at `clock`."""
    return Client(as_application(Publisher(store, settings, lambda: clock[-1]).handle), Response)


def items(response: TestResponse) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = json.loads(response.text)["items"]
    return found


def titles(response: TestResponse) -> list[str]:
    return [each["title"] for each in items(response)]


class Words(HTMLParser):
    """The text of a page as it is read, and the names of its elements as they open and close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in ("meta", "link", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


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
    for address in ("/outings?near=50.723749,3.160151", "/outings?near=50.723749"):
        Client(front, Response).get(address)
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


def test_one_address_is_for_programs_and_for_people(client: Client, announce: Announce) -> None:
    announce(concert())
    for address in ("/outings", f"/outings/{one(concert()).id}"):
        assert client.get(address).mimetype == "application/json"
        page = client.get(address, headers=PAGE)
        assert (page.mimetype, page.headers["Vary"]) == ("text/html", "Accept")
        assert "geolocation=(self)" in page.headers["Permissions-Policy"]
        assert Words(page.text).open == [], "every element is closed"


def test_a_page_reads_like_a_programme(client: Client, announce: Announce, hear: Hear) -> None:
    hear("place.published", place())
    announce(
        concert("1", title="<b>Gras</b> & « Sel »", timings=(lasting(2.5),)),
        concert("2", title="Cirque", prices=(), is_free=True, timings=(lasting(start=START + timedelta(days=1)),)),
        concert("3", title="Déjà là", timings=(lasting(start=AT - timedelta(hours=1)),)),
    )
    words = Words(client.get("/outings", headers=PAGE).text).text
    for told in (
        "<b>Gras</b> & « Sel »",
        "de 20 h à 22 h 30",
        "de 3 € à 8 €",
        "gratuit",
        "En ce moment",
        "Demain, samedi 5 décembre",
        "Champ Libre à l'Union, Roubaix",
    ):
        assert told in words
    assert words.index("Déjà là") < words.index("Gras") < words.index("Cirque")


def test_a_page_without_anything_says_so(client: Client) -> None:
    assert "Rien n'est annoncé" in Words(client.get("/outings?when=now", headers=PAGE).text).text


def test_a_page_keeps_what_was_asked(client: Client, announce: Announce, hear: Hear) -> None:
    hear("place.published", place())
    announce(*(concert(str(n), title=f"Concert {n}") for n in range(3)))
    page = client.get(
        "/outings?when=now&theme=musique&near=50.7236,3.1602&within=1000&free=&limit=2", headers=PAGE
    ).text
    assert 'value="50.724,3.16" checked' in page
    assert "theme=musique&amp;near=50.724%2C3.16&amp;within=1000" in page
    assert '<option value="musique" selected>' in page
    assert "La suite" in page


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


# The application of 2018.


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
