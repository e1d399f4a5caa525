"""Record an event in the caller's transaction: it is said if, and only if, the change is kept. Never sends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from chassis import ids, trace
from chassis.envelope import Envelope
from chassis.events import Event
from chassis.tables import outbox


def record(session: Session, event: Event, now: datetime) -> None:
    """Write the event beside its change; the relay publishes it after the commit.

    Args:
        session: of a `Store`, which knows the service that speaks.
        event: what happened.
        now: when (aware).
    """
    envelope = Envelope(
        id=ids.new(),
        source=session.info["source"],
        name=event.type,
        subject=event.subject,
        sequence=event.sequence,
        time=now,
        data=event.data(),
        city=event.city,
        traceparent=trace.current(),
    )
    session.execute(
        insert(outbox).values(
            message_id=envelope.id,
            subject=event.subject,
            routing_key=event.routing_key,
            body=envelope.to_json(),
            recorded_at=now,
        )
    )
    session.info.setdefault("recorded", []).append(event.type)
