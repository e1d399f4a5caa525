"""Events: data that any language can read, a key that only those concerned are bound to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import ClassVar

import pytest

from chassis.events import Event


@dataclass(frozen=True)
class Opened(Event):
    type: ClassVar[str] = "door.opened"
    door_id: str
    opened_at: datetime
    by: tuple[str, ...] = ()
    home: str | None = None

    @property
    def subject(self) -> str:
        return self.door_id

    @property
    def city(self) -> str | None:
        return self.home


AT = datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=1)))


def test_instants_are_said_in_utc() -> None:
    assert Opened("d", AT, ("a",)).data() == {
        "door_id": "d",
        "opened_at": "2026-11-23T09:00:00+00:00",
        "by": ["a"],
        "home": None,
    }


def test_a_naive_instant_is_never_said() -> None:
    with pytest.raises(ValueError, match="naive"):
        Opened("d", AT.replace(tzinfo=None)).data()


def test_an_event_about_a_member_is_told_to_their_city_alone() -> None:
    assert Opened("d", AT, home="roubaix").routing_key == "door.opened.roubaix"


def test_an_event_about_nobody_is_told_to_all() -> None:
    assert Opened("d", AT).routing_key == "door.opened"


def test_an_event_without_subject_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no subject"):
        Event().subject  # noqa: B018
