"""The exchanges, queues and bindings of a broker, by name. Touches no message.

Refuses as RabbitMQ does, with the exceptions of py-amqp.
"""

from __future__ import annotations

from collections.abc import Callable

from amqp.exceptions import NotFound, PreconditionFailed, ResourceLocked

from chassis import ids
from chassis.embedded.exchanges import TYPES, Exchange, Table
from chassis.embedded.journal import Journal
from chassis.embedded.queues import Queue


class Names:
    """What is declared.

    Args:
        journal: where durable declarations are written, and read from now.
        on_overdue: called when the first message of a queue may have expired.
    """

    def __init__(self, journal: Journal | None, on_overdue: Callable[[Queue], None]) -> None:
        self._journal = journal
        self._on_overdue = on_overdue
        self.exchanges = {f"amq.{type_}": Exchange(f"amq.{type_}", type_, durable=True) for type_ in TYPES}
        self.queues: dict[str, Queue] = {}
        if journal is not None:
            self._recover(journal)

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
        durable: bool,
        auto_delete: bool,
        owner: object | None,
        arguments: Table,
    ) -> Queue:
        """Make sure that a queue exists; without a name it gets one.

        Raises:
            ResourceLocked: it belongs to another connection.
            PreconditionFailed: it exists and is another.
        """
        if name in self.queues:
            found = self.find_queue(name, connection)
            if (found.durable, found.auto_delete, found.owner, found.arguments) != (
                durable,
                auto_delete,
                owner,
                arguments,
            ):
                raise PreconditionFailed(f"PRECONDITION_FAILED - inequivalent arg for queue '{name}'")
        else:
            found = self._new_queue(
                name or f"amq.gen-{ids.new()}",
                durable=durable,
                auto_delete=auto_delete,
                owner=owner,
                arguments=arguments,
            )
            if self._journal is not None and found.lasts:
                self._journal.add_queue(found)
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

    def route(self, exchange: str, routing_key: str) -> list[Queue]:
        """The queues that a message reaches; the nameless exchange knows every queue by its name.

        Raises:
            NotFound: there is no such exchange.
        """
        names = self._find_exchange(exchange).queues_for(routing_key) if exchange else [routing_key]
        return [self.queues[name] for name in names if name in self.queues]

    def _find_exchange(self, name: str) -> Exchange:
        if name not in self.exchanges:
            raise NotFound(f"NOT_FOUND - no exchange '{name}'")
        return self.exchanges[name]

    def _drop_if_unused(self, exchange: Exchange) -> None:
        if exchange.auto_delete and not exchange.bindings:
            self.delete_exchange(exchange.name)

    def _new_queue(
        self, name: str, *, durable: bool, auto_delete: bool, owner: object | None, arguments: Table
    ) -> Queue:
        queue = self.queues[name] = Queue(
            name,
            durable=durable,
            auto_delete=auto_delete,
            owner=owner,
            arguments=arguments,
            on_overdue=self._on_overdue,
            on_unused=self.delete_queue,
        )
        return queue

    def _recover(self, journal: Journal) -> None:
        recovered = {exchange.name: exchange for exchange in journal.exchanges()}
        for builtin in self.exchanges.keys() - recovered.keys():
            journal.add_exchange(self.exchanges[builtin])
        self.exchanges |= recovered
        for name, arguments in journal.queues():
            self._new_queue(name, durable=True, auto_delete=False, owner=None, arguments=arguments).used()
        for queue, exchange_name, routing_key in journal.bindings():
            self.exchanges[exchange_name].bindings[queue, routing_key] = None
