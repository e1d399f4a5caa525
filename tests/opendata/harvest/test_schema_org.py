from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from services.opendata.domain.happenings import Happening, Price, Timing, Where
from services.opendata.domain.turns import Page, Refusal
from services.opendata.harvest import schema_org
from services.opendata.harvest.failures import Failed
from tests.opendata.harvest.sources import source

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
SOURCE = source("schema_org", "https://salle.example.org/agenda/", themes={"musicevent": "Musique"})
EVENT: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "MusicEvent",
    "name": "Bal &amp; fest-noz",
    "startDate": "2026-12-04T20:00:00+01:00",
    "endDate": "2026-12-04T22:00:00+01:00",
    "url": "/agenda/bal",
    "image": ["bal.jpg", "bal-2.jpg"],
    "description": "<p>Un soir</p>",
    "eventStatus": "https://schema.org/EventPostponed",
    "typicalAgeRange": "6-99",
    "audience": {"@type": "Audience", "audienceType": "Familles"},
    "offers": [
        {"@type": "Offer", "name": "Plein", "price": "8.50", "priceCurrency": "EUR"},
        {"@type": "Offer", "name": "Réduit", "price": 0},
        {"@type": "Offer", "name": "Online", "price": 5, "priceCurrency": "USD"},
    ],
    "location": {
        "@type": "Place",
        "name": "Le Grand Mix",
        "address": {"streetAddress": "5 place Notre-Dame", "postalCode": "59200", "addressLocality": "Tourcoing"},
        "geo": {"latitude": "50.7237", "longitude": 3.1601},
    },
    "performer": {"@type": "Person", "name": "Somebody"},
}


def page_of(*things: Any) -> str:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)
    return f"<html><head><script>var a = '<';</script>{scripts}</head><body><p>Agenda</body></html>"


def read(*things: Any) -> Page:
    return schema_org.read(page_of(*things), SOURCE, NOW)


def only(**changes: Any) -> Happening:
    (found,) = read({**EVENT, **changes}).happenings
    return found


def test_what_an_event_says_is_told() -> None:
    found = only()
    assert found.external_id == "https://salle.example.org/agenda/bal#2026-12-04T20:00:00+01:00"
    assert (found.title, found.description, found.theme) == ("Bal & fest-noz", "Un soir", "Musique")
    assert found.url == "https://salle.example.org/agenda/bal"
    assert found.image == "https://salle.example.org/agenda/bal.jpg"
    assert found.timings == (Timing(datetime(2026, 12, 4, 19, tzinfo=UTC), datetime(2026, 12, 4, 21, tzinfo=UTC)),)
    assert found.prices == (Price("Plein", 850), Price("Réduit", 0), Price("Online", None)) and found.is_free is False
    assert (found.status, found.min_age, found.max_age) == ("postponed", 6, 99) and found.publics == ("Familles",)
    assert found.where == Where("Le Grand Mix", "5 place Notre-Dame", "59200", "Tourcoing", None, 50.7237, 3.1601)
    assert "Somebody" not in repr(found)


@pytest.mark.parametrize(
    "wrapped",
    [
        EVENT,
        [EVENT],
        {"@graph": [{"@type": "WebSite"}, EVENT]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": EVENT}]},
        {"@type": "EventSeries", "name": "Saison", "subEvent": [EVENT]},
        {"@type": ["Place", "MusicVenue"], "event": EVENT},
        EVENT | {"@type": ["Thing", "http://schema.org/Event"]},
        EVENT | {"@type": "schema:DanceEvent"},
    ],
)
def test_an_event_is_found_however_it_is_wrapped(wrapped: Any) -> None:
    assert len(read(wrapped).happenings) == 1
    assert len(schema_org.read(json.dumps(wrapped), SOURCE, NOW).happenings) == 1


def test_a_time_without_an_offset_is_one_of_the_source() -> None:
    found = only(startDate="2026-12-04T20:00", endDate=None)
    assert found.timings == (Timing(datetime(2026, 12, 4, 19, tzinfo=UTC), datetime(2026, 12, 4, 19, tzinfo=UTC)),)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"eventStatus": "EventCancelled"}, {"status": "cancelled"}),
        ({"eventStatus": "http://schema.org/EventMovedOnline"}, {"status": "moved_online"}),
        ({"eventStatus": None, "offers": {"availability": "https://schema.org/SoldOut"}}, {"status": "full"}),
        ({"location": {"@type": "VirtualLocation"}}, {"attendance": "online", "where": None}),
        ({"eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode"}, {"attendance": "mixed"}),
        ({"isAccessibleForFree": True}, {"is_free": True}),
        ({"offers": None}, {"is_free": None, "prices": ()}),
        (
            {"location": "Le Grand Mix, 59200 Tourcoing"},
            {"where": Where("Le Grand Mix", "59200 Tourcoing", "59200", "Tourcoing")},
        ),
        ({"@id": "https://salle.example.org/#1"}, {"external_id": "https://salle.example.org/#1"}),
        ({"name": [{"@value": "Bal"}, "Ball"]}, {"title": "Bal"}),
    ],
)
def test_what_may_be_said_in_several_ways_is_understood(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    found = only(**changes)
    assert {name: getattr(found, name) for name in expected} == expected


def test_an_event_that_cannot_be_read_is_refused_by_itself() -> None:
    page = read(
        EVENT | {"startDate": "bientôt", "@id": "date"},
        EVENT | {"name": "", "@id": "title"},
        EVENT | {"url": None},
        EVENT | {"url": "http://[/"},
        EVENT | {"offers": [{"price": {"a": []}}], "@id": "odd"},
        EVENT,
    )
    assert [refusal.reason for refusal in page.refusals] == [
        *("date_unreadable", "title_missing", "external_id_missing", "external_id_missing")
    ]
    assert len(page.happenings) == 2


def test_a_script_that_is_no_json_is_counted_and_the_others_are_read() -> None:
    text = page_of(EVENT).replace("</head>", '<script type="application/ld+json">{oops</script></head>')
    page = schema_org.read(text, SOURCE, NOW)
    assert page.refusals == (Refusal("", "malformed"),) and len(page.happenings) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "content_unreadable"),
        ("<html><p>Panne</html>", "content_unreadable"),
        (page_of(EVENT)[:400], "truncated"),
        (json.dumps([[]] * 100_001), "too_many"),
    ],
)
def test_what_is_no_whole_page_is_said(text: str, code: str) -> None:
    with pytest.raises(Failed) as failed:
        schema_org.read(text, SOURCE, NOW)
    assert failed.value.code == code


def test_however_deep_it_is_buried_nothing_breaks() -> None:
    assert read(json.loads("[" * 500 + "]" * 500)).happenings == ()
    text = '<script type="application/ld+json">' + "[" * 200_000 + "</script>"
    assert schema_org.read(text, SOURCE, NOW).refusals == (Refusal("", "malformed"),)
