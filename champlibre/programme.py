"""The programme of the demonstration: activities with their dates, through the commands of bookings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chassis import ids
from chassis.database import Store
from services.bookings import commands
from services.bookings.domain import Actor
from services.bookings.domain.activities import Activity, Field, Price, Programme, Size, Terms, Venue, quarters

DAYS_TRIED = 7
_APART = ("by", "dates", "prices", "venue", "terms")
_ZONE = ZoneInfo("Europe/Paris")


def announce(store: Store, shown: Mapping[str, Any], actors: Mapping[str, Actor], now: datetime) -> None:
    """Announce the quarter, and publish the activities of the cities that this network has."""
    quarter = quarters.quarter_of(now.astimezone(_ZONE).isoformat())
    for said in shown["programmes"]:
        if (actor := actors.get(said["by"])) is not None:
            programme = Programme(actor.city, quarter, said["introduction"], now, now)
            with store.transaction() as session:
                commands.activities.set_programme(session, programme, actor, now)
    for raw in shown["activities"]:
        if (actor := actors.get(raw["by"])) is not None:
            _publish(store, raw, actor, now)


def _publish(store: Store, raw: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    activity = _activity(raw, actor, now)
    with store.transaction() as session:
        commands.activities.draft_activity(session, activity, actor)
    for planned in raw["dates"]:
        _schedule_when_open(store, activity, planned, actor, now)
    with store.transaction() as session:
        commands.activities.publish_activity(session, activity.activity_id, actor, now)


def _schedule_when_open(
    store: Store, activity: Activity, planned: Mapping[str, Any], actor: Actor, now: datetime
) -> None:
    """On the day that is wished, or on the next one on which its space is open and free."""
    size = Size(**{name: planned[name] for name in ("capacity", "min_persons", "waiting_seats") if name in planned})
    for later in range(DAYS_TRIED):
        day: date = now.astimezone(_ZONE).date() + timedelta(days=planned["in_days"] + later)
        starts = datetime.combine(day, time.fromisoformat(planned["at"]))
        ends, space_id = starts + timedelta(hours=planned["hours"]), planned.get("space")
        with store.transaction() as session:
            made = commands.activities.schedule(
                session, activity.activity_id, actor, starts, ends, size, now, ids.new, space_id=space_id
            )
        if made.occurrences:
            return


def _activity(raw: Mapping[str, Any], actor: Actor, now: datetime) -> Activity:
    facts: dict[str, Any] = {name: value for name, value in raw.items() if name not in _APART}
    said = dict(raw.get("terms", {}))
    form = [Field(**{**field, "choices": tuple(field.get("choices", ()))}) for field in said.pop("form", ())]
    facts = {name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}
    return Activity(
        activity_id=ids.new(),
        city=actor.city,
        drafted_by_id=actor.member_id,
        drafted_by_city=actor.city,
        drafted_at=now,
        changed_at=now,
        prices=tuple(Price(**price) for price in raw.get("prices", ())),
        venue=Venue(**raw["venue"]) if "venue" in raw else None,
        terms=Terms(form=tuple(form), **said),
        **facts,
    )
