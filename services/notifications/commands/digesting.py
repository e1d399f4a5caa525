"""Queue the digest of a week for who wishes for it, a page of them at a time, each once. Never asks who they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from chassis.sql import insert_ignoring
from services.notifications import domain, queries, schemas
from services.notifications.commands.queueing import say
from services.notifications.domain import Digest, Home, Kind, Notice, Progress, Subscriber
from services.notifications.tables import digests


def begin_digest(session: Session, week: str) -> Progress:
    """How far the digest of a week has come; it begins when nobody has begun it."""
    insert_ignoring(session, digests, {"week": week})
    return queries.lock_progress(session, week)


def tell_digest(
    session: Session,
    progress: Progress,
    page: Sequence[Subscriber],
    after_id: str | None,
    home: Home,
    now: datetime,
) -> None:
    """Queue the digest for a page of subscribers, and keep how far it came: both or nothing.

    Nothing is done when another process told this page meanwhile.

    Args:
        session: the transaction.
        progress: as it was when the page was asked for.
        page: the subscribers after `progress.after_id`.
        after_id: the last of them, when there may be more; None: that was everybody.
        home: the city.
        now: the present instant.
    """
    if queries.lock_progress(session, progress.week) != progress:
        return
    showings = queries.showings(session, now, now + domain.TELLS_OF)
    for subscriber in page:
        digest = domain.digest_for(showings, subscriber.topics, home.city)
        if digest is not None:
            say(session, _notice(subscriber.member_id, progress.week, digest, now), home, now)
    came = {"after_id": after_id} if after_id else {"finished_at": now}
    session.execute(update(digests).where(digests.c.week == progress.week).values(came))


def _notice(member_id: str, week: str, digest: Digest, now: datetime) -> Notice:
    return Notice(
        notice_id=domain.notice_id(member_id, Kind.DIGEST, week),
        member_id=member_id,
        kind=Kind.DIGEST,
        subject=member_id,
        sequence=0,
        cause=week,
        data=schemas.digest_kept(digest),
        traceparent=None,
        created_at=now,
        not_after=now + domain.DIGEST_WORTH,
    )
