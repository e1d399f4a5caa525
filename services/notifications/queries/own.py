"""A member's own notices, for the page of them. Never writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.notifications.domain import Kind, Notice, Status
from services.notifications.tables import deliveries, notices

_KEPT = [notices.c[field.name] for field in fields(Notice) if field.name in notices.c]
_OF_REGISTRATIONS = [kind for kind in Kind if kind.is_of_registration]


@dataclass(frozen=True)
class Told:
    """A notice, and what became of it by each channel: `channel`, `status`, `sent_at`, `reason`."""

    notice: Notice
    deliveries: Sequence[dict[str, Any]]


def notices_of(session: Session, member_id: str, after: str | None, most: int) -> list[Told]:
    """A member's notices, the newest first.

    Args:
        session: to read with.
        member_id: whose.
        after: the id of the last one seen; None: from the beginning. One that is not theirs has nothing after it.
        most: how many.
    """
    wanted = _of(member_id).order_by(notices.c.number.desc()).limit(most)
    if after is not None:
        seen = notices.alias("seen")
        number = select(seen.c.number).where(seen.c.notice_id == after, seen.c.member_id == member_id).scalar_subquery()
        wanted = wanted.where(notices.c.number < number)
    return _told(session, wanted)


def notice_of(session: Session, member_id: str, notice_id: str) -> Told | None:
    """One notice of a member; None where they have no such."""
    found = _told(session, _of(member_id).where(notices.c.notice_id == notice_id))
    return found[0] if found else None


def _of(member_id: str) -> Select[Any]:
    """The notices of a member, each with what the last letter of the same registration before it said."""
    before, how = notices.alias("before"), deliveries.alias("how")
    told_before = (
        select(before.c.data)
        .join(how, how.c.notice_id == before.c.notice_id)
        .where(
            before.c.subject == notices.c.subject,
            before.c.member_id == notices.c.member_id,
            before.c.kind.in_(_OF_REGISTRATIONS),
            before.c.number < notices.c.number,
            how.c.status == Status.SENT,
        )
        .order_by(before.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(*_KEPT, told_before.label("told_before")).where(notices.c.member_id == member_id)


def _told(session: Session, wanted: Select[Any]) -> list[Told]:
    rows = session.execute(wanted).mappings().all()
    ids = [row["notice_id"] for row in rows]
    shown = [deliveries.c[name] for name in ("notice_id", "channel", "status", "sent_at", "reason")]
    ways: dict[str, list[dict[str, Any]]] = {each: [] for each in ids}
    for way in session.execute(select(*shown).where(deliveries.c.notice_id.in_(ids)).order_by(deliveries.c.number)):
        told = way._asdict()
        ways[told.pop("notice_id")].append(told)
    return [Told(_notice(row), ways[row["notice_id"]]) for row in rows]


def _notice(row: Mapping[Any, Any]) -> Notice:
    return Notice(**{**row, "kind": Kind(row["kind"])})
