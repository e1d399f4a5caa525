"""Below the minimum: when a city is warned, and when an occurrence is cancelled. Never asks the time.

    ──────── alert_hours ─────────────── decide_hours ──────────── start
             its city is warned once     it is cancelled
             (later too: while it is short)

Who counts has a seat for sure: what is only asked for, or offered, may come to nothing. An occurrence that nobody could
register for before its time to decide, since it got its date or was published later, is not cancelled for that: the
editor who dates it so late knows how many come.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from services.bookings.domain.activities.activity import Activity
from services.bookings.domain.activities.occurrence import Occurrence

DATED = ("scheduled", "rescheduled", "moved_online")
BELOW_MINIMUM = "below_minimum"


def decides_at(occurrence: Occurrence, activity: Activity) -> datetime:
    """When it is cancelled if it is still below its minimum."""
    return occurrence.starts_at - timedelta(hours=activity.terms.decide_hours)


def is_to_alert(occurrence: Occurrence, activity: Activity, confirmed: int, now: datetime) -> bool:
    """Whether its city is to be warned: once for each date, and not any more when it has been decided."""
    alerts_at = occurrence.starts_at - timedelta(hours=activity.terms.alert_hours)
    return (
        occurrence.alerted_at is None
        and _could_be_short(occurrence, activity, confirmed)
        and alerts_at <= now < decides_at(occurrence, activity)
    )


def is_to_cancel(occurrence: Occurrence, activity: Activity, confirmed: int, now: datetime) -> bool:
    """Whether it is cancelled for having too few."""
    decision = decides_at(occurrence, activity)
    return _could_be_short(occurrence, activity, confirmed) and decision <= now < occurrence.starts_at


def _could_be_short(occurrence: Occurrence, activity: Activity, confirmed: int) -> bool:
    told = (occurrence.dated_at, activity.visible_from, activity.announced_at)
    known_from = max((at for at in told if at is not None), default=None)
    return (
        occurrence.status in DATED
        and activity.status == "published"
        and activity.announced_at is not None
        and activity.terms.mode in ("open", "moderated")
        and confirmed < occurrence.min_persons
        and known_from is not None
        and known_from < decides_at(occurrence, activity)
    )


def due(found: Iterable[tuple[Occurrence, Activity, int]], now: datetime) -> list[str]:
    """The ids of those, with their confirmed seats, of which somebody is to be told or which are to be cancelled."""
    return [
        occurrence.occurrence_id
        for occurrence, activity, confirmed in found
        if is_to_alert(occurrence, activity, confirmed, now) or is_to_cancel(occurrence, activity, confirmed, now)
    ]


def count_warned(found: Iterable[tuple[Occurrence, Activity, int]]) -> int:
    """How many of those that are below their minimum somebody was warned of."""
    return sum(occurrence.alerted_at is not None for occurrence, _, _ in found)
