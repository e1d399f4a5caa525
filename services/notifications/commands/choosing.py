"""How a member wishes to be told things. Never says anything."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from chassis.errors import NotFound
from chassis.sql import insert_ignoring
from services.notifications import domain, queries
from services.notifications.commands.reminders import reschedule_reminders
from services.notifications.domain import Choice, Home, Preferences, QuietHours
from services.notifications.tables import habits, preferences


def choose(
    session: Session,
    member_id: str,
    choices: Sequence[Choice],
    quiet: QuietHours | None,
    reminders: Collection[int],
    home: Home,
    now: datetime,
) -> Preferences:
    """Put what a member says of all of it in the place of what they chose before; what is so by default is not kept.

    What is queued already goes as it was queued; reminders that are to come, as they wish from now on.

    Args:
        session: the transaction.
        member_id: who chooses.
        choices: by kind and channel; what is not named is as it is by default.
        quiet: None: no hour is quiet.
        reminders: minutes before.
        home: their city.
        now: the present instant.

    Raises:
        NotFound: `member_not_found`: the city has said that they are gone.
        Invalid, Conflict: as `domain.choose`.
    """
    if queries.is_erased(session, member_id):
        raise NotFound("member_not_found", "nobody has this id")
    chosen = domain.choose(choices, quiet, reminders, home.channels)
    _lock(session, member_id)
    session.execute(delete(preferences).where(preferences.c.member_id == member_id))
    rows = [
        {"member_id": member_id, "kind": kind, "channel": channel, "is_wanted": is_wanted}
        for (kind, channel), is_wanted in chosen.wanted.items()
    ]
    if rows:
        session.execute(insert(preferences), rows)
    own = habits.c.member_id == member_id
    if chosen.has_default_times:
        session.execute(delete(habits).where(own))
    else:
        session.execute(update(habits).where(own).values(_times(chosen)))
    reschedule_reminders(session, member_id, now)
    return chosen


def _lock(session: Session, member_id: str) -> None:
    """Have the row of the member's habits, so that what they choose twice at once is not mixed."""
    own = select(habits.c.member_id).where(habits.c.member_id == member_id).with_for_update()
    while session.scalar(own) is None:
        insert_ignoring(session, habits, {"member_id": member_id, **_times(Preferences())})


def _times(chosen: Preferences) -> dict[str, object]:
    return {
        "quiet_since": chosen.quiet and f"{chosen.quiet.since:%H:%M}",
        "quiet_until": chosen.quiet and f"{chosen.quiet.until:%H:%M}",
        "reminders": list(chosen.reminders),
    }
