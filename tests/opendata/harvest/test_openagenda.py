from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from services.opendata.domain.happenings import Happening, Price, Timing, Where
from services.opendata.domain.turns import Page, Refusal
from services.opendata.harvest import openagenda
from services.opendata.harvest.failures import Failed
from services.opendata.harvest.fetching import Web
from tests.opendata.harvest.agenda_server import KEY, Agenda, event
from tests.opendata.harvest.odd_server import OddServer, answer, head
from tests.opendata.harvest.sources import source

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def agenda(server: OddServer) -> Agenda:
    return Agenda(server)


def read(agenda: Agenda, web: Web, since: str | None = None, **changes: Any) -> list[Page]:
    told = {"key": KEY, "theme_field": "categories", "themes": {"17": "Musique"}, **changes}
    return list(openagenda.pages(web, source("openagenda", agenda.url, **told), since, NOW))


def only(agenda: Agenda, web: Web, **changes: Any) -> Happening:
    agenda.put(event(1, **changes))
    (page,) = read(agenda, web, page="https://openagenda.com/fr/roubaix/")
    (found,) = page.happenings
    return found


def test_what_an_event_says_is_told(agenda: Agenda, web: Web) -> None:
    found = only(agenda, web)
    assert (found.external_id, found.title, found.summary) == ("1", "Bal 1", "Un soir")
    assert found.url == "https://openagenda.com/fr/roubaix/events/bal-1"
    assert found.image == "https://cdn.example.org/bal.jpg" and found.theme == "Musique"
    assert found.accessibility == ("hi", "mi") and (found.min_age, found.max_age) == (None, None)
    assert found.prices == (Price("Gratuit", 0),) and found.is_free is True
    assert found.where == Where("La Piscine", "23 rue de l'Espérance", "59100", "Roubaix", "59512", 50.69, 3.16)
    assert found.timings == (Timing(datetime(2026, 12, 4, 19, tzinfo=UTC), datetime(2026, 12, 4, 21, tzinfo=UTC)),)
    assert found.updated_at == datetime(2026, 11, 1, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        *(({"status": n}, {"status": s}) for n, s in enumerate(("rescheduled", "moved_online", "postponed"), 2)),
        *(({"status": n}, {"status": s}) for n, s in enumerate(("full", "cancelled"), 5)),
        ({"attendanceMode": 3}, {"attendance": "mixed"}),
        ({"attendanceMode": 2, "location": None}, {"attendance": "online", "where": None}),
        ({"conditions": None}, {"prices": (), "is_free": None}),
        ({"conditions": {"fr": "5 à 8 €"}}, {"prices": (Price("5 à 8 €"),), "is_free": None}),
        ({"categories": {"id": 17, "label": {}}}, {"theme": "Musique"}),
        ({"categories": [99]}, {"theme": None}),
        ({"title": "Bal"}, {"title": "Bal"}),
        ({"image": None}, {"image": None}),
        ({"slug": None, "onlineAccessLink": "https://live.example.org/"}, {"url": "https://live.example.org/"}),
        ({"age": {"min": 6, "max": 99}}, {"min_age": 6, "max_age": 99}),
    ],
)
def test_real_events_come_in_several_shapes(
    agenda: Agenda, web: Web, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = only(agenda, web, **changes)
    assert {name: getattr(found, name) for name in expected} == expected


def test_every_page_is_read_and_not_the_first_alone(agenda: Agenda, web: Web) -> None:
    agenda.size = 3
    agenda.put(*(event(uid) for uid in range(1, 11)))
    pages = read(agenda, web)
    assert [len(page.happenings) for page in pages] == [3, 3, 3, 1]
    assert [page.is_last_of_all for page in pages] == [False, False, False, True]
    assert pages[-1].watermark == event(10)["updatedAt"]


def test_what_changed_since_is_asked_for_with_what_was_removed(agenda: Agenda, web: Web) -> None:
    agenda.put(event(1), event(2), event(3), {"uid": 4, "removed": True, "updatedAt": "2026-11-30T00:00:00Z"})
    agenda.put(event(5, state=0, updatedAt="2026-11-30T00:00:01Z"))
    (page,) = read(agenda, web, since=event(2)["updatedAt"])
    assert [found.external_id for found in page.happenings] == ["2", "3"] and page.removed == ("4", "5")
    assert page.watermark == "2026-11-30T00:00:01Z" and not page.is_last_of_all
    assert "relative" not in agenda.server.asked[0].query


def test_an_event_that_cannot_be_read_is_refused_by_itself(agenda: Agenda, web: Web) -> None:
    agenda.put(
        event(1, timings=[{"begin": "BUGGY", "end": "2026-12-04T20:00:00+01:00"}]),
        event(2, timings=[]),
        event(3, timings=[{"begin": "2026-12-04T20:00:00+01:00"}]),
        event(4, title={}),
        event(5, status=9),
        event(6, timings="soon"),
        event(7),
    )
    (page,) = read(agenda, web)
    assert [found.external_id for found in page.happenings] == ["7"]
    assert page.refusals == (
        Refusal("1", "date_unreadable"),
        Refusal("2", "timing_missing"),
        Refusal("3", "date_unreadable"),
        Refusal("4", "title_missing"),
        Refusal("5", "status_unknown"),
        Refusal("6", "malformed"),
    )


def test_an_agenda_whose_pages_lead_back_has_an_end(server: OddServer, web: Web, agenda: Agenda) -> None:
    server.routes[agenda.path] = lambda _: answer({"events": [event(1)], "after": ["2026", "1"]})
    with pytest.raises(Failed, match="pages_never_end"):
        read(agenda, web)
    assert len(server.asked) == 2


def test_an_agenda_whose_pages_lead_ever_further_has_one_too(
    server: OddServer, web: Web, agenda: Agenda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openagenda, "MOST_PAGES", 7)
    server.routes[agenda.path] = lambda _: answer({"events": [event(1)], "after": [str(len(server.asked))]})
    with pytest.raises(Failed, match="pages_never_end"):
        read(agenda, web)
    assert len(server.asked) == 7


def test_what_came_before_a_failure_counts(server: OddServer, web: Web, agenda: Agenda) -> None:
    agenda.size = 1
    agenda.put(event(1), event(2))
    pages = openagenda.pages(web, source("openagenda", agenda.url, key=KEY), None, NOW)
    assert len(next(pages).happenings) == 1
    server.routes[agenda.path] = lambda _: answer(b"", "429 Too Many Requests", Retry_After="60")
    with pytest.raises(Failed) as failed:
        next(pages)
    assert (failed.value.code, failed.value.retry_after_seconds) == ("asked_to_wait", 60)


@pytest.mark.parametrize(
    "body", ["", "<html>", "[]", '{"events": {}}', '{"success": false}', '{"events": [' + "[" * 99999]
)
def test_what_is_no_agenda_is_said(server: OddServer, web: Web, agenda: Agenda, body: str) -> None:
    server.serve(agenda.path, body)
    with pytest.raises(Failed, match="content_unreadable"):
        read(agenda, web)


def test_a_wrong_key_is_said(agenda: Agenda, web: Web) -> None:
    with pytest.raises(Failed, match="forbidden"):
        read(agenda, web, key="other")


def test_half_a_page_is_none(server: OddServer, web: Web, agenda: Agenda) -> None:
    server.routes[agenda.path] = lambda _: iter([head(**{"Content-Length": "999"}) + b'{"events": [], "after": null}'])
    with pytest.raises(Failed, match="truncated"):
        read(agenda, web)
