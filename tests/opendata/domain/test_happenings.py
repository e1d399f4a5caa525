from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from chassis.errors import Invalid
from services.opendata.domain import happenings
from services.opendata.domain.happenings import Happening, Price, Timing, Where

START = datetime(2026, 12, 4, 19, tzinfo=UTC)
EVENING = Timing(START, START + timedelta(hours=2))
CONCERT = Happening("tourcoing-agenda", "42", "Concert", (EVENING,), "Europe/Paris")
MANY = tuple(Timing(START + timedelta(days), START + timedelta(days)) for days in range(801))
WHOLE = replace(
    CONCERT,
    summary="Un soir",
    url="https://agenda.example.org/42",
    theme="musique",
    publics=("familles",),
    accessibility=("hi", "mi"),
    min_age=6,
    max_age=99,
    prices=(Price("plein tarif", 800), Price("réduit", 0, "moins de 12 ans")),
    is_free=False,
    where=Where("Le Grand Mix", "5 place Notre-Dame", "59200", "Tourcoing", "59599", 50.7237, 3.1601),
    updated_at=START - timedelta(days=3),
)


def test_what_the_log_keeps_of_a_happening_gives_it_back() -> None:
    told = json.loads(json.dumps(happenings.as_json(WHOLE)))
    assert happenings.from_json(told) == WHOLE == happenings.checked(WHOLE)


def test_what_is_none_of_our_making_is_refused() -> None:
    for wrong in ({}, {**happenings.as_json(CONCERT), "timings": [{"starts_at": "hier"}]}, {"timings": None}):
        with pytest.raises(Invalid, match="happening_malformed"):
            happenings.from_json(wrong)


def test_the_same_content_has_the_same_digest_whenever_the_source_says_it_changed() -> None:
    later = replace(WHOLE, updated_at=START)
    assert happenings.digest(later) == happenings.digest(WHOLE)
    assert happenings.digest(replace(WHOLE, status="cancelled")) != happenings.digest(WHOLE)


def test_an_id_is_of_its_source_and_never_changes() -> None:
    assert CONCERT.id == replace(WHOLE, title="Autre").id == "e2de88793fad18ae79b662ba38598dbe"
    assert len({CONCERT.id, replace(CONCERT, source="roubaix").id, replace(CONCERT, external_id="43").id}) == 3


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"source": "Tourcoing !"}, "source_unknown"),
        ({"external_id": " \n"}, "external_id_missing"),
        ({"external_id": "x" * 256}, "external_id_too_long"),
        ({"title": "\u200b\t"}, "title_missing"),
        ({"timings": ()}, "timing_missing"),
        (
            {"timings": tuple(Timing(START + timedelta(d), START + timedelta(d)) for d in range(801))},
            "too_many_timings",
        ),
        ({"timings": (Timing(START.replace(tzinfo=None), START.replace(tzinfo=None)),)}, "instant_without_zone"),
        ({"timings": (Timing(START.replace(year=1902), START),)}, "date_out_of_range"),
        ({"timings": (Timing(START, START.replace(year=2226)),)}, "date_out_of_range"),
        ({"timings": (Timing(START, START - timedelta(minutes=1)),)}, "ends_before_start"),
        ({"timings": (Timing(START, START.replace(year=2036)),)}, "lasts_too_long"),
        ({"zone": "Europe/Roubaix"}, "zone_unknown"),
        ({"status": "perhaps"}, "status_unknown"),
        ({"attendance": "nowhere"}, "attendance_unknown"),
    ],
)
def test_what_would_mislead_is_refused_with_a_code(changed: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        happenings.checked(replace(WHOLE, **changed))  # type: ignore[arg-type]
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("changed", "left"),
    [
        ({"url": "javascript:alert(1)"}, None),
        ({"url": "https://user:secret@example.org/"}, None),
        ({"url": "https://[example.org/"}, None),
        ({"url": " https://example.org/a b"}, None),
        ({"url": " https://example.org/ "}, "https://example.org/"),
        ({"image": "/affiche.jpg"}, None),
        ({"min_age": 99, "max_age": 6}, None),
        ({"accessibility": ("vi", "hi", "??", "hi")}, ("hi", "vi")),
        ({"publics": ("Familles", "", "Familles", "e\u0301tudiants")}, ("Familles", "étudiants")),
        ({"title": "Con\u00adcert\u202e\x00du\nsoir"}, "Concert du soir"),
        ({"title": "x" * 400}, "x" * 299 + "…"),
        ({"description": "Un\r\ndeux  \n\n\n\ntrois\x07"}, "Un\ndeux\n\ntrois"),
        ({"prices": (Price("", None), Price("  plein ", -5))}, (Price("plein"),)),
        ({"where": Where(latitude=0, longitude=0)}, None),
        ({"where": Where("La Condition", latitude=91, longitude=3)}, Where("La Condition")),
        ({"where": Where("La Condition", latitude=math.nan, longitude=3)}, Where("La Condition")),
        ({"where": Where("La Condition", postcode="F-59", insee="2C004")}, Where("La Condition")),
    ],
)
def test_what_misleads_nobody_is_tidied_or_left_out(changed: dict[str, object], left: object) -> None:
    kept = happenings.checked(replace(WHOLE, **changed))  # type: ignore[arg-type]
    assert getattr(kept, next(iter(changed))) == left


def test_the_same_time_said_twice_is_one_and_times_are_in_order() -> None:
    local = timezone(timedelta(hours=1))
    again = Timing(EVENING.starts_at.astimezone(local).replace(microsecond=7), EVENING.ends_at.astimezone(local))
    next_day = Timing(START + timedelta(1), START + timedelta(1, hours=1))
    kept = happenings.checked(replace(CONCERT, timings=(next_day, EVENING, again)))
    assert kept.timings == (EVENING, next_day)
    assert (kept.starts_at, kept.ends_at) == (EVENING.starts_at, next_day.ends_at)


def test_it_is_past_when_its_last_time_has_ended() -> None:
    assert not happenings.is_past(CONCERT, EVENING.ends_at)
    assert happenings.is_past(CONCERT, EVENING.ends_at + timedelta(seconds=1))
