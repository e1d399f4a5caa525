"""Names, routing, expiry and dead letters: what RabbitMQ's server does, in one object.

Refuses as RabbitMQ does, with the exceptions of py-amqp. Nothing in here waits, so nothing is ever seen half done.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol
from uuid import uuid4

from amqp.exceptions import AccessRefused, NotFound, PreconditionFailed, ResourceLocked

from chassis import clock
from chassis.embedded import deaths
from chassis.embedded.exchanges import TYPES, Exchange
from chassis.embedded.journal import Journal
from chassis.embedded.queues import Consumer, Entry, Message, Queue

_PERSISTENT = 2


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
        self.exchanges = {f"amq.{type_}": Exchange(f"amq.{type_}", type_) for type_ in TYPES}
        self.queues: dict[str, Queue] = {}
        self.connections: set[Connection] = set()
        self._journal = Journal(path) if path else None
        self._last_place = 0
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
        """Stop the broker of this path as a crash would: its connections are lost, its journal stays as it is."""
        broker = cls.instances.pop(path, None)
        if broker is None:
            return
        for queue in broker.queues.values():
            queue.silence()
        for connection in tuple(broker.connections):
            connection.lost()
        if broker._journal is not None:
            broker._journal.close()

    # Declarations

    def declare_exchange(self, asked: Exchange, *, passive: bool = False) -> None:
        """Make sure that an exchange exists.

        Raises:
            NotFound: it was only looked for.
            PreconditionFailed: it exists and is another, or its type is unknown.
        """
        found = self.exchanges.get(asked.name)
        if found is None and passive:
            raise NotFound(f"NOT_FOUND - no exchange '{asked.name}'")
        if found is None and asked.type not in TYPES:
            raise PreconditionFailed(f"PRECONDITION_FAILED - unknown exchange type '{asked.type}'")
        if found is None:
            self.exchanges[asked.name] = asked
            if self._journal is not None and asked.durable:
                self._journal.add_exchange(asked)
        elif not passive and not found.is_equivalent(asked):
            raise PreconditionFailed(f"PRECONDITION_FAILED - inequivalent arg for exchange '{asked.name}'")

    def delete_exchange(self, name: str) -> None:
        """Delete an exchange and its bindings."""
        if self.exchanges.pop(name, None) is not None and self._journal is not None:
            self._journal.remove_exchange(name)

    def declare_queue(
        self,
        name: str,
        connection: object,
        *,
        durable: bool = False,
        exclusive: bool = False,
        auto_delete: bool = False,
        arguments: dict[str, Any] | None = None,
    ) -> Queue:
        """Make sure that a queue exists; without a name it gets one.

        Raises:
            ResourceLocked: it belongs to another connection.
            PreconditionFailed: it exists and is another.
        """
        owner = connection if exclusive else None
        wanted = (durable, auto_delete, owner, arguments or {})
        if name in self.queues:
            found = self.find_queue(name, connection)
            if (found.durable, found.auto_delete, found.owner, found.arguments) != wanted:
                raise PreconditionFailed(f"PRECONDITION_FAILED - inequivalent arg for queue '{name}'")
        else:
            found = self._new_queue(name or f"amq.gen-{uuid4()}", *wanted)
            if self._journal is not None and found.lasts:
                self._journal.add_queue(found)
        found.used()
        return found

    def find_queue(self, name: str, connection: object) -> Queue:
        """A queue that this connection may use.

        Raises:
            NotFound: there is none.
            ResourceLocked: it belongs to another connection.
        """
        if name not in self.queues:
            raise NotFound(f"NOT_FOUND - no queue '{name}'")
        found = self.queues[name]
        if found.owner not in (None, connection):
            raise ResourceLocked(f"RESOURCE_LOCKED - queue '{name}' is exclusive to another connection")
        return found

    def delete_queue(self, queue: Queue) -> None:
        """Delete a queue with all that is in it; its messages are not dead-lettered."""
        queue.is_deleted = True
        queue.silence()
        queue.ready.clear()
        self.queues.pop(queue.name, None)
        for exchange in tuple(self.exchanges.values()):
            exchange.forget_queue(queue.name)
            self._drop_if_unused(exchange)
        if self._journal is not None and queue.lasts:
            self._journal.remove_queue(queue.name)
        for consumer in tuple(queue.consumers):
            consumer.cancelled()
        queue.consumers.clear()

    def purge(self, queue: Queue) -> int:
        """Throw away what is waiting; how much that was."""
        purged = list(queue.ready)
        queue.ready.clear()
        queue.silence()
        queue.used()
        for entry in purged:
            self.settle(entry)
        return len(purged)

    def bind(self, queue: Queue, exchange: str, routing_key: str) -> None:
        """Have an exchange route a key to a queue.

        Raises:
            NotFound: there is no such exchange.
        """
        found = self._find_exchange(exchange)
        found.bindings[queue.name, routing_key] = None
        if self._journal is not None and queue.lasts and found.durable:
            self._journal.add_binding(queue.name, exchange, routing_key)

    def unbind(self, queue: Queue, exchange: str, routing_key: str) -> None:
        """Undo a binding, if there is one."""
        found = self._find_exchange(exchange)
        found.bindings.pop((queue.name, routing_key), None)
        if self._journal is not None:
            self._journal.remove_binding(queue.name, exchange, routing_key)
        self._drop_if_unused(found)

    # Messages

    def route(self, exchange: str, routing_key: str) -> list[Queue]:
        """The queues that a message reaches; the nameless exchange knows every queue by its name.

        Raises:
            NotFound: there is no such exchange.
        """
        names = self._find_exchange(exchange).queues_for(routing_key) if exchange else [routing_key]
        return [self.queues[name] for name in names if name in self.queues]

    def publish(self, message: Message, queues: Iterable[Queue]) -> bool:
        """Put a message into these queues; False if one of them refused it, being full."""
        taken = [self._put(queue, message) for queue in queues if not queue.refuses() or not queue.is_full()]
        return len(taken) == len(list(queues))

    def take(self, queue: Queue) -> Entry | None:
        """Take the first message out of a queue by hand."""
        queue.used()
        self.dispatch(queue)
        entry = queue.ready.popleft() if queue.ready else None
        queue.watch(self._now())
        return entry

    def settle(self, entry: Entry) -> None:
        """A message has been dealt with."""
        if entry.row is not None and self._journal is not None:
            self._journal.remove(entry.row)

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
            died_at = clock.now().astimezone(UTC).replace(tzinfo=None, microsecond=0)
            message = deaths.mourned(entry.message, queue.name, reason, died_at)
            key = queue.arguments.get("x-dead-letter-routing-key", message.routing_key)
            message = Message(message.body, message.properties, exchange, key)
            known = not exchange or exchange in self.exchanges
            for target in self.route(exchange, key) if known else ():
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
                self.delete_queue(queue)

    def dispatch(self, queue: Queue) -> None:
        """Bury what is overdue, hand out what somebody has room for, and watch what remains."""
        now = self._now()
        while queue.ready:
            if queue.has_overdue(now):
                self.dead_letter(queue, queue.ready.popleft(), "expired")
                continue
            consumer = queue.next_consumer()
            if consumer is None:
                break
            consumer.deliver(queue.ready.popleft())
        queue.watch(now)

    def disconnect(self, connection: Connection) -> None:
        """A connection has closed: its exclusive queues go with it."""
        self.connections.discard(connection)
        for queue in [queue for queue in self.queues.values() if queue.owner is connection]:
            self.delete_queue(queue)

    # Inside

    @staticmethod
    def _now() -> float:
        return clock.now().timestamp()

    def _find_exchange(self, name: str) -> Exchange:
        if name not in self.exchanges:
            raise NotFound(f"NOT_FOUND - no exchange '{name}'")
        return self.exchanges[name]

    def _drop_if_unused(self, exchange: Exchange) -> None:
        if exchange.auto_delete and not exchange.bindings:
            self.delete_exchange(exchange.name)

    def _new_queue(
        self, name: str, durable: bool, auto_delete: bool, owner: object | None, arguments: dict[str, Any]
    ) -> Queue:
        queue = self.queues[name] = Queue(
            name,
            durable=durable,
            auto_delete=auto_delete,
            owner=owner,
            arguments=arguments,
            on_overdue=self.dispatch,
            on_unused=self.delete_queue,
        )
        return queue

    def _put(self, queue: Queue, message: Message) -> Entry:
        deadline = queue.deadline(message, self._now())
        row = None
        if self._journal is not None and queue.lasts and message.properties.get("delivery_mode") == _PERSISTENT:
            row = self._journal.add(queue.name, message, deadline)
        if queue.is_full():
            self.dead_letter(queue, queue.ready.popleft(), "maxlen")
        self._last_place += 1
        entry = Entry(message, self._last_place, row, deadline)
        queue.ready.append(entry)
        self.dispatch(queue)
        return entry

    def _recover(self, journal: Journal) -> None:
        for exchange in journal.exchanges():
            self.exchanges[exchange.name] = exchange
        for name, arguments in journal.queues():
            self._new_queue(name, True, False, None, dict(arguments)).used()
        for queue, exchange_name, routing_key in journal.bindings():
            self.exchanges[exchange_name].bindings[queue, routing_key] = None
        for queue, entry in journal.entries():
            self.queues[queue].ready.append(entry)
            self._last_place = entry.place
        for recovered in tuple(self.queues.values()):
            self.dispatch(recovered)
