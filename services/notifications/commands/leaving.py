"""Write to somebody no longer, who said so by the link in a letter; what waits for them is dropped. Never commits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from chassis import outbox
from chassis.sql import insert_ignoring
from services.notifications import domain, queries
from services.notifications.commands.wishes import leave_wishes, take_wishes
from services.notifications.domain import Channel, Family, Leave, Status
from services.notifications.events import NewsletterLeft
from services.notifications.tables import deliveries, notices, preferences


def unsubscribe(session: Session, leave: Leave, now: datetime) -> None:
    """Mail a member no longer what is of a family; harmless the second time, and of who is gone.

    The digest rests on a consent, which the members service withdraws when it hears of this; anything else on a
    preference, which stands here.
    """
    take_wishes(session, leave.member_id)
    leave_wishes(session, leave.member_id, queries.preferences_of(session, leave.member_id))
    if queries.is_erased(session, leave.member_id):
        return
    kinds = domain.kinds_of(leave.family)
    if leave.family is Family.DIGEST:
        outbox.record(session, NewsletterLeft(leave.member_id, leave.city, now), now)
    else:
        for kind in kinds:
            _switch_off(session, leave.member_id, kind)
    theirs = select(notices.c.notice_id).where(notices.c.member_id == leave.member_id, notices.c.kind.in_(kinds))
    queued = (deliveries.c.status == Status.QUEUED) & (deliveries.c.channel == Channel.MAIL)
    session.execute(
        update(deliveries)
        .where(deliveries.c.member_id == leave.member_id, queued, deliveries.c.notice_id.in_(theirs))
        .values(status=Status.DROPPED, reason="not_wanted")
    )


def _switch_off(session: Session, member_id: str, kind: str) -> None:
    key = {"member_id": member_id, "kind": kind, "channel": Channel.MAIL}
    if not insert_ignoring(session, preferences, key | {"is_wanted": False}):
        theirs = [preferences.c[name] == value for name, value in key.items()]
        session.execute(update(preferences).where(*theirs).values(is_wanted=False))
