"""Cancelling in a series: one booking of it, it and the following, or all. What has begun stays as it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from chassis.errors import Conflict
from services.bookings import domain, queries
from services.bookings.commands import life, saving, waiting
from services.bookings.commands.series import forget_refused, refused_since, save_change
from services.bookings.domain.series import Change, Outcome, RefusedOccurrence


def cancel_series(
    session: Session,
    booking_id: str,
    actor: domain.Actor,
    reason: str,
    now: datetime,
    *,
    scope: str = "all",
    past: frozenset[str] = frozenset(),
) -> Change:
    """End a booking of a series, it and the following, or all that are to come; the second time nothing happens.

    What can no longer be cancelled stays, and is named. What was refused in the scope is not tried again.

    Args:
        scope: `this`, `following`, `all`.

    Raises:
        NotFound: `booking_not_found`, also for another member's.
        Forbidden: `permission_missing`.
        Conflict: `not_in_series`; `series_conflict` when none can be cancelled; of `this` as `cancel`.
    """
    if scope == "this":
        return Change(life.cancel(session, booking_id, actor, reason, now, past), 1)
    seen = queries.booking(session, booking_id, actor)
    series_id, since = domain.series.scope_of(seen, scope, now)
    waiting.get_ready(session, queries.series_to_come(session, series_id, since, now), now)
    kept = queries.lock_series(session, series_id)
    bookings = queries.lock_series_to_come(session, series_id, since, now)
    spaces = queries.spaces_by_id(session, {booking.space_id for booking in (seen, *bookings)})
    of_seen = spaces[seen.space_id]
    guards = queries.is_guardian(session, actor, seen.member_id, seen.home_city)
    where = domain.Where.of_space(of_seen)
    domain.check_may_change(seen, actor, where, is_guardian=guards)  # also when none is to come
    cancelled: list[domain.Booking] = []
    stay: list[RefusedOccurrence] = []
    for booking in bookings:
        space = spaces[booking.space_id]
        domain.check_may_change(booking, actor, domain.Where.of_space(space), is_guardian=guards)
        try:
            after = life.cancelled(booking, space, actor, "series", past, now)
        except Conflict as refusal:
            stay.append(domain.series.stays(kept, booking, [refusal], now))
        else:
            cancelled.append(saving.advance(session, booking, after, now))
    if stay and not cancelled:
        raise domain.series.conflict(stay)
    forget_refused(session, kept, [one.occurrence for one in refused_since(session, kept, since)])
    if cancelled:
        save_change(session, Outcome(kept, cancelled, stay), now, cancelled=len(cancelled), reason=reason)
    waiting.offer_ended(session, cancelled, now)
    return domain.series.changed(seen, cancelled, stay, now)
