"""What a request for outings may ask, and what it is told when it makes no sense."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from services.opendata.domain.outings import windows
from services.opendata.domain.outings.looking import After, Among, Around, Wanted
from services.opendata.domain.points import Point
from services.opendata.web.outings.asking import KNOWN, Asked, Refusal, Surroundings, following, read

AT, PARIS = datetime(2026, 12, 4, 17, 30, tzinfo=UTC), ZoneInfo("Europe/Paris")
ROUBAIX = Among("roubaix", "59512")
AROUND = Surroundings(
    AT,
    {"roubaix": ROUBAIX},
    {"roubaix": PARIS},
    PARIS,
    {"place-1": Point(50.7053, 3.1625)}.get,
)


def asked(strict: bool = True, **parameters: str) -> Asked:
    return read(MultiDict(parameters), AROUND, strict)


def refused(found: MultiDict[str, str], strict: bool = True) -> dict[str, str]:
    with pytest.raises(Refusal) as refusal:
        read(found, AROUND, strict)
    return {fault.parameter: fault.detail for fault in refusal.value.faults}


def test_who_asks_nothing_is_told_of_the_next_seven_days() -> None:
    assert asked().wanted == Wanted(windows.seven_days(AT, PARIS))
    assert asked(theme="", near=" ", cursor="").wanted == asked().wanted


def test_everything_can_be_asked_at_once() -> None:
    found = asked(
        when="2026-12-04..2026-12-06", near="50.70512, 3.16251", within="900", city="roubaix", theme="Théâtre",
        public="Tout public", free="false", max_price_cents="500", accessibility="mi,hi", limit="10",
    )  # fmt: skip
    assert found.wanted == Wanted(
        windows.days(datetime(2026, 12, 4).date(), datetime(2026, 12, 6).date(), PARIS),  # noqa: DTZ001  days
        Around(Point(50.705, 3.163), 900), ROUBAIX, "theatre", "tout public", False, 500, ("mi", "hi"), 10,
    )  # fmt: skip


def test_a_position_is_rounded_before_anything_is_done_with_it() -> None:
    found = asked(near="50.723749,3.160151")
    assert found.wanted.around == Around(Point(50.724, 3.16), 2000)
    assert found.parameters["near"] == "50.724,3.16"
    assert found.has_position
    assert not asked(place="place-1").has_position


def test_at_a_place_is_its_door_and_around_it_what_is_said() -> None:
    assert asked(place="place-1").wanted.around == Around(Point(50.7053, 3.1625), 150)
    assert asked(place="place-1", within="1000").wanted.around == Around(Point(50.7053, 3.1625), 1000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("when", "demain"),
        ("when", "2026-02-30"),
        ("when", "2026-12-06..2026-12-04"),
        ("when", "2026-12-01..2027-12-01"),
        ("when", "0001-01-01"),
        ("when", "9999-12-31"),
        ("when", "２０２６-12-04"),
        ("near", "ici"),
        ("near", "91,3"),
        ("near", "50.7"),
        ("near", "nan,nan"),
        ("near", "1e1,3"),
        ("within", "1000"),
        ("place", "place-9"),
        ("city", "lille"),
        ("free", "oui"),
        ("max_price_cents", "-1"),
        ("max_price_cents", "²"),
        ("accessibility", "hi,xx"),
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "9" * 400),
        ("cursor", "abc"),
        ("cursor", "é"),
        ("cursor", base64.urlsafe_b64encode(b'[1,9,2,false,"\\ud800"]').decode()),
        ("place", "\0"),
        ("cursor", "bnVsbA"),
        ("cursor", "W1tdLFtdLFtdLFtdLFtdXQ"),
        ("theme", "x" * 501),
        ("colour", "blue"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_do(name: str, value: str) -> None:
    found = refused(MultiDict({name: value}))
    assert list(found) == [name]
    assert found[name].endswith((".", "?"))


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert refused(MultiDict({"limit": "x", "near": "y", "free": "z"})).keys() == {"limit", "near", "free"}


def test_what_is_said_twice_is_refused_but_codes() -> None:
    assert refused(MultiDict([("near", "50.7,3.1"), ("near", "50.8,3.1")])).keys() == {"near"}
    found = read(MultiDict([("accessibility", "hi"), ("accessibility", "mi,hi")]), AROUND)
    assert found.wanted.accessibility == ("hi", "mi")


def test_nobody_is_in_two_places() -> None:
    assert refused(MultiDict({"near": "50.7,3.1", "place": "place-1"})).keys() == {"place"}


def test_a_page_is_shown_whatever_is_pinned_to_its_address() -> None:
    found = asked(strict=False, within="1000", fbclid="x")
    assert found.wanted == asked().wanted
    assert found.parameters == {}


def test_who_goes_on_goes_on_in_the_same_time() -> None:
    first = asked(when="now", theme="cirque")
    last = {"starts_at": AT + timedelta(hours=1), "off": False, "id": "x-1"}
    then = Surroundings(AT + timedelta(hours=3), AROUND.cities, AROUND.zones, PARIS, AROUND.point_of)
    found = read(MultiDict(following(first, last)), then)
    assert found.wanted.window == first.wanted.window
    assert found.wanted.after == After(False, AT + timedelta(hours=1), "x-1")
    assert found.wanted.theme == "cirque"


@given(st.dictionaries(st.sampled_from(KNOWN), st.text(max_size=30), max_size=4))
def test_whatever_is_asked_is_understood_or_refused(parameters: dict[str, str]) -> None:
    try:
        found = read(MultiDict(parameters), AROUND)
    except Refusal:
        return
    assert found.wanted.window.starts_at < found.wanted.window.ends_at
