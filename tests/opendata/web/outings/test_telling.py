from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from services.opendata.domain.points import Point
from services.opendata.web.outings.telling import item, own
from tests.opendata.announcing import START, concert, one
from tests.opendata.heard import NETWORK


def told(**changed: Any) -> dict[str, Any]:
    return item(asdict(replace(one(concert()), **changed)), [], NETWORK, Point(50.7237, 3.1601), START)


def test_ours_is_announced_on_our_own_pages() -> None:
    assert told(source="champlibre", happening="a-1", id="o-1")["url"] == (
        "https://lab.example.org/activities/a-1#date-o-1"
    )


def test_what_is_off_is_not_on() -> None:
    assert told()["is_on"]
    assert not told(off=True)["is_on"]
    assert not told(starts_at=START + timedelta(seconds=1))["is_on"]


def test_a_distance_is_told_from_where_somebody_is() -> None:
    assert told()["distance_m"] == 0
    assert told(latitude=None)["distance_m"] is None


def test_nothing_was_ever_heard_is_told_apart_from_nothing_is_on() -> None:
    assert (own(NETWORK, None).state, own(NETWORK, START).state) == ("never", "ok")
