"""Who wishes to be found, and by which topics. Whoever is not to be shown is nowhere in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, Tuple, func, literal, select, tuple_
from sqlalchemy.orm import Session

from chassis.sql import UtcDateTime
from services.members import domain
from services.members.tables import directory_entries, interests, members

Cursor = tuple[datetime, str]


def interests_of(session: Session, member_id: str) -> tuple[str, ...]:
    """What a member is curious about, by name."""
    return _topics(session, [member_id]).get(member_id, ())


def entry_of(session: Session, member_id: str) -> domain.Entry | None:
    """A member's own entry, shown or not; None without one."""
    wanted = select(*_SHOWN).where(directory_entries.c.member_id == member_id)
    return next(iter(_entries(session, wanted)), None)


def directory(
    session: Session, on: date, limit: int, topic: str | None = None, text: str = "", after: Cursor | None = None
) -> tuple[list[domain.Entry], Cursor | None]:
    """A page of the directory, who came last first, and the cursor of the next page. Two queries.

    Args:
        session: the transaction.
        on: the day, by which minors are known.
        limit: of the page.
        topic: that they are curious about; None for any.
        text: in what they say of themselves, in whatever letter case and with or without accents.
        after: the cursor of the page before.
    """
    order = (directory_entries.c.listed_at, directory_entries.c.member_id)
    wanted = select(*_SHOWN).join(members).where(_is_shown(on)).order_by(*(column.desc() for column in order))
    if topic is not None:
        wanted = wanted.where(directory_entries.c.member_id.in_(_curious_about(topic)))
    for word in domain.fold(text).split():
        wanted = wanted.where(directory_entries.c.searched.contains(word, autoescape=True))
    if after is not None:
        wanted = wanted.where(tuple_(*order) < _cursor(after))
    found = _entries(session, wanted.limit(limit + 1))
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], (last.listed_at, last.member_id) if last else None


def topics_shown(session: Session, on: date) -> dict[str, int]:
    """The topics of those in the directory, and how many name each."""
    shown = select(interests.c.topic, func.count()).join(
        directory_entries, directory_entries.c.member_id == interests.c.member_id
    )
    counted = shown.join(members, members.c.id == interests.c.member_id).where(_is_shown(on))
    rows = session.execute(counted.group_by(interests.c.topic).order_by(interests.c.topic))
    return {topic: count for topic, count in rows}  # noqa: C416  a Row is no tuple to mypy


_SHOWN = [directory_entries.c[name] for name in ("member_id", "shown_name", "presentation", "listed_at")]


def _entries(session: Session, wanted: Select[tuple[str, str, str, datetime]]) -> list[domain.Entry]:
    found = [domain.Entry(**row) for row in session.execute(wanted).mappings()]
    topics = _topics(session, [entry.member_id for entry in found])
    return [replace(entry, topics=topics.get(entry.member_id, ())) for entry in found]


def _topics(session: Session, member_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    theirs = select(interests).where(interests.c.member_id.in_(member_ids)).order_by(interests.c.topic)
    found: dict[str, tuple[str, ...]] = {}
    for member_id, topic in session.execute(theirs):
        found[member_id] = (*found.get(member_id, ()), topic)
    return found


def _is_shown(on: date) -> ColumnElement[bool]:
    is_adult = members.c.born_on.is_(None) | (members.c.born_on <= domain.of_age_if_born_until(on))
    return (members.c.status == domain.Status.ACTIVE) & is_adult


def _curious_about(topic: str) -> Select[tuple[str]]:
    return select(interests.c.member_id).where(interests.c.topic == topic)


def _cursor(after: Cursor) -> Tuple:
    listed_at, member_id = after
    return tuple_(literal(listed_at, UtcDateTime()), literal(member_id))
