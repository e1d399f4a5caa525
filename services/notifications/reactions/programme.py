"""What is heard of the programme of every city: what is on, for the digests. Tells nobody anything by itself.

Each event tells the whole of its activity or date, so the newest alone counts: harmless the second time, and in the
wrong order.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from chassis.envelope import Envelope
from chassis.schema import read
from services.notifications import commands, schemas


def on_activity_published(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Keep an activity that is on a programme, or says something else."""
    commands.keep_activity(session, schemas.activity(envelope))


def on_activity_gone(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Show an activity no longer that is a draft again, or cancelled."""
    named = read(schemas.ActivityNamed, envelope.data)
    commands.hide_activity(session, **named, sequence=envelope.sequence)


def on_programme_date(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Keep when and where a date is, and whether it is full, cancelled or over."""
    commands.keep_date(session, schemas.programme_date(envelope))
