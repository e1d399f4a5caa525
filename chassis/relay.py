"""Outbox to broker: every recorded event is published in order of its subject, confirmed, then deleted.

Wakes at commit and sweeps every two seconds. Several relays may run at once: each takes the subjects whose
oldest event nobody else holds (FOR UPDATE SKIP LOCKED), so nothing is sent twice and no subject overtakes itself.
A crash between confirm and commit sends again; hearers accept once. Never gives up, never raises.
"""

from __future__ import annotations

from typing import Any

import eventlet
from eventlet.event import Event as Signal
from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session, aliased

from chassis import clock, logs, metrics, topology
from chassis.broker import BrokerUnavailable, Outgoing, Publisher
from chassis.database import Store
from chassis.envelope import CONTENT_TYPE
from chassis.tables import outbox

BATCH = 200
SWEEP_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 5.0


class Relay:
    """The relay of one service."""

    def __init__(self, store: Store, uri: str, service: str) -> None:
        self.store, self.service = store, service
        self.exchange = topology.events_exchange(service)
        self.publisher = Publisher(uri, lambda channel: topology.declare_speaker(channel, service))
        self.log = logs.get("relay")
        self.signal = Signal()
        self.stopping = False
        store.on_recorded = self.wake

    def wake(self) -> None:
        """There is something to publish."""
        if not self.signal.ready():
            self.signal.send()

    def stop(self) -> None:
        """End `run` after the present batch."""
        self.stopping = True
        self.wake()

    def run(self) -> None:
        """Publish until `stop`."""
        try:
            self._run()
        finally:
            self.publisher.close()  # also when the container ends this green thread

    def publish_batch(self) -> int:
        """Publish up to `BATCH` events; gives how many there were."""
        if self.store.engine.dialect.name == "sqlite":
            with self.store.reading() as session:  # a lock would be one on everybody, for as long as the broker thinks
                rows = self._take(session)
            if gone := self._publish(rows):
                with self.store.transaction() as session:
                    self._forget(session, gone)
            return len(rows)
        with self.store.transaction() as session:
            rows = self._take(session)
            if gone := self._publish(rows):
                self._forget(session, gone)
        return len(rows)

    def _publish(self, rows: list[Any]) -> list[int]:
        """Give the rows to the broker; gives the ids of those that it has taken."""
        age = clock.now() - min((row.recorded_at for row in rows), default=clock.now())
        metrics.outbox_oldest.labels(self.service).set(age.total_seconds())
        if not rows:
            return []
        taken, returned = self.publisher.publish([self._outgoing(row) for row in rows])
        metrics.relayed.labels(self.service).inc(len(taken))
        metrics.unrouted.labels(self.service).inc(len(returned))
        return [row.id for position, row in enumerate(rows) if position in taken]

    @staticmethod
    def _forget(session: Session, gone: list[int]) -> None:
        session.execute(delete(outbox).where(outbox.c.id.in_(gone)))

    def _run(self) -> None:
        failures = 0
        while not self.stopping:
            self.signal = Signal()
            try:
                taken = self.publish_batch()
                failures = 0
                if taken >= BATCH:
                    continue
            except Exception as exc:
                failures += 1
                self._report(failures, exc)
                eventlet.sleep(min(0.1 * 2**failures, LONGEST_PAUSE_SECONDS))
                continue
            with eventlet.Timeout(SWEEP_SECONDS, False):
                self.signal.wait()

    def _take(self, session: Session) -> list[Any]:
        """The oldest events, subject by subject; locked for this relay."""
        earlier = aliased(outbox)
        heads = (
            select(outbox.c.subject)
            .where(~exists().where(earlier.c.subject == outbox.c.subject, earlier.c.id < outbox.c.id))
            .order_by(outbox.c.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        subjects = session.scalars(heads).all()
        if not subjects:
            return []
        rows = select(outbox).where(outbox.c.subject.in_(subjects)).order_by(outbox.c.id).limit(BATCH)
        return list(session.execute(rows).all())

    def _outgoing(self, row: Any) -> Outgoing:
        return Outgoing(
            exchange=self.exchange,
            routing_key=row.routing_key,
            body=row.body,
            content_type=CONTENT_TYPE,
            properties={"message_id": row.message_id},
        )

    def _report(self, failures: int, exc: Exception) -> None:
        if isinstance(exc, BrokerUnavailable):
            self.log.warning("broker away, events wait", service=self.service, failures=failures)
        else:
            self.log.error("relay failed, will try again", exc, service=self.service, failures=failures)


def waiting(session: Session) -> int:
    """How many events wait to be published."""
    return int(session.execute(select(func.count()).select_from(outbox)).scalar_one())
