"""Every SELECT. Never writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal_column, select
from sqlalchemy.orm import Session

from chassis import own
from services.notifications import domain
from services.notifications.domain import Kind, Notice, Past, Status
from services.notifications.tables import bookings_heard, erased, notices

_QUEUED: ColumnElement[str] = literal_column("'queued'")  # as a parameter it would hide the partial indexes from SQLite
_COLUMNS = [notices.c[field.name] for field in fields(Notice) if field.name in notices.c]
_INVITING = [kind for kind in Kind if kind.invites]
_OF_BOOKINGS = [kind for kind in Kind if kind.is_of_booking]
_OF_REGISTRATIONS = [kind for kind in Kind if kind.is_of_registration]


@dataclass(frozen=True)
class Depth:
    """How many notices wait, and since when the oldest does (None: nobody waits)."""

    queued: int
    oldest_at: datetime | None


def lock_due(session: Session, now: datetime, most: int) -> list[tuple[Notice, int | None]]:
    """The oldest notices that are due, at most one a member, each with the last sequence heard of its subject.

    They are locked; those that another sender is just locking are passed over.
    """
    found = session.execute(
        select(
            *_COLUMNS,
            _is_invited().label("is_invited"),
            _told_before().label("told_before"),
            bookings_heard.c.sequence.label("last_heard"),
        )
        .outerjoin(bookings_heard, bookings_heard.c.booking_id == notices.c.subject)
        .where(notices.c.status == _QUEUED, notices.c.next_attempt_at <= now, ~_waits_for_an_earlier_one())
        .order_by(notices.c.number)
        .limit(most)
        .with_for_update(of=notices, skip_locked=True)
    )
    return [(_notice(row), row["last_heard"]) for row in found.mappings()]


def is_erased(session: Session, member_id: str) -> bool:
    """Whether the city has said, not too long ago, that a member is gone."""
    return bool(session.scalar(select(exists().where(erased.c.member_digest == domain.digest(member_id)))))


def past(session: Session, member_id: str, booking_id: str) -> Past:
    """What was heard of a booking, and whether its member was told anything of it."""
    told = exists().where(
        notices.c.member_id == member_id, notices.c.kind.in_(_OF_BOOKINGS), notices.c.subject == booking_id
    )
    known = exists().where(bookings_heard.c.booking_id == booking_id)
    return Past(*map(bool, session.execute(select(known, told)).one()))


def notices_of(session: Session, member_id: str) -> dict[str, Any]:
    """What a member was told, when and by what; not what it said, which is in the letter."""
    without = ("data", "traceparent", "next_attempt_at", "number")
    return own.section(session, notices, notices.c.member_id == member_id, without)


def depth(session: Session) -> Depth:
    """How much waits in the queue."""
    row = session.execute(
        select(func.count(), func.min(notices.c.created_at, type_=notices.c.created_at.type))
        .select_from(notices)
        .where(notices.c.status == _QUEUED)
    ).one()
    return Depth(*row)


def _waits_for_an_earlier_one() -> ColumnElement[bool]:
    earlier = notices.alias("earlier")
    return exists().where(
        earlier.c.member_id == notices.c.member_id,
        earlier.c.status == _QUEUED,
        earlier.c.number < notices.c.number,
    )


def _is_invited() -> ColumnElement[bool]:
    """Whether an entry for the calendar went out for the same booking or registration, and was not taken back."""
    sent, taken_back = notices.alias("sent"), notices.alias("taken_back")
    return exists().where(
        sent.c.member_id == notices.c.member_id,
        sent.c.kind.in_(_INVITING),
        sent.c.subject == notices.c.subject,
        sent.c.status == Status.SENT,
        ~exists().where(
            taken_back.c.member_id == notices.c.member_id,
            taken_back.c.kind == Kind.REGISTRATION_POSTPONED,
            taken_back.c.subject == notices.c.subject,
            taken_back.c.status == Status.SENT,
            taken_back.c.number > sent.c.number,
        ),
    )


def _told_before() -> ColumnElement[Any]:
    """What the last notice of the same registration that went out said."""
    sent = notices.alias("told")
    return (
        select(sent.c.data)
        .where(
            sent.c.member_id == notices.c.member_id,
            sent.c.kind.in_(_OF_REGISTRATIONS),
            sent.c.subject == notices.c.subject,
            sent.c.status == Status.SENT,
        )
        .order_by(sent.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )


def _notice(row: Mapping[Any, Any]) -> Notice:
    values = {field.name: row[field.name] for field in fields(Notice)}
    return Notice(**{**values, "kind": Kind(values["kind"]), "is_invited": bool(values["is_invited"])})
