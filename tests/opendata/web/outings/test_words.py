from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.opendata.web.outings import words

PARIS, NOW = ZoneInfo("Europe/Paris"), datetime(2026, 12, 4, 18, 30, tzinfo=UTC)


def plain(text: str | None) -> str | None:
    return text and text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "told"),
    [
        ("2026-12-04T19:00:00Z", "2026-12-04T21:30:00Z", "de 20 h à 22 h 30"),
        ("2026-12-04T19:05:00Z", None, "à 20 h 05"),
        ("2026-12-04T19:00:00Z", "2026-12-05T01:00:00Z", "de 20 h à 2 h"),
        ("2026-12-04T23:00:00Z", "2026-12-05T23:00:00Z", "toute la journée"),
        ("2026-12-04T23:00:00Z", "2026-12-07T23:00:00Z", "du 5 décembre au 7 décembre"),
        ("2026-09-01T08:00:00Z", "2026-12-31T17:00:00Z", "du 1 septembre, 10 h, au 31 décembre, 18 h"),
        ("2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z", "de 2 h 30 à 3 h"),  # the clocks go back between
    ],
)
def test_a_time_is_told_as_it_is_said(starts_at: str, ends_at: str | None, told: str) -> None:
    assert plain(words.span({"starts_at": starts_at, "ends_at": ends_at, "zone": "Europe/Paris"})) == told


def test_the_first_of_a_month_and_another_year_are_told_as_such() -> None:
    assert plain(words.day(datetime(2027, 1, 1, 12, tzinfo=UTC), NOW, PARIS)) == "vendredi 1 janvier 2027"
    assert plain(words.day(NOW + timedelta(hours=6), NOW, PARIS)) == "demain, samedi 5 décembre"
    assert plain(words.short_day(datetime(2026, 12, 6, tzinfo=PARIS), 2)) == "Dim. 6"


@pytest.mark.parametrize(
    ("is_free", "cents", "told"),
    [(True, [], "gratuit"), (False, [0, 850], "de 0 € à 8,50 €"), (None, [None], None), (False, [300, 300], "3 €")],
)
def test_a_price_is_told_or_not_known(is_free: bool | None, cents: list[int | None], told: str | None) -> None:
    item: dict[str, Any] = {"is_free": is_free, "prices": [{"cents": each} for each in cents]}
    assert plain(words.price(item)) == told


@pytest.mark.parametrize(
    ("metres", "told"), [(0, "à moins de 50 m"), (412, "à 400 m"), (1249, "à 1,2 km"), (980, "à 1,0 km")]
)
def test_a_distance_is_no_finer_than_it_is_known(metres: int, told: str) -> None:
    assert plain(words.distance(metres)) == told


def test_how_long_ago_is_told_in_words() -> None:
    assert plain(words.ago(NOW - timedelta(hours=3), NOW)) == "il y a 3 heures"
    assert words.ago(NOW + timedelta(seconds=50), NOW) == "à l'instant"


def test_where_is_what_is_known_of_it() -> None:
    place = dict.fromkeys(("name", "address", "postcode", "commune"))
    assert words.where({"place": place, "attendance": "on_site"}) is None
    assert words.where({"place": None, "attendance": "online"}) == "en ligne"
    assert (
        plain(
            words.where(
                {"place": {**place, "name": "Ici", "postcode": "59100", "commune": "Roubaix"}, "attendance": "on_site"}
            )
        )
        == "Ici, 59100 Roubaix"
    )
