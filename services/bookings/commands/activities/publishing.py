"""Publishing activities, and taking them back: withdrawn while nobody registered, else cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from chassis import outbox
from services.bookings import domain, queries
from services.bookings.commands.activities import embargoes
from services.bookings.commands.activities.cancelling import ACTIVITY_CANCELLED, end_occurrence
from services.bookings.commands.activities.drafting import save
from services.bookings.domain.activities import Activity, changing, life, quarters
from services.bookings.events import ActivityCancelled, ActivityWithdrawn
from services.bookings.tables import occurrences


def publish_activity(
    session: Session, activity_id: str, actor: domain.Actor, now: datetime, *, sequence: int | None = None
) -> Activity:
    """Put an activity on the programme: seen and told at once, or when the embargo of its quarter is over.

    That is the quarter of its first date to come.

    Args:
        sequence: of the edition that was read; None: whoever asks does not say.

    Raises:
        NotFound: `activity_not_found`.
        Conflict: `changed_meanwhile`.
        Forbidden, Conflict: as `life.publish`.
    """
    before = queries.activities.lock_activity(session, activity_id)
    life.check_visible(before, actor, now)
    life.check_sequence(before, sequence)
    to_come = queries.activities.to_come(session, activity_id, now)
    published = life.publish(before, actor, to_come, now)
    quarter = quarters.first_quarter(to_come)
    assert quarter is not None, "it has a date to come"
    programme = queries.activities.programme_of(session, published.city, quarter)
    after = save(session, replace(published, visible_from=quarters.visible_from(now, programme)))
    return embargoes.announce(session, after, now)


def withdraw_activity(session: Session, activity_id: str, actor: domain.Actor, now: datetime) -> Activity:
    """Make a draft again of what is published, while nobody has registered. Its dates stay.

    Raises:
        NotFound: `activity_not_found`.
        Forbidden, Conflict: as `life.check_may_withdraw`, `life.withdraw`.
    """
    before = queries.activities.lock_activity(session, activity_id)
    life.check_visible(before, actor, now)
    life.check_may_withdraw(before, actor)
    queries.activities.lock_occurrences_of(session, activity_id)  # nobody registers meanwhile
    registered = queries.activities.count_registered(session, activity_id)
    after = save(session, life.withdraw(before, registered, now))
    # When they are told again it is of another edition.
    its = occurrences.c.activity_id == activity_id
    session.execute(update(occurrences).where(its).values(sequence=occurrences.c.sequence + 1))
    if before.announced_at is not None:
        outbox.record(session, ActivityWithdrawn.of(after, host_city=after.city, withdrawn_at=now), now)
    return after


def cancel_activity(session: Session, activity_id: str, actor: domain.Actor, reason: str, now: datetime) -> Activity:
    """Cancel an activity and every occurrence of it to come; one that is cancelled already stays as it is.

    Args:
        reason: a code.

    Raises:
        NotFound: `activity_not_found`.
        Forbidden: `permission_missing`.
    """
    before = queries.activities.lock_activity(session, activity_id)
    life.check_visible(before, actor, now)
    after = life.cancel(before, actor, reason, now)
    if after is before:
        return after
    _cancel_occurrences(session, before, actor, now)
    save(session, after)
    if after.announced_at is not None:
        outbox.record(session, ActivityCancelled.of(after, host_city=after.city, reason=reason), now)
    return after


def _cancel_occurrences(session: Session, activity: Activity, actor: domain.Actor, now: datetime) -> None:
    """Cancel what has not begun of an activity, with the seats and the spaces that hang on it."""
    for occurrence in queries.activities.lock_occurrences_of(session, activity.activity_id):
        if changing.is_to_come(occurrence, now):
            end_occurrence(session, occurrence, activity, ACTIVITY_CANCELLED, now, by=actor)
