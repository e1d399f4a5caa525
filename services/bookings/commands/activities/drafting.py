"""Drafting activities: making, changing, copying, proposing. What is on the programme already is told anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from services.bookings import domain, queries
from services.bookings.commands.activities import embargoes
from services.bookings.commands.activities.rows import row
from services.bookings.domain.activities import Activity, life
from services.bookings.tables import activities


def draft_activity(session: Session, activity: Activity, actor: domain.Actor) -> Activity:
    """Make a draft. Nobody is told.

    Raises:
        NotFound: `place_not_found`.
        Forbidden: `permission_missing`, `member_not_active`.
        Invalid: `activity_invalid`.
    """
    return _make(session, life.draft(activity, actor))


def copy_activity(
    session: Session, activity_id: str, copy_id: str, actor: domain.Actor, city: str, city_named: str, now: datetime
) -> Activity:
    """Make a draft for a city after an activity that the actor sees. Nobody is told.

    Args:
        copy_id: of the draft.
        city_named: how the city of the original is called.

    Raises:
        NotFound: `activity_not_found`.
        Forbidden: `permission_missing`, `member_not_active`.
    """
    original = queries.activities.activity(session, activity_id)
    life.check_visible(original, actor, now)
    return _make(session, life.copy(original, copy_id, city, city_named, actor, now))


def edit_activity(
    session: Session,
    activity_id: str,
    actor: domain.Actor,
    facts: dict[str, Any],
    now: datetime,
    *,
    sequence: int | None,
) -> Activity:
    """Change some facts of an activity; saying the same again changes nothing. What was announced is told anew.

    Args:
        facts: as `life.edit`.
        sequence: of the edition that the actor saw; None: whichever there is.

    Raises:
        NotFound: `activity_not_found`, `place_not_found`.
        Forbidden: `permission_missing`.
        Invalid: `activity_invalid`.
        Conflict: `changed_meanwhile`, `activity_over`, `activity_incomplete`, `activity_has_dates`.
    """
    before = _lock(session, activity_id, actor, now)
    life.check_sequence(before, sequence)
    to_come = queries.activities.to_come(session, activity_id, now)
    after = life.edit(before, actor, facts, to_come, now)
    if after.place_id is not None and after.place_id != before.place_id:
        queries.place(session, after.place_id)
    if after is not before:
        save(session, after)
        embargoes.tell_again(session, after, now)
    return after


def propose_activity(session: Session, activity_id: str, actor: domain.Actor, now: datetime) -> Activity:
    """Propose a draft to those who publish. Nobody is told.

    Raises:
        NotFound: `activity_not_found`.
        Forbidden, Conflict: as `life.propose`.
    """
    return save(session, life.propose(_lock(session, activity_id, actor, now), actor, now))


def send_back_activity(session: Session, activity_id: str, actor: domain.Actor, now: datetime) -> Activity:
    """Make a draft again of what was proposed. Nobody is told.

    Raises:
        NotFound: `activity_not_found`.
        Forbidden, Conflict: as `life.send_back`.
    """
    return save(session, life.send_back(_lock(session, activity_id, actor, now), actor, now))


def save(session: Session, activity: Activity) -> Activity:
    """Write what became of an activity."""
    session.execute(update(activities).where(activities.c.activity_id == activity.activity_id).values(row(activity)))
    return activity


def _make(session: Session, activity: Activity) -> Activity:
    domain.check_there(is_erased=queries.is_erased(session, activity.drafted_by_id))
    if activity.place_id is not None:
        queries.place(session, activity.place_id)
    session.execute(insert(activities).values(row(activity)))
    return activity


def _lock(session: Session, activity_id: str, actor: domain.Actor, now: datetime) -> Activity:
    found = queries.activities.lock_activity(session, activity_id)
    life.check_visible(found, actor, now)
    return found
