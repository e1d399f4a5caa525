"""The publisher over HTTP, from what bookings said to what a reader gets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import eventlet
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic
from sqlalchemy.orm import Session
from werkzeug.test import Client
from werkzeug.wrappers import Response

from chassis.config import Settings
from chassis.database import Store
from chassis.errors import Unavailable
from services.opendata import commands, domain, reactions
from services.opendata.web import Publisher
from tests.opendata.conftest import Hear
from tests.opendata.heard import (
    HOME_CITY,
    MEMBER,
    NETWORK,
    NOW,
    PRICE,
    Reader,
    as_application,
    booking,
    envelope,
    place,
    rows,
    space,
)
from tests.opendata.programmed import activity, occurrence

MONTHLY = {dataset.name for dataset in domain.statistics.DATASETS}
DOCUMENTS = [
    "/",
    "/style.css",
    "/catalog",
    "/catalog.ttl",
    "/catalog.jsonld",
    "/catalog.rdf",
    "/catalog.csv",
    *(f"/datasets/{name}{end}" for name in domain.DATASETS for end in ("", ".csv", ".json", "/schema.json")),
    "/datasets/places.geojson",
    "/datasets/places.jsonld",
    "/datasets/spaces.geojson",
]


@pytest.fixture
def told(hear: Hear) -> None:
    """A place, a space, an activity with a date, a booking that stands and one that was cancelled."""
    hear("place.published", place())
    hear("space.published", space())
    hear("activity.published", activity())
    hear("occurrence.scheduled", occurrence())
    hear("booking.confirmed", booking())
    hear("booking.confirmed", booking("booking-2"))
    hear("booking.cancelled", booking("booking-2"), sequence=1)


def test_the_datasets_are_what_bookings_said(client: Client, told: None) -> None:
    (found,) = rows(client.get("/datasets/places.csv").text)
    assert (found["nom"], found["pivot"]) == ("Champ Libre à l'Union", "215905126")
    (found,) = rows(client.get("/datasets/spaces.csv").text)
    assert (found["name"], found["equipment"], found["hourly_price_cents"]) == (
        "Salle Lumière", "projector|whiteboard", "1200",
    )  # fmt: skip
    (found,) = rows(client.get("/datasets/occupancy.csv").text)
    assert (found["starts_at"], found["ends_at"]) == ("2026-11-24T09:00:00Z", "2026-11-24T11:00:00Z")
    (record,) = json.loads(client.get("/datasets/occupancy.json").text)
    assert record["space_id"] == "space-1"
    (feature,) = json.loads(client.get("/datasets/spaces.geojson").text)["features"]
    assert feature["geometry"]["coordinates"] == [3.1625, 50.7053]


def test_every_document_is_open_cacheable_and_tagged(client: Client, told: None) -> None:
    for address in DOCUMENTS:
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cache-Control"].startswith("public, max-age=")
        tag, weak = response.get_etag()
        assert tag
        assert not weak
        if "schema" not in address and "style" not in address:
            assert response.last_modified or any(name in address for name in MONTHLY)  # nothing was counted yet
            assert 'rel="license"' in response.headers["Link"]


def test_who_has_a_document_already_is_told_so(client: Client, told: None) -> None:
    for address in DOCUMENTS:
        first = client.get(address)
        by_tag = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (by_tag.status_code, by_tag.data) == (304, b"")
        assert by_tag.headers["ETag"] == first.headers["ETag"]
        assert "Cache-Control" in by_tag.headers
        if first.last_modified:
            by_date = client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
            assert by_date.status_code == 304


def test_head_tells_the_same_without_the_body(client: Client, told: None) -> None:
    for address in DOCUMENTS:
        got, head = client.get(address), client.head(address)
        assert (head.status_code, head.data) == (200, b"")
        for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length", "Link"):
            assert head.headers.get(name) == got.headers.get(name)


def test_a_tag_changes_when_the_data_does_and_only_then(client: Client, hear: Hear, told: None) -> None:
    before = {address: client.get(address).headers["ETag"] for address in DOCUMENTS}
    hear("booking.confirmed", booking())
    assert {address: client.get(address).headers["ETag"] for address in DOCUMENTS} == before
    hear("booking.confirmed", booking("booking-3"))
    changed = {address for address in DOCUMENTS if client.get(address).headers["ETag"] != before[address]}
    assert changed == {
        "/", "/catalog", "/catalog.ttl", "/catalog.jsonld", "/catalog.rdf", "/catalog.csv",
        "/datasets/occupancy", "/datasets/occupancy.csv", "/datasets/occupancy.json",
    }  # fmt: skip


def test_each_format_has_a_tag_of_its_own(client: Client, told: None) -> None:
    tags = {client.get(f"/datasets/places.{end}").headers["ETag"] for end in ("csv", "json", "geojson")}
    assert len(tags) == 3


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's JSON-LD parser uses it itself
def test_the_catalogue_says_the_same_in_its_three_forms(client: Client, told: None) -> None:
    graphs = [
        Graph().parse(data=response.text, format=response.mimetype)
        for response in (client.get(f"/catalog.{end}") for end in ("ttl", "jsonld", "rdf"))
    ]
    assert isomorphic(graphs[0], graphs[1])
    assert isomorphic(graphs[0], graphs[2])


@pytest.mark.parametrize(
    ("address", "accepted", "location"),
    [
        ("/catalog", "application/rdf+xml", "/catalog.rdf"),
        ("/catalog", "application/ld+json;q=0.5, text/turtle;q=0.4", "/catalog.jsonld"),
        ("/catalog", "*/*", "/catalog.ttl"),
        ("/catalog", "text/html,application/xhtml+xml,*/*;q=0.8", "/"),
        ("/datasets/places", "application/geo+json", "/datasets/places.geojson"),
        ("/datasets/places", "application/*", "/datasets/places.json"),
        ("/datasets/occupancy", "text/html,*/*;q=0.8", "/datasets/occupancy.csv"),
    ],
)
def test_a_client_gets_the_form_it_likes_best(client: Client, address: str, accepted: str, location: str) -> None:
    response = client.get(address, headers={"Accept": accepted})
    assert response.headers["Content-Location"] == location
    assert response.headers["Vary"] == "Accept"
    assert response.headers["ETag"] == client.get(location).headers["ETag"]


@pytest.mark.parametrize(
    ("method", "address", "accepted", "status", "code"),
    [
        ("GET", "/nothing", "*/*", 404, "not_found"),
        ("GET", "/datasets/members.csv", "*/*", 404, "not_found"),
        ("GET", "/datasets/places.xlsx", "*/*", 404, "not_found"),
        ("GET", "/datasets/occupancy.geojson", "*/*", 404, "not_found"),
        ("GET", "/catalog.html", "*/*", 404, "not_found"),
        ("GET", "/datasets/places/", "*/*", 404, "not_found"),
        ("GET", "/datasets/places", "image/png", 406, "not_acceptable"),
        ("GET", "/datasets/occupancy", "application/geo+json", 406, "not_acceptable"),
        ("POST", "/datasets/places.csv", "*/*", 405, "method_not_allowed"),
        ("DELETE", "/catalog", "*/*", 405, "method_not_allowed"),
    ],
)
def test_what_cannot_be_answered_is_a_problem(
    client: Client, method: str, address: str, accepted: str, status: int, code: str
) -> None:
    response = client.open(address, method=method, headers={"Accept": accepted})
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert json.loads(response.text)["code"] == code
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    if status == 405:
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("name", ["If-None-Match", "If-Modified-Since", "If-Range", "Accept", "Range"])
def test_a_header_that_makes_no_sense_does_no_harm(client: Client, told: None, name: str) -> None:
    for value in ("", '"', "W/", "yesterday", ",,;;==", "é\x80", "bytes=9-1", "x" * 5000):
        response = client.get("/datasets/places", headers={name: value})
        assert response.status_code in ((200, 406) if name == "Accept" else (200,))


def test_a_condition_that_must_hold_and_does_not_is_a_problem(client: Client, told: None) -> None:
    response = client.get("/datasets/places.csv", headers={"If-Match": '"old"'})
    assert (response.status_code, json.loads(response.text)["code"]) == (412, "precondition_failed")


def test_any_page_may_ask_conditionally(client: Client) -> None:
    response = client.options("/datasets/places.csv", headers={"Origin": "https://elsewhere.example.org"})
    assert response.status_code == 204
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("address", ["/", "/catalog.ttl", "/catalog.rdf", "/datasets/places.csv"])
def test_when_anything_breaks_inside_nothing_partial_is_served(settings: Settings, address: str) -> None:
    class Broken:
        @contextmanager
        def reading(self) -> Iterator[Session]:
            raise Unavailable("database_unavailable", "secret-host")
            yield

    response = Reader(as_application(Publisher(Broken(), settings).handle), Response).get(address)
    assert response.status_code == 503
    assert json.loads(response.text)["code"] == "publication_unavailable"
    assert int(response.headers["Retry-After"]) > 0
    assert "secret-host" not in response.text


def test_no_document_tells_of_a_person(client: Client, told: None) -> None:
    for address in DOCUMENTS:
        text = client.get(address).text
        for secret in (MEMBER, str(PRICE), "booking-1"):
            assert secret not in text
        is_of_network = "catalog" in address or "ledger/schema" in address or address == "/"
        assert HOME_CITY not in text or is_of_network  # the city itself is


@pytest.fixture
def many(store: Store) -> int:
    """As many bookings as fill a document of many pieces."""
    with store.transaction() as session:
        for number in range(600):
            reactions.on_event(session, envelope("booking.confirmed", booking(f"booking-{number}")), NOW)
        commands.publish(session, NETWORK, NOW)
    return 600


def test_a_large_dataset_is_sent_whole_with_its_length(client: Client, many: int) -> None:
    response = client.get("/datasets/occupancy.csv", buffered=True)
    assert len({row["id"] for row in rows(response.text)}) == many
    assert response.content_length == len(response.data)
    head = client.head("/datasets/occupancy.csv", buffered=True)
    assert (head.data, head.content_length) == (b"", response.content_length)


def test_slow_readers_hold_no_session(client: Client, store: Store, hear: Hear, many: int) -> None:
    slow = [client.get("/datasets/occupancy.json", buffered=False) for _ in range(100)]
    assert store.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert client.get("/catalog.ttl").status_code == 200
    hear("booking.cancelled", booking("booking-1"), sequence=1)
    for response in slow:
        assert len(json.loads(response.text)) == many  # what it was when they asked
        response.close()


def test_however_many_read_at_once_sessions_are_left_for_what_is_heard(
    store: Store, settings: Settings, many: int
) -> None:
    class Counting:
        most = now = 0

        @contextmanager
        def reading(self) -> Iterator[Session]:
            self.now += 1
            self.most = max(self.most, self.now)
            try:
                with store.reading() as session:
                    yield session
            finally:
                self.now -= 1

    counting = Counting()
    client = Reader(as_application(Publisher(counting, settings).handle), Response)
    readers = [eventlet.spawn(client.get, "/datasets/occupancy.csv", buffered=True) for _ in range(30)]
    assert {reader.wait().status_code for reader in readers} == {200}
    assert 1 < counting.most <= 10
