"""What we do when we hear of something: bring a projection up to date, and its dataset's state with it.

Harmless the second time and in any order: each row keeps the sequence of the event it comes from, and an older
event changes nothing. A dataset is locked first, so that its version grows by one with each change and never
otherwise. Never commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Table, insert, update
from sqlalchemy.orm import Session

from chassis.database import insert_ignoring
from chassis.envelope import Envelope
from chassis.schema import read
from services.opendata import domain, queries, schemas
from services.opendata.tables import datasets, occupancy, places, spaces

_NAMESPACE = UUID("6f0b3d0e-5a0c-5d1b-9d2f-2f3a7c1c8e54")


def on_place_published(session: Session, envelope: Envelope, now: datetime) -> None:
    """Publish a place, or what changed of it. When it moved its spaces did too: they stand at its point."""
    place = {**read(schemas.PlacePublished, envelope.data), "sequence": envelope.sequence}
    _lock(session, "places")
    known = queries.known(session, places, place["id"])
    if not domain.is_newer(envelope.sequence, known):
        return
    _save(session, places, place, known)
    _touch(session, "places", now, more=known is None)
    if _point(place) != _point(known):
        _lock(session, "spaces")
        if queries.has_spaces(session, place["id"]):
            _touch(session, "spaces", now)


def on_space_published(session: Session, envelope: Envelope, now: datetime) -> None:
    """Publish a space, or what changed of it."""
    space = {**read(schemas.SpacePublished, envelope.data), "sequence": envelope.sequence}
    _lock(session, "spaces")
    known = queries.known(session, spaces, space["id"])
    if not domain.is_newer(envelope.sequence, known):
        return
    _save(session, spaces, space, known)
    _touch(session, "spaces", now, more=known is None)


def on_booking_held(session: Session, envelope: Envelope, now: datetime) -> None:
    """Publish nothing yet: a hold may lapse."""
    _occupy(session, envelope, now, held=False)


def on_booking_requested(session: Session, envelope: Envelope, now: datetime) -> None:
    """Publish nothing yet: the city may say no."""
    _occupy(session, envelope, now, held=False)


def on_booking_confirmed(session: Session, envelope: Envelope, now: datetime) -> None:
    """Publish that a unit is taken; not if we have heard already that the booking ended."""
    _occupy(session, envelope, now, held=True)


def on_booking_moved(session: Session, envelope: Envelope, now: datetime) -> None:
    """Publish the unit and the period of now; nothing while it is held, or requested anew."""
    _occupy(session, envelope, now, held=read(schemas.BookingMoved, envelope.data)["status"] == "confirmed")


def on_booking_checked_in(session: Session, envelope: Envelope, now: datetime) -> None:
    """Who came changes nothing of what is published."""
    _occupy(session, envelope, now, held=True)


def on_booking_checked_out(session: Session, envelope: Envelope, now: datetime) -> None:
    """The unit is free from when its member left: the row ends there."""
    heard = read(schemas.BookingCheckedOut, envelope.data)
    if heard["starts_at"] < heard["checked_out_at"] < heard["ends_at"]:
        _occupy(session, envelope, now, held=True, ends_at=heard["checked_out_at"])
    else:
        _occupy(session, envelope, now, held=heard["checked_out_at"] > heard["starts_at"])


def on_booking_cancelled(session: Session, envelope: Envelope, now: datetime) -> None:
    """Take the row back; remember it when the confirmation is still to come."""
    _occupy(session, envelope, now, held=False)


def on_booking_denied(session: Session, envelope: Envelope, now: datetime) -> None:
    """Publish nothing: the city said no."""
    _occupy(session, envelope, now, held=False)


def on_booking_lapsed(session: Session, envelope: Envelope, now: datetime) -> None:
    """Publish nothing: it came to nothing."""
    _occupy(session, envelope, now, held=False)


def on_booking_missed(session: Session, envelope: Envelope, now: datetime) -> None:
    """Take the row back: nobody came, and others may have the unit."""
    _occupy(session, envelope, now, held=False)


def _occupy(session: Session, envelope: Envelope, now: datetime, held: bool, **instead: Any) -> None:
    """Write what a unit's period is from now on; `instead` of what the event says."""
    heard = read(schemas.BookingHeard, envelope.data)
    row_id = _occupancy_id(heard.pop("booking_id"))
    _lock(session, "occupancy")
    known = queries.known(session, occupancy, row_id)
    if not domain.is_newer(envelope.sequence, known):
        return
    row = {**heard, **instead, "id": row_id, "sequence": envelope.sequence, "held": held}
    _save(session, occupancy, row, known)
    before, after = _shown(known), _shown(row)
    if before != after:
        _touch(session, "occupancy", now, more=(after is not None) - (before is not None))


def _shown(row: Mapping[str, Any] | None) -> domain.Record | None:
    """What is published of a row of the occupancy."""
    return domain.DATASETS["occupancy"].record(row) if row and row["held"] else None


def _occupancy_id(booking_id: str) -> str:
    """The id of the row that a booking leaves: always the same, and not the booking's own."""
    return str(uuid5(_NAMESPACE, booking_id))


def _lock(session: Session, name: str) -> None:
    """Wait for the turn to change a dataset. Always places before spaces: no circle of waits."""
    insert_ignoring(session, datasets, {"name": name, "version": 0, "modified_at": None, "rows": 0})
    queries.lock_edition(session, name)


def _save(session: Session, table: Table, row: Mapping[str, Any], known: Mapping[str, Any] | None) -> None:
    if known is None:
        session.execute(insert(table).values(**row))
    else:
        session.execute(update(table).where(table.c.id == row["id"]).values(**row))


def _touch(session: Session, name: str, now: datetime, more: int = 0) -> None:
    """A new version of a dataset, with `more` rows than the last (-1, 0 or 1)."""
    session.execute(
        update(datasets)
        .where(datasets.c.name == name)
        .values(version=datasets.c.version + 1, modified_at=now, rows=datasets.c.rows + int(more))
    )


def _point(place: Mapping[str, Any] | None) -> tuple[float, float] | None:
    return (place["longitude"], place["latitude"]) if place else None
