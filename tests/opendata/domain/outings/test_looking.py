from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.opendata.domain.happenings import Price, Where
from services.opendata.domain.outings.looking import After, Among, Around, Wanted, distance, fits, order, rounded
from services.opendata.domain.outings.windows import Window
from services.opendata.domain.points import Point
from tests.opendata.announcing import START, concert, lasting, one

EVENING = Window(START - timedelta(hours=1), START + timedelta(hours=4))
DOOR = Point(50.7237, 3.1601)


@pytest.mark.parametrize(
    ("window", "fitting"),
    [
        (Window(START, START + timedelta(hours=5)), True),
        (Window(START + timedelta(hours=1), START + timedelta(hours=6)), True),
        (Window(START - timedelta(hours=5), START), False),
        (Window(START + timedelta(hours=2), START + timedelta(hours=7)), False),
    ],
    ids=["begins", "runs", "begins as it ends", "is over as it begins"],
)
def test_what_runs_or_begins_in_a_time_is_on_in_it(window: Window, fitting: bool) -> None:
    assert fits(one(concert()), Wanted(window)) is fitting


@pytest.mark.parametrize(
    ("asked", "fitting"),
    [
        ({"around": Around(DOOR, 100)}, True),
        ({"around": Around(Point(50.69, 3.18), 2000)}, False),
        ({"city": Among("tourcoing", "59599")}, True),
        ({"city": Among("roubaix", "59512")}, False),
        ({"theme": "musique"}, True),
        ({"theme": "music"}, False),
        ({"public": "familles"}, True),
        ({"public": "famille"}, False),
        ({"free": True}, False),
        ({"free": False}, True),
        ({"max_price_cents": 300}, True),
        ({"max_price_cents": 299}, False),
        ({"accessibility": ("hi", "mi")}, True),
        ({"accessibility": ("hi", "vi")}, False),
    ],
    ids=str,
)
def test_an_outing_fits_what_is_asked_or_not(asked: dict[str, Any], fitting: bool) -> None:
    assert fits(one(concert()), Wanted(EVENING, **asked)) is fitting


def test_what_is_not_known_fits_no_wish() -> None:
    unknown = one(concert(where=None, prices=(Price("prix libre"),), theme=None, publics=(), accessibility=()))
    for asked in (
        {"around": Around(DOOR, 50_000)}, {"free": True}, {"free": False}, {"max_price_cents": 10**6},
        {"theme": "musique"}, {"public": "familles"}, {"accessibility": ("hi",)},
    ):  # fmt: skip
        assert not fits(unknown, Wanted(EVENING, **asked))


def test_of_what_nobody_says_the_commune_the_city_is_that_of_its_source() -> None:
    there = replace(one(concert(where=Where("Le Grand Mix"))), city="tourcoing")
    assert fits(there, Wanted(EVENING, city=Among("tourcoing", "59599")))
    assert not fits(there, Wanted(EVENING, city=Among("roubaix", "59512")))


def test_what_is_off_comes_last_and_the_rest_as_it_begins() -> None:
    early, late = one(concert("1")), one(concert("2", timings=(lasting(start=START + timedelta(hours=1)),)))
    cancelled = one(concert("3", status="postponed", timings=(lasting(start=START - timedelta(hours=1)),)))
    assert sorted([cancelled, late, early], key=order) == [early, late, cancelled]


def test_who_goes_on_sees_nothing_twice() -> None:
    found = one(concert())
    assert not fits(found, Wanted(EVENING, after=After(False, found.starts_at, found.id)))
    assert fits(found, Wanted(EVENING, after=After(False, found.starts_at, "")))
    assert fits(replace(found, off=True), Wanted(EVENING, after=After(False, found.starts_at, found.id)))


def test_a_position_is_taken_to_a_hundred_metres() -> None:
    assert rounded(Point(50.723749, 3.160151)) == Point(50.724, 3.16)


def test_a_distance_is_in_metres_or_not_known() -> None:
    assert distance(DOOR, 50.7237, 3.1601) == 0
    assert distance(DOOR, None, 3.16) is distance(None, 50.7, 3.16) is None
