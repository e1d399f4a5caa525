"""What the agenda and the activities hold after events that come once, twice, late, or never."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from chassis.database import Store
from chassis.errors import Invalid
from services.opendata import commands, domain, queries
from services.opendata.network import network_of
from services.opendata.tables import log, subjects
from tests.opendata.conftest import Hear
from tests.opendata.heard import MEMBER, NETWORK, NOW, hub, place
from tests.opendata.programmed import ACTIVITY, activity, ended, occurrence, rescheduled

Told = tuple[str, Any, int]


def agenda(store: Store, name: str = "agenda") -> list[domain.Record]:
    with store.reading() as session:
        return list(queries.records(session, name, NETWORK))


def activities(store: Store) -> list[domain.Record]:
    return agenda(store, "activities")


def tell(hear: Hear, *told: Told) -> None:
    """Have each be heard, told a minute after the one before it."""
    for minute, (name, data, sequence) in enumerate(told):
        hear(name, data, sequence, now=NOW + timedelta(minutes=minute))


PUBLISHED: Told = ("activity.published", activity(), 1)
SCHEDULED: Told = ("occurrence.scheduled", occurrence(), 0)


def test_a_date_is_told_with_its_activity_and_its_place(store: Store, hear: Hear) -> None:
    tell(hear, ("place.published", place(), 0), PUBLISHED, SCHEDULED)
    (date,) = agenda(store)
    assert date["id"] == "date-1"
    assert (date["activity_id"], date["title"], date["title_nl"], date["title_en"]) == (
        ACTIVITY,
        "Fabriquer sa lampe",
        "Maak je lamp",
        None,
    )
    assert (date["starts_at"], date["ends_at"]) == ("2026-12-10T17:00:00Z", "2026-12-10T19:00:00Z")
    assert (date["address"], date["postcode"], date["commune"], date["insee"]) == (
        '8 rue de l\'Union, "le hangar"',
        "59100",
        "Roubaix",
        "59512",
    )
    assert (date["status"], date["attendance"], date["capacity"]) == ("scheduled", "on_site", 10)
    assert date["url"] == f"https://lab.example.org/activities/{ACTIVITY}#date-date-1"
    (whole,) = activities(store)
    assert whole["dates"] == ["2026-12-10T17:00:00Z/2026-12-10T19:00:00Z"]
    assert [(one["id"], one["status"]) for one in whole["occurrences"]] == [("date-1", "scheduled")]


@pytest.mark.parametrize(
    "told",
    list(
        itertools.permutations(
            [
                ("place.published", place(), 0, 0),
                ("activity.published", activity(title={"fr": "Ancien titre"}), 0, 1),
                ("activity.published", activity(), 1, 2),
                ("occurrence.scheduled", occurrence(), 0, 3),
                ("occurrence.rescheduled", rescheduled(), 1, 4),
                ("occurrence.filled", occurrence(**{**rescheduled(), "is_full": True}), 2, 5),
            ]
        )
    )[::37],
    ids=lambda told: "-".join(str(one[3]) for one in told),
)
def test_the_newest_is_shown_in_whatever_order_it_comes(store: Store, hear: Hear, told: Any) -> None:
    for name, data, sequence, minute in told:
        hear(name, data, sequence, now=NOW + timedelta(minutes=minute))
    (date,) = agenda(store)
    assert (date["title"], date["status"], date["insee"]) == ("Fabriquer sa lampe", "full", "59512")
    assert (date["starts_at"], date["previous_starts_at"]) == ("2026-12-17T17:00:00Z", "2026-12-10T17:00:00Z")
    assert (date["stage"], date["sequence"]) == ("rescheduled", 2)
    assert date["updated_at"] == "2026-11-23T09:05:00Z"
    (whole,) = activities(store)
    assert (whole["status"], whole["updated_at"]) == ("full", "2026-11-23T09:05:00Z")


def test_a_date_without_its_activity_is_not_shown_and_neither_is_an_activity_without_a_date(
    store: Store, hear: Hear
) -> None:
    tell(hear, SCHEDULED, ("activity.published", activity("other"), 1))
    assert agenda(store) == activities(store) == []


def test_what_is_cancelled_or_postponed_stays_and_says_so(store: Store, hear: Hear) -> None:
    tell(
        hear,
        PUBLISHED,
        *(("occurrence.scheduled", occurrence(f"date-{number}"), 0) for number in range(3)),
        ("occurrence.cancelled", occurrence("date-1", status="cancelled"), 1),
        ("occurrence.postponed", occurrence("date-2", status="postponed", is_full=True), 1),
    )
    assert [date["status"] for date in agenda(store)] == ["scheduled", "cancelled", "postponed"]
    (whole,) = activities(store)
    assert (whole["status"], len(whole["dates"]), len(whole["occurrences"])) == ("scheduled", 1, 3)


def test_an_activity_that_is_cancelled_is_so_with_its_dates(store: Store, hear: Hear) -> None:
    tell(
        hear,
        PUBLISHED,
        SCHEDULED,
        ("occurrence.cancelled", occurrence(status="cancelled"), 1),
        ("activity.cancelled", ended(), 2),
    )
    assert [date["status"] for date in agenda(store)] == ["cancelled"]
    assert [(whole["status"], whole["updated_at"]) for whole in activities(store)] == [
        ("cancelled", "2026-11-23T09:03:00Z")
    ]


@pytest.mark.parametrize("late", [False, True], ids=["in order", "late"])
def test_what_is_withdrawn_leaves_and_comes_back_without_the_dates_it_lost_meanwhile(
    store: Store, hear: Hear, late: bool
) -> None:
    """While it is a draft nobody is told of a date that is cancelled; when it is on again only the others are."""
    withdrawn = ("activity.withdrawn", ended(), 2, 3)
    back = [("activity.published", activity(), 3, 4), ("occurrence.scheduled", occurrence("date-2"), 2, 4)]
    for name, data, sequence, minute in (
        ("activity.published", activity(), 1, 0),
        ("occurrence.scheduled", occurrence("date-1"), 0, 1),
        ("occurrence.scheduled", occurrence("date-2"), 0, 2),
        *([*back, withdrawn] if late else [withdrawn]),
    ):
        hear(name, data, sequence, now=NOW + timedelta(minutes=minute))
    if not late:
        assert agenda(store) == activities(store) == []
        for name, data, sequence, minute in back:
            hear(name, data, sequence, now=NOW + timedelta(minutes=minute))
    assert [date["id"] for date in agenda(store)] == ["date-2"]
    assert [[date["id"] for date in whole["occurrences"]] for whole in activities(store)] == [["date-2"]]


def test_what_moved_online_is_online_and_what_is_reopened_is_no_longer_full(store: Store, hear: Hear) -> None:
    online = occurrence(status="moved_online", attendance="online")
    tell(hear, PUBLISHED, SCHEDULED, ("occurrence.filled", {**online, "is_full": True}, 2))
    assert [(date["status"], date["stage"], date["attendance"]) for date in agenda(store)] == [
        ("full", "moved_online", "online")
    ]
    hear("occurrence.reopened", online, 3)
    assert [(date["status"], date["attendance"]) for date in agenda(store)] == [("moved_online", "online")]


def test_a_place_that_opens_at_other_hours_changes_no_date_and_one_that_is_known_at_last_does(
    store: Store, hear: Hear
) -> None:
    tell(hear, PUBLISHED, SCHEDULED)
    assert [(date["commune"], date["insee"]) for date in agenda(store)] == [("Roubaix", None)]
    hear("place.published", place(), 0)
    assert [date["insee"] for date in agenda(store)] == ["59512"]
    with store.reading() as session:
        before = queries.edition(session, "agenda")
    hear("place.published", place(opening_hours="Mo off", name="Autre nom"), 1)
    with store.reading() as session:
        assert queries.edition(session, "agenda") == before


def test_every_event_is_harmless_the_second_time(store: Store, hear: Hear) -> None:
    told = (
        PUBLISHED,
        SCHEDULED,
        ("occurrence.rescheduled", rescheduled(), 1),
        ("activity.cancelled", ended(), 2),
    )
    tell(hear, *told)
    before = agenda(store), activities(store)
    for name, data, sequence in told:
        hear(name, data, sequence, now=NOW + timedelta(days=1))
    assert (agenda(store), activities(store)) == before


def test_no_member_and_no_booking_is_anywhere(store: Store, hear: Hear) -> None:
    tell(hear, PUBLISHED, SCHEDULED, ("occurrence.rescheduled", rescheduled(), 1))
    with store.reading() as session:
        kept = json.dumps([*session.scalars(select(log.c.facts)), *session.scalars(select(subjects.c.facts))])
    for hidden in (MEMBER, "booking-of-the-space"):
        assert hidden not in kept
        assert hidden not in json.dumps([agenda(store), activities(store)])


def test_all_of_it_comes_out_the_same_from_the_log(store: Store, hear: Hear) -> None:
    tell(
        hear,
        SCHEDULED,
        PUBLISHED,
        ("occurrence.scheduled", occurrence("date-2"), 0),
        ("place.published", place(), 0),
        ("occurrence.rescheduled", rescheduled(), 1),
        ("activity.withdrawn", ended(), 2),
        ("activity.published", activity(), 3),
        ("occurrence.scheduled", occurrence("date-2"), 2),
    )
    with store.transaction() as session:
        assert commands.rebuild(session, network_of(hub()), NOW) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": {"nl": "Maak je lamp"}},
        {"title": {"fr": ""}},
        {"prices": [{"label": "Tarif", "cents": -1, "condition": None}]},
        {"attendance": "somewhere"},
        {"image": {"url": "javascript:alert(1)", "alt": "x", "credit": None}},
        {"max_age": 121},
    ],
    ids=str,
)
def test_an_activity_that_nobody_could_read_is_refused(store: Store, hear: Hear, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        hear("activity.published", activity(**wrong))


@pytest.mark.parametrize("wrong", [{"zone": "Europe/Lille"}, {"status": "done"}, {"starts_at": "demain"}], ids=str)
def test_a_date_that_nobody_could_read_is_refused(store: Store, hear: Hear, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        hear("occurrence.scheduled", occurrence(**wrong))
