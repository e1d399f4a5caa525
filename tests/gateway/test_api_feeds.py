"""Calendars under secret addresses: the secret is told once, and is known to nobody else."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from hashlib import sha256

import pytest
from prometheus_client import REGISTRY, generate_latest

from chassis import logs
from chassis.errors import Conflict, Forbidden, NotFound
from tests.gateway.fakes import Gateway, problem
from tests.gateway.test_calendars import ITEM, OWN, SPACE

FEED = {"id": "f-1", "space_id": None, "made_at": "2026-11-20T08:00:00+00:00", "revoked_at": None}
ADDRESS = re.compile(r"https://champlibre\.example\.org/api/v1(/feeds/(feed-[A-Za-z0-9_-]{43})\.ics\?lang=fr)")


def made(gateway: Gateway) -> tuple[str, str]:
    """The path and the secret of a feed that a member makes."""
    gateway.services.answers["bookings.make_feed"] = FEED
    response = gateway.signed_in().post("/feeds", {})
    assert response.status_code == 201
    found = ADDRESS.fullmatch((response.json or {})["url"])
    assert found
    return found[1], found[2]


def test_the_address_is_told_once_and_the_services_see_a_digest(gateway: Gateway) -> None:
    path, secret = made(gateway)
    [asked] = gateway.services.asked("bookings.make_feed")
    assert asked["digest"] == sha256(secret.encode()).hexdigest()
    assert made(gateway)[1] != secret
    gateway.services.answers |= {"bookings.feeds_of": {"items": [FEED]}, "bookings.revoke_feed": FEED}
    assert gateway.get("/feeds").json == {"items": [FEED]}
    assert gateway.ask("DELETE", "/feeds/f-1").json == FEED
    gateway.services.answers["bookings.feed"] = OWN
    gateway.headers.clear()
    assert gateway.get(path).status_code == 200
    assert gateway.services.asked("bookings.feed") == [{"digest": asked["digest"]}]
    assert secret not in json.dumps(gateway.services.calls)


def test_whoever_has_the_address_reads_the_calendar_without_an_account(gateway: Gateway) -> None:
    gateway.services.answers["bookings.feed"] = OWN
    response = gateway.get("/feeds/feed-secret.ics")
    assert response.content_type == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"UID:booking-1@champlibre.example.org\r\n" in response.data
    assert gateway.ask("HEAD", "/feeds/feed-secret.ics").status_code == 200


def test_what_has_not_changed_is_not_sent_again(gateway: Gateway) -> None:
    gateway.services.answers["bookings.feed"] = OWN
    etag = gateway.get("/feeds/feed-secret.ics").headers["ETag"]
    again = gateway.get("/feeds/feed-secret.ics", If_None_Match=etag)
    assert (again.status_code, again.data, again.headers["Cache-Control"]) == (304, b"", "private, no-cache")
    gateway.services.answers["bookings.feed"] = {"items": [{**ITEM, "sequence": 3}]}
    assert gateway.get("/feeds/feed-secret.ics", If_None_Match=etag).status_code == 200


def test_the_words_are_in_the_language_of_the_address(gateway: Gateway) -> None:
    gateway.services.answers["bookings.feed"] = SPACE
    assert b"Bezet" in gateway.get("/feeds/feed-secret.ics?lang=nl").data
    assert b"Busy" in gateway.get("/feeds/feed-secret.ics", Accept_Language="en").data
    assert problem(gateway.get("/feeds/feed-secret.ics?lang=de")) == (400, "invalid")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the process logs."""
    root, ours = logging.getLogger(), logging.getLogger("champlibre")
    before = root.handlers[:], root.level, ours.level
    stream = io.StringIO()
    logs.set_up(stream)
    yield stream
    root.handlers[:], root.level, ours.level = before


def test_a_secret_is_in_no_log_line_and_in_no_metric(gateway: Gateway, written: io.StringIO) -> None:
    for answer, status in ((OWN, 200), (NotFound("feed_not_found"), 404), (RuntimeError("broken"), 500)):
        gateway.services.answers["bookings.feed"] = answer
        assert gateway.get("/feeds/feed-told-to-nobody.ics").status_code == status
    assert "/api/v1/feeds/<id:secret>.ics" in written.getvalue()
    assert "told-to-nobody" not in written.getvalue()
    assert b"told-to-nobody" not in generate_latest(REGISTRY)


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (NotFound("space_not_found"), (404, "space_not_found")),
        (Forbidden("permission_missing", "", {"permission": "see_bookings"}), (403, "permission_missing")),
        (Conflict("too_many_feeds", "", {"most": 20}), (409, "too_many_feeds")),
    ],
)
def test_a_feed_that_may_not_be_made_is_refused(
    gateway: Gateway, refusal: Exception, expected: tuple[int, str]
) -> None:
    gateway.services.answers["bookings.make_feed"] = refusal
    assert problem(gateway.signed_in().post("/feeds", {"space_id": "s1"})) == expected


def test_the_secret_of_a_feed_does_not_open_the_list(gateway: Gateway) -> None:
    for method, path in (("GET", "/feeds"), ("DELETE", "/feeds/f-1"), ("POST", "/feeds")):
        assert problem(gateway.ask(method, path, {} if method == "POST" else None)) == (401, "token_missing")
