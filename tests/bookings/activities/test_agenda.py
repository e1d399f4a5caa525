"""The agenda shows what everybody may see, in order, and finds what one looks for, in a constant number of queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import Invalid
from chassis.schema import read
from services.bookings import domain, queries, schemas
from services.bookings.domain.activities import Filters, Kept, Price, Programme, Venue
from services.bookings.tables import programmes
from tests.bookings.activities.programme import ELSEWHERE, EVENING, STAFF, activity, occurrence, put
from tests.bookings.recurring import counted
from tests.bookings.world import ACTOR, NOW

LATER = NOW + timedelta(days=1)
HOME = Venue("Les Glycines", "care_home", "2 rue des Lilas", "59100", "Roubaix")


@pytest.fixture
def shown(store: Store) -> Store:
    """A lamp to be made on Monday, a film on Tuesday, a visit in Tourcoing on Wednesday; and what nobody sees yet."""
    film = activity(
        "activity-film",
        kind="screening",
        title={"fr": "L'Été à l'écran"},
        theme="Cinéma",
        languages=("fr", "en"),
        publics=("families", "children"),
        prices=(Price("Plein", 300), Price("Réduit", 0)),
        accessibility=("hi", "mi"),
    )
    visit = activity(
        "activity-visit",
        kind="visit",
        city="tourcoing",
        title={"fr": "Visite aux Glycines"},
        place_id=None,
        venue=HOME,
        attendance="both",
        online_url="https://visio.example.org/x",
        prices=(Price("Pour tous", 0),),
    )
    embargoed = activity("activity-embargoed", visible_from=LATER, announced_at=None)
    draft = activity("activity-draft", status="draft", visible_from=None)
    with store.transaction() as session:
        put(session, activity(theme="Fabrication"), film, visit, embargoed, draft)
        for number, one in enumerate((activity(), film, visit, embargoed, draft)):
            later = timedelta(days=number)
            put(
                session,
                occurrence(
                    f"occurrence-{number}",
                    activity_id=one.activity_id,
                    city=one.city,
                    place_id=one.place_id,
                    starts_at=EVENING.starts_at + later,
                    ends_at=EVENING.ends_at + later,
                    starts_local=f"2026-11-{23 + number}T18:00",
                ),
            )
    return store


def found(store: Store, now: Any = NOW, **looked_for: Any) -> list[str]:
    with store.reading() as session:
        items, _ = queries.activities.agenda(session, now, Filters(**looked_for), now, None, 50)
    return [item.activity.activity_id.removeprefix("activity-") for item in items]


def test_everybody_sees_what_is_published_and_under_no_embargo_in_order(shown: Store) -> None:
    assert found(shown) == ["lamp", "film", "visit"]
    assert found(shown, LATER) == ["lamp", "film", "visit", "embargoed"]


@pytest.mark.parametrize("filter_of", ["kinds", "publics", "accessibility"])
def test_a_word_that_no_activity_has_is_refused_and_no_empty_agenda(filter_of: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(schemas.activities.AgendaAsked, {filter_of: ["party"]})
    assert refused.value.detail["errors"][0]["pointer"] == f"/{filter_of}"


def test_what_is_over_is_on_no_agenda(shown: Store) -> None:
    assert found(shown, EVENING.ends_at - timedelta(seconds=1)) == ["lamp", "film", "visit", "embargoed"]
    assert found(shown, EVENING.ends_at) == ["film", "visit", "embargoed"]


@pytest.mark.parametrize(
    ("looked_for", "expected"),
    [
        ({"cities": ["tourcoing"]}, ["visit"]),
        ({"cities": ["roubaix", "tourcoing"], "kinds": ["visit", "workshop"]}, ["lamp", "visit"]),
        ({"themes": ["Cinéma"]}, ["film"]),
        ({"publics": ["children", "seniors"]}, ["film"]),
        ({"languages": ["en"]}, ["film"]),
        ({"accessibility": ["mi", "hi"]}, ["film"]),
        ({"accessibility": ["mi", "vi"]}, []),
        ({"attendance": "online"}, ["visit"]),
        ({"attendance": "on_site"}, ["lamp", "film", "visit"]),
        ({"place_id": "place-union"}, ["lamp", "film"]),
        ({"free": True}, ["lamp", "visit"]),
        ({"free": False}, ["film"]),
        ({"text": "ete ecran"}, ["film"]),
        ({"text": "GLYCINES"}, ["visit"]),
        ({"text": "champ libre"}, ["lamp", "film", "visit"]),
        ({"text": "%"}, []),
        ({"text": "fabriquer champ"}, ["lamp"]),
    ],
)
def test_one_finds_what_one_looks_for(shown: Store, looked_for: dict[str, Any], expected: list[str]) -> None:
    assert found(shown, **looked_for) == expected


def test_pages_follow_each_other_without_gap_and_the_span_has_an_end(shown: Store) -> None:
    after, seen = None, []
    with shown.reading() as session:
        for _ in range(2):
            items, after = queries.activities.agenda(session, NOW, Filters(), NOW, None, 2, after)
            seen += [item.occurrence.occurrence.occurrence_id for item in items]
        assert (seen, after) == (["occurrence-0", "occurrence-1", "occurrence-2"], None)
        until = EVENING.starts_at + timedelta(days=1)
        items, _ = queries.activities.agenda(session, NOW, Filters(), NOW, until, 50)
    assert len(items) == 1


def test_however_much_there_is_four_queries_find_it(shown: Store) -> None:
    with shown.transaction() as session:
        for number in range(40):
            put(session, activity(f"more-{number}"))
            kept = (Kept("organisation-1", 2),)
            put(session, occurrence(f"more-{number}", activity_id=f"more-{number}", kept_back=kept))
    with shown.reading() as session, counted(shown) as statements:
        items, _ = queries.activities.agenda(session, NOW, Filters(), NOW, None, 100)
        assert sum(statement.startswith("SELECT") for statement in statements) == 3
        queries.activities.programme(session, "2026-Q4", [], None, NOW)
        assert sum(statement.startswith("SELECT") for statement in statements) == 3 + 4
    assert len(items) == 43
    assert {item.occurrence.seats_left for item in items} == {8, 10}


def of_quarter(store: Store, actor: domain.Actor | None, quarter: str = "2026-Q4", *cities: str) -> list[str]:
    with store.reading() as session:
        _, items = queries.activities.programme(session, quarter, cities, actor, NOW)
    return [item.activity.activity_id.removeprefix("activity-") for item in items]


def test_the_programme_of_a_quarter_shows_its_citys_staff_what_is_under_embargo(shown: Store) -> None:
    everybody = ["lamp", "film", "visit"]
    assert of_quarter(shown, None) == of_quarter(shown, ACTOR) == of_quarter(shown, ELSEWHERE) == everybody
    assert of_quarter(shown, STAFF) == [*everybody, "embargoed"]
    assert of_quarter(shown, replace(STAFF, roles=("facilitator@place-union",))) == [*everybody, "embargoed"]
    assert of_quarter(shown, replace(STAFF, roles=("facilitator@elsewhere",))) == everybody
    assert of_quarter(shown, None, "2026-Q4", "tourcoing") == ["visit"]
    assert of_quarter(shown, STAFF, "2027-Q1") == []


def test_a_quarter_is_of_the_local_calendar(shown: Store) -> None:
    midnight = EVENING.starts_at.replace(month=12, day=31, hour=23)  # in Paris it is the year after
    with shown.transaction() as session:
        ends_at = midnight + timedelta(hours=1)
        put(session, occurrence("newyear", starts_at=midnight, ends_at=ends_at, starts_local="2027-01-01T00:00"))
    assert of_quarter(shown, None, "2027-Q1") == ["lamp"]


def test_the_programmes_of_the_cities_are_told_with_what_is_on_them(shown: Store) -> None:
    autumn = Programme("roubaix", "2026-Q4", {"fr": "L'automne."}, NOW, NOW)
    with shown.transaction() as session:
        for one in (autumn, replace(autumn, city="tourcoing"), replace(autumn, quarter="2026-Q3")):
            session.execute(programmes.insert().values(vars(one)))
    with shown.reading() as session:
        assert [one.city for one in queries.activities.programme(session, "2026-Q4", [], None, NOW)[0]] == [
            "roubaix",
            "tourcoing",
        ]
        assert queries.activities.programme(session, "2026-Q4", ["roubaix"], None, NOW)[0] == [autumn]


def listed(store: Store, actor: domain.Actor, **more: Any) -> list[str]:
    with store.reading() as session:
        found, _ = queries.activities.activities_of(session, "roubaix", actor, 50, **more)
    return sorted(one.activity_id.removeprefix("activity-") for one in found)


def test_staff_lists_all_of_its_city_and_others_their_own(shown: Store) -> None:
    everything = ["draft", "embargoed", "film", "lamp"]
    assert listed(shown, STAFF) == everything
    assert listed(shown, STAFF, status="draft") == ["draft"]
    another = replace(STAFF, member_id="another", roles=("facilitator@place-union",))
    assert listed(shown, another) == everything
    assert listed(shown, replace(another, roles=())) == []
    assert listed(shown, replace(STAFF, roles=())) == everything  # drafted them all
    assert listed(shown, ELSEWHERE) == []


def test_the_list_comes_by_pages_what_changed_last_first(shown: Store) -> None:
    with shown.reading() as session:
        first, after = queries.activities.activities_of(session, "roubaix", STAFF, 3)
        rest, end = queries.activities.activities_of(session, "roubaix", STAFF, 3, after=after)
    assert [one.activity_id for one in [*first, *rest]] == [
        "activity-lamp",
        "activity-film",
        "activity-embargoed",
        "activity-draft",
    ]
    assert end is None
