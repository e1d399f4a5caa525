"""What is shown of a date: by the newest that is known, and nothing that is not."""

from __future__ import annotations

from typing import Any

import pytest

from services.opendata.domain import dates

PLACE = {"address": "8 rue de l'Union", "postcode": "59100", "commune": "Roubaix", "insee": "59512"}
ACTIVITY: dict[str, Any] = {"attendance": "on_site", "venue": None, "told_at": "2026-11-20T08:00:00Z"}


def told(**changed: Any) -> dict[str, Any]:
    return {
        "id": "date-1",
        "starts_at": "2026-12-10T17:00:00Z",
        "ends_at": "2026-12-10T19:00:00Z",
        "zone": "Europe/Paris",
        "status": "scheduled",
        "is_full": False,
        "capacity": 10,
        "sequence": 3,
        "place_id": "place-1",
        "place_name": "Champ Libre",
        "address": "8 rue de l'Union, 59100 Roubaix",
        "latitude": 50.7,
        "longitude": 3.16,
        "told_at": "2026-11-21T08:00:00.250000Z",
        **changed,
    }


@pytest.mark.parametrize(
    ("stage", "is_full", "status"),
    [
        ("scheduled", False, "scheduled"),
        ("scheduled", True, "full"),
        ("rescheduled", True, "full"),
        ("moved_online", True, "full"),
        ("postponed", True, "postponed"),
        ("cancelled", True, "cancelled"),
    ],
)
def test_full_is_said_of_what_takes_place(stage: str, is_full: bool, status: str) -> None:
    shown = dates.shown(ACTIVITY, told(status=stage, is_full=is_full), None, None)
    assert (shown["stage"], shown["status"]) == (stage, status)


@pytest.mark.parametrize(
    ("stage", "attendance", "shown"),
    [
        ("scheduled", "on_site", "on_site"),
        ("scheduled", "both", "mixed"),
        ("moved_online", "both", "online"),
        ("moved_online", "on_site", "online"),
    ],
)
def test_what_moved_online_is_online_whatever_its_activity_was(stage: str, attendance: str, shown: str) -> None:
    activity = {**ACTIVITY, "attendance": attendance}
    assert dates.shown(activity, told(status=stage), None, None)["attendance"] == shown


@pytest.mark.parametrize(
    ("address", "place", "venue", "parts"),
    [
        ("8 rue de l'Union, 59100 Roubaix", PLACE, None, ("8 rue de l'Union", "59100", "Roubaix", "59512")),
        ("8 rue de l'Union, 59100 Roubaix", None, PLACE, ("8 rue de l'Union", "59100", "Roubaix", "59512")),
        ("8 rue de l'Union, 59100 Roubaix", None, None, ("8 rue de l'Union", "59100", "Roubaix", None)),
        ("1, rue, haute, 59200 Tourcoing", PLACE, None, ("1, rue, haute", "59200", "Tourcoing", None)),
        ("Grand-Place 1, 7700 Mouscron", None, None, ("Grand-Place 1, 7700 Mouscron", None, None, None)),
        ("", PLACE, None, (None, None, None, None)),
    ],
)
def test_an_address_has_the_parts_of_the_place_that_says_the_same(
    address: str, place: Any, venue: Any, parts: tuple[str | None, ...]
) -> None:
    shown = dates.shown({**ACTIVITY, "venue": venue}, told(address=address), None, place)
    assert tuple(shown[name] for name in ("address", "postcode", "commune", "insee")) == parts


def test_where_it_was_before_is_said_only_of_what_is_rescheduled() -> None:
    before = {"previous_starts_at": "2026-12-03T17:00:00Z"}
    seen = {
        stage: dates.shown(ACTIVITY, told(status=stage), before, None)["previous_starts_at"]
        for stage in ("rescheduled", "postponed", "cancelled")
    }
    assert seen == {"rescheduled": "2026-12-03T17:00:00Z", "postponed": None, "cancelled": None}


@pytest.mark.parametrize(
    ("activity_at", "date_at", "updated_at"),
    [
        ("2026-11-20T08:00:00Z", "2026-11-20T08:00:00.250000Z", "2026-11-20T08:00:00.250000Z"),
        ("2026-11-20T08:00:01Z", "2026-11-20T08:00:00.250000Z", "2026-11-20T08:00:01Z"),
    ],
)
def test_it_was_updated_when_the_newer_of_both_was_told(activity_at: str, date_at: str, updated_at: str) -> None:
    shown = dates.shown({**ACTIVITY, "told_at": activity_at}, told(told_at=date_at), None, None)
    assert shown["updated_at"] == updated_at


@pytest.mark.parametrize(
    ("withdrawn_at", "stands"),
    [
        (None, True),
        ("2026-11-21T08:00:00Z", True),
        ("2026-11-21T08:00:00.250000Z", False),
        ("2026-11-21T08:00:01Z", False),
    ],
)
def test_a_date_stands_that_was_told_of_since_its_activity_was_withdrawn(
    withdrawn_at: str | None, stands: bool
) -> None:
    assert dates.is_shown(told(), withdrawn_at) is stands


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (["cancelled", "cancelled"], "cancelled"),
        (["cancelled", "full"], "full"),
        (["full", "scheduled"], "scheduled"),
        (["postponed", "postponed"], "postponed"),
        (["rescheduled", "moved_online"], "scheduled"),
    ],
)
def test_an_activity_is_what_all_its_dates_are_that_stand(statuses: list[str], status: str) -> None:
    assert dates.status(statuses) == status
