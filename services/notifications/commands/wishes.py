"""Have in hand how a member wishes to be told. Never says anything, never decides what they wish.

Who chooses, who leaves by a link and who forgets a member takes this first: of two at once the later one finds what the
earlier one left, and none of them waits for the other in a circle.
"""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from chassis.sql import insert_ignoring
from services.notifications.domain import Preferences
from services.notifications.tables import habits


def take_wishes(session: Session, member_id: str) -> None:
    """Have the row of a member's habits until the end of the transaction; it is made when there is none."""
    own = select(habits.c.member_id).where(habits.c.member_id == member_id).with_for_update()
    while session.scalar(own) is None:
        insert_ignoring(session, habits, {"member_id": member_id, **_times(Preferences())})


def leave_wishes(session: Session, member_id: str, chosen: Preferences) -> None:
    """Write the row that was taken as the member chose; what is so by default is not kept."""
    own = habits.c.member_id == member_id
    if chosen.has_default_times:
        session.execute(delete(habits).where(own))
    else:
        session.execute(update(habits).where(own).values(_times(chosen)))


def _times(chosen: Preferences) -> dict[str, object]:
    return {
        "quiet_since": chosen.quiet and f"{chosen.quiet.since:%H:%M}",
        "quiet_until": chosen.quiet and f"{chosen.quiet.until:%H:%M}",
        "reminders": list(chosen.reminders),
    }
