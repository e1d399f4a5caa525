"""What becomes of messages: queued, delivered, given back, expired, dead-lettered.

Nothing in here waits for anything, so nothing is ever seen half done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Protocol

from amqp.exceptions import AccessRefused

from chassis import clock
from chassis.embedded import deaths
from chassis.embedded.journal import Journal
from chassis.embedded.names import Names
from chassis.embedded.queues import Alarm, Consumer, Entry, Message, Queue, now

_PERSISTENT = 2
_SCRUB_SECONDS = 20


class Connection(Protocol):
    """What the broker asks of those who are connected to it."""

    def lost(self) -> None:
        """The broker has gone."""


class Broker:
    """One broker.

    Args:
        path: its journal; None keeps everything in memory.
    """

    instances: ClassVar[dict[str | None, Broker]] = {}

    def __init__(self, path: str | None = None) -> None:
        self.connections: set[Connection] = set()
        self._journal = Journal(path) if path else None
        self.names = Names(self._journal, on_overdue=self.dispatch)
        self._last_place = 0
        self._scrub = Alarm(self._journal.scrub if self._journal else lambda: None)
        if self._journal is not None:
            self._recover(self._journal)

    @classmethod
    def at(cls, path: str | None) -> Broker:
        """The broker of this path, started if it is not running."""
        if path not in cls.instances:
            cls.instances[path] = cls(path)
        return cls.instances[path]

    @classmethod
    def stop(cls, path: str | None) -> None:
        """Stop the broker of this path, if it is running."""
        if path in cls.instances:
            cls.instances.pop(path).close()

    def close(self) -> None:
        """End as a crash would: the connections are lost, the journal stays as it is."""
        for queue in self.names.queues.values():
            queue.silence()
        for connection in tuple(self.connections):
            connection.lost()
        self._scrub.cancel()
        if self._journal is not None:
            self._journal.close()

    def purge(self, queue: Queue) -> int:
        """Throw away what is waiting; how much that was."""
        purged = list(queue.ready)
        queue.ready.clear()
        queue.silence()
        queue.used()
        for entry in purged:
            self.settle(entry)
        return len(purged)

    def publish(self, message: Message, queues: Sequence[Queue]) -> bool:
        """Put a message into those of these queues that are not full; False if one was."""
        open_ = [queue for queue in queues if not queue.refuses()]
        for queue in open_:
            self._put(queue, message)
        return len(open_) == len(queues)

    def take(self, queue: Queue) -> Entry | None:
        """Take the first message out of a queue by hand."""
        queue.used()
        self.dispatch(queue)
        entry = queue.ready.popleft() if queue.ready else None
        queue.watch()
        return entry

    def settle(self, entry: Entry) -> None:
        """A message has been dealt with."""
        if entry.row is not None and self._journal is not None:
            self._journal.remove(entry.row)
            if not self._scrub.is_set:
                self._scrub.set(now() + _SCRUB_SECONDS)

    def give_back(self, queue: Queue, entries: Iterable[Entry]) -> None:
        """Put unacknowledged messages back where they were; those given back too often are dead-lettered."""
        limit = queue.arguments.get("x-delivery-limit")
        for entry in entries:
            if queue.is_deleted:
                continue
            entry.returns += 1
            entry.redelivered = True
            if limit is not None and entry.returns > int(limit):
                self.dead_letter(queue, entry, "delivery_limit")
                continue
            if entry.row is not None and self._journal is not None:
                self._journal.returned(entry)
            queue.restore(entry)
        self.dispatch(queue)

    def dead_letter(self, queue: Queue, entry: Entry, reason: str) -> None:
        """Send a message that has left a queue where the queue wants its dead to go, or nowhere.

        A dead letter is taken even by a full queue: it has nowhere else to be.
        """
        exchange = queue.arguments.get("x-dead-letter-exchange")
        if exchange is not None and not queue.is_deleted:
            died_at = clock.now().replace(tzinfo=None, microsecond=0)
            message = deaths.mourned(entry.message, queue.name, reason, died_at)
            key = queue.arguments.get("x-dead-letter-routing-key", message.routing_key)
            message = Message(message.body, message.properties, exchange, key)
            known = not exchange or exchange in self.names.exchanges
            for target in self.names.route(exchange, key) if known else ():
                if not deaths.goes_round(message, target.name):
                    self._put(target, message)
        self.settle(entry)

    # Consumers

    def subscribe(self, queue: Queue, consumer: Consumer, *, exclusive: bool = False) -> None:
        """Deliver what is and what comes to a consumer.

        Raises:
            AccessRefused: it asks to be alone, and is not.
        """
        if exclusive and queue.consumers:
            raise AccessRefused(f"ACCESS_REFUSED - queue '{queue.name}' in exclusive use")
        queue.consumers.append(consumer)
        queue.used()
        self.dispatch(queue)

    def unsubscribe(self, queue: Queue, consumer: Consumer) -> None:
        """Deliver no more to a consumer; the last one to leave takes an auto-delete queue along."""
        if consumer in queue.consumers:
            queue.consumers.remove(consumer)
            queue.used()
            if queue.auto_delete and not queue.consumers:
                self.names.delete_queue(queue)

    def dispatch(self, queue: Queue) -> None:
        """Bury what is overdue, hand out what somebody has room for, and watch what remains."""
        began_at = now()
        while queue.ready:
            if queue.has_overdue(began_at):
                self.dead_letter(queue, queue.ready.popleft(), "expired")
                continue
            consumer = queue.next_consumer()
            if consumer is None:
                break
            consumer.deliver(queue.ready.popleft())
        queue.watch()

    def disconnect(self, connection: Connection) -> None:
        """A connection has closed: its exclusive queues go with it."""
        self.connections.discard(connection)
        for queue in [queue for queue in self.names.queues.values() if queue.owner is connection]:
            self.names.delete_queue(queue)

    def _put(self, queue: Queue, message: Message) -> None:
        deadline = queue.deadline(message)
        row = None
        lasts = queue.lasts and message.properties.get("delivery_mode") == _PERSISTENT
        if self._journal is not None and lasts:
            row = self._journal.add(queue.name, message, deadline)
        if queue.is_full() and queue.ready:
            self.dead_letter(queue, queue.ready.popleft(), "maxlen")
        self._last_place += 1
        queue.ready.append(Entry(message, self._last_place, row, deadline))
        self.dispatch(queue)

    def _recover(self, journal: Journal) -> None:
        for queue, entry in journal.entries():
            self.names.queues[queue].ready.append(entry)
            self._last_place = entry.place
        for recovered in tuple(self.names.queues.values()):
            self.dispatch(recovered)
