"""How a member wishes to be told things. Never says anything."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from chassis.errors import NotFound
from services.notifications import domain, queries
from services.notifications.commands.reminders import reschedule_reminders
from services.notifications.commands.wishes import leave_wishes, take_wishes
from services.notifications.domain import Channel, Choice, Home, Kind, Preferences, QuietHours, Status
from services.notifications.tables import deliveries, notices, preferences

_FOR_CALENDAR = [kind for kind in Kind if kind.is_for_calendar]


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

    What they want no more is dropped though it waits already; when they are reminded is as they wish from now on.

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
    take_wishes(session, member_id)
    if queries.is_erased(session, member_id):
        raise NotFound("member_not_found", "nobody has this id")
    before, chosen = queries.preferences_of(session, member_id), domain.choose(choices, quiet, reminders, home.channels)
    session.execute(delete(preferences).where(preferences.c.member_id == member_id))
    rows = [
        {"member_id": member_id, "kind": kind, "channel": channel, "is_wanted": is_wanted}
        for (kind, channel), is_wanted in chosen.wanted.items()
    ]
    if rows:
        session.execute(insert(preferences), rows)
    leave_wishes(session, member_id, chosen)
    reschedule_reminders(session, member_id, now)
    _withdraw(session, member_id, before, chosen)
    return chosen


def _withdraw(session: Session, member_id: str, before: Preferences, chosen: Preferences) -> None:
    """Drop what waits and was wanted, and is not any more; but what changes an entry goes where the entry went."""
    for channel in Channel:
        ended = [kind for kind in Kind if before.wants(kind, channel) and not chosen.wants(kind, channel)]
        theirs = select(notices.c.notice_id).where(notices.c.member_id == member_id, notices.c.kind.in_(ended))
        if channel is Channel.MAIL:
            theirs = theirs.where(notices.c.kind.not_in(_FOR_CALENDAR) | ~queries.entry_is_out())
        queued = (deliveries.c.status == Status.QUEUED) & (deliveries.c.channel == channel)
        session.execute(
            update(deliveries)
            .where(deliveries.c.member_id == member_id, queued, deliveries.c.notice_id.in_(theirs))
            .values(status=Status.DROPPED, reason="not_wanted")
        )
