from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.opendata.domain import outings
from services.opendata.domain.happenings import Price, Timing
from services.opendata.domain.outings.outing import barred, folded, wealth
from tests.opendata.announcing import START, concert, lasting, one


def test_each_date_of_a_happening_is_an_outing_with_an_id_that_stays() -> None:
    dates = (lasting(), lasting(start=START + timedelta(days=1)))
    first, second = outings.of_happening(concert(timings=dates))
    assert (first.happening, second.starts_at) == (second.happening, START + timedelta(days=1))
    moved_end = outings.of_happening(concert(timings=(lasting(3), dates[1]), title="Autre titre"))
    assert [each.id for each in moved_end] == [first.id, second.id]


def test_of_two_dates_that_begin_at_once_the_longer_one_is_told() -> None:
    assert one(concert(timings=(lasting(3), lasting(1)))).over_at == START + timedelta(hours=3)


@pytest.mark.parametrize(
    ("start", "over_at"),
    [
        (START, START + timedelta(hours=2)),
        (datetime(2026, 12, 4, 22, 30, tzinfo=UTC), datetime(2026, 12, 4, 23, tzinfo=UTC)),  # 23:30 in Roubaix
        (datetime(2026, 12, 4, 23, 0, tzinfo=UTC), datetime(2026, 12, 5, 1, tzinfo=UTC)),
    ],
)
def test_what_nobody_said_the_end_of_is_shown_without_and_is_over_in_two_hours_or_at_midnight(
    start: datetime, over_at: datetime
) -> None:
    found = one(concert(timings=(Timing(start, start),)))
    assert found.over_at == over_at
    assert found.content["ends_at"] is None


@pytest.mark.parametrize(
    ("said", "prices", "is_free", "least"),
    [
        (None, (), None, None),
        (None, (Price("plein", 800), Price("réduit", 0)), False, 0),
        (None, (Price("entrée", 0),), True, 0),
        (None, (Price("prix libre"),), None, None),
        (True, (Price("prix libre"),), True, 0),
        (False, (Price("plein", 800), Price("réduit", 300)), False, 300),
        (False, (), False, None),
    ],
)
def test_whether_it_is_free_is_what_was_said_else_what_the_prices_tell(
    said: bool | None, prices: tuple[Price, ...], is_free: bool | None, least: int | None
) -> None:
    found = one(concert(is_free=said, prices=prices))
    assert (found.is_free, found.least_cents, found.content["is_free"]) == (is_free, least, is_free)


def test_a_word_is_found_however_it_is_written() -> None:
    assert folded(" « L'Épée » & le Bœuf ") == "l epee le boeuf"
    assert barred(["Familles", "familles", "Tout|petits", "!"]) == "|familles|tout petits|"
    assert barred([]) == ""


def test_a_title_without_a_word_is_like_no_other() -> None:
    assert one(concert(title="!!!")).alike is None


def test_the_same_title_on_two_days_is_not_alike() -> None:
    morrow = (lasting(start=START + timedelta(days=1)),)
    assert one(concert()).alike != one(concert(timings=morrow)).alike


def test_who_says_more_is_richer() -> None:
    poor = replace(concert(), summary=None, prices=(), where=None)
    assert wealth(one(poor).content) < wealth(one(concert()).content)


def test_what_is_shown_holds_no_long_text() -> None:
    assert "description" not in one(concert(description="x" * 9000)).content
