"""Every change: a line of the log, a new version of what is published, all of it made again. Never commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from services.opendata import projections, publishing, queries, tables
from services.opendata.domain import DATASETS, Edition, Entry, Network
from services.opendata.events import DatasetPublished


def note(session: Session, kind: str, subject: str, sequence: int, at: datetime, facts: Mapping[str, Any]) -> Entry:
    """Add a line to the log and bring the records up to date with it; it is published soon after.

    Args:
        kind: the event's name, or that of something found out here.
        subject: the id of what it happened to, at most 200 characters.
        sequence: of two lines about a subject the greater says more.
        at: when it happened.
        facts: what is public of it, as JSON values. Nothing that leads to a person.
    """
    head = catch_up(session)
    entry = Entry(head["position"] + 1, kind, subject, sequence, at, facts)
    session.execute(
        insert(tables.log).values(
            position=entry.position, kind=kind, subject=subject, sequence=sequence, at=at, facts=dict(facts)
        )
    )
    session.execute(update(tables.head).values(position=entry.position, applied=entry.position))
    projections.follow(session, entry)
    return entry


def publish(session: Session, network: Network, now: datetime) -> list[Edition]:
    """Publish what changed since the last time, whole; gives the editions that are new."""
    head = catch_up(session)
    seal = publishing.seal(network)
    if head["seal"] != seal:
        publishing.mark_all(session)
    changed = publishing.publish(session, network, now)
    _published(session, seal, changed, now)
    return changed


def is_due(session: Session, network: Network) -> bool:
    """Whether `publish` would find something to do."""
    head = queries.head(session)
    if head is None:
        return False
    return head["applied"] < head["position"] or head["seal"] != publishing.seal(network) or queries.is_stale(session)


def rebuild(session: Session, network: Network, now: datetime) -> list[Edition]:
    """Throw away all that follows from the log and make it again; gives the editions whose bytes are other ones.

    None, when nothing went wrong before; what was about to be published anyway does not count. Readers see what was
    published until it is committed.
    """
    queries.lock_head(session)
    due = set(queries.stale_segments(session))
    for table in reversed(projections.FOLLOWING):
        session.execute(delete(table))
    session.execute(update(tables.head).values(applied=0))
    catch_up(session)
    changed = publishing.publish_anew(session, network, now)
    _published(session, publishing.seal(network), changed, now)
    return [edition for edition in changed if edition.name not in due]


def catch_up(session: Session) -> RowMapping:
    """The end of the log, locked, with what follows from it brought up to its last line."""
    head = queries.lock_head(session)
    if head["applied"] < head["position"]:
        for entry in queries.entries(session, head["applied"]):
            projections.follow(session, entry)
        session.execute(update(tables.head).values(applied=head["position"]))
        head = queries.lock_head(session)
    return head


def _published(session: Session, seal: str, changed: list[Edition], now: datetime) -> None:
    """Note that what is published follows the log to its end, under a seal, and tell of the new editions."""
    head = queries.lock_head(session)
    if head["seal"] != seal:
        publishing.date(session, set(DATASETS) - {edition.name for edition in changed}, now)
    session.execute(update(tables.head).values(published=head["position"], seal=seal))
    _tell(session, changed, now)


def _tell(session: Session, changed: list[Edition], now: datetime) -> None:
    for edition in changed:
        published = DatasetPublished(
            dataset=edition.name,
            title=DATASETS[edition.name].title,
            version=edition.version,
            rows=edition.rows,
            modified_at=edition.modified_at or now,
        )
        outbox.record(session, published, now)
