"""The demonstration's programme: what each city announces, drafted, given its dates and published as its staff does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chassis import ids
from chassis.database import Store
from services.bookings import commands as bookings
from services.bookings.domain import Actor
from services.bookings.domain.activities import Activity, Price, Size, Terms

_SAID = ("kind", "title", "summary", "theme", "publics", "accessibility")


def announce(store: Store, shown: Mapping[str, Any], actors: Mapping[str, Actor], now: datetime) -> None:
    """Put on the programme what the file says, of the cities that this node has."""
    for said in shown["activities"]:
        if said["by"] in actors:
            _announce(store, said, actors[said["by"]], now)


def _announce(store: Store, said: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    facts: dict[str, Any] = {
        name: tuple(said[name]) if isinstance(said[name], list) else said[name] for name in _SAID if name in said
    }
    activity = Activity(
        activity_id=ids.new(),
        city=actor.city,
        place_id=said["place"],
        prices=tuple(Price(**price) for price in said.get("prices", ())),
        terms=Terms(**said.get("terms", {})),
        drafted_by_id=actor.member_id,
        drafted_by_city=actor.city,
        drafted_at=now,
        changed_at=now,
        **facts,
    )
    day: date = now.astimezone(ZoneInfo("Europe/Paris")).date() + timedelta(days=said["in_days"])
    starts = datetime.combine(day, time.fromisoformat(said["at"]))
    ends = starts + timedelta(hours=said["hours"])
    rule = f"FREQ=WEEKLY;COUNT={said['times']}"
    with store.transaction() as session:
        bookings.activities.draft_activity(session, activity, actor)
        bookings.activities.schedule(
            session, activity.activity_id, actor, starts, ends, Size(**said["size"]), now, ids.new, rule=rule
        )
        bookings.activities.publish_activity(session, activity.activity_id, actor, now)
