"""Messages that wait, consumers that wait for them, and the timers of both. Knows no names but its own.

Nothing in here switches to another greenlet, so every change is whole before anybody else runs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from eventlet.hubs import get_hub

from chassis import clock
from chassis.embedded.exchanges import Table


@dataclass(frozen=True, slots=True)
class Message:
    """What was published, as its receivers see it.

    Attributes:
        body: text where its content encoding could be undone, else bytes.
        properties: AMQP basic properties; headers are under `application_headers`.
    """

    body: str | bytes
    properties: dict[str, Any]
    exchange: str
    routing_key: str


@dataclass(slots=True, eq=False)
class Entry:
    """One message in one queue.

    Attributes:
        place: its place in the queue, kept when it is given back.
        row: its row in the journal; None when it is in memory only.
        deadline: when it expires, in seconds since the epoch, or never.
        returns: how often it was given back unacknowledged.
        redelivered: whether somebody may have seen it before.
    """

    message: Message
    place: int
    row: int | None = None
    deadline: float | None = None
    returns: int = 0
    redelivered: bool = False


class Consumer(Protocol):
    """What a queue asks of those who consume from it."""

    def has_room(self) -> bool:
        """Whether its prefetch window allows one more message."""

    def deliver(self, entry: Entry) -> None:
        """Take an entry that has left the queue."""

    def cancelled(self) -> None:
        """The queue is gone."""


def now() -> float:
    """The present instant in seconds since the epoch, which a journal can keep."""
    return clock.now().timestamp()


class Alarm:
    """One timer that can be moved. It rings in eventlet's hub, so what it calls may not wait for anything."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._timer: Any = None
        self._at = 0.0

    def set(self, at: float) -> None:
        """Ring once, at this instant (seconds since the epoch) and not when it was to ring before."""
        if self._timer is not None and self._at == at:
            return
        self.cancel()
        self._at = at
        self._timer = get_hub().schedule_call_global(max(0.0, at - now()), self._go_off)

    @property
    def is_set(self) -> bool:
        """Whether it is to ring."""
        return self._timer is not None

    def cancel(self) -> None:
        """Do not ring."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _go_off(self) -> None:
        self._timer = None
        self._ring()


class Queue:
    """One queue.

    Args:
        owner: the connection to which an exclusive queue belongs.
        on_overdue: called when the first message may have expired.
        on_unused: called when nobody has used the queue for `x-expires`.
    """

    def __init__(
        self,
        name: str,
        *,
        durable: bool,
        auto_delete: bool,
        owner: object | None,
        arguments: Table,
        on_overdue: Callable[[Queue], None],
        on_unused: Callable[[Queue], None],
    ) -> None:
        self.name = name
        self.durable = durable
        self.auto_delete = auto_delete
        self.owner = owner
        self.arguments = arguments
        self.ready: deque[Entry] = deque()
        self.consumers: deque[Consumer] = deque()
        self.is_deleted = False
        self._overdue = Alarm(lambda: on_overdue(self))
        self._unused = Alarm(lambda: on_unused(self))

    @property
    def lasts(self) -> bool:
        """Whether the queue outlives the process."""
        return self.durable and self.owner is None and not self.auto_delete

    def is_full(self) -> bool:
        """Whether `x-max-length` messages are waiting."""
        limit = self.arguments.get("x-max-length")
        return limit is not None and len(self.ready) >= int(limit)

    def refuses(self) -> bool:
        """Whether a publisher is turned away, rather than the oldest message."""
        return self.is_full() and self.arguments.get("x-overflow") == "reject-publish"

    def deadline(self, message: Message) -> float | None:
        """When a message that arrives now expires, by the shorter of the queue's and its own time to live."""
        lives = (self.arguments.get("x-message-ttl"), message.properties.get("expiration"))
        given = [int(milliseconds) for milliseconds in lives if milliseconds is not None]
        return now() + min(given) / 1000 if given else None

    def has_overdue(self, at: float) -> bool:
        """Whether the first message has expired at this instant; those behind it wait for it, as on RabbitMQ."""
        deadline = self.ready[0].deadline if self.ready else None
        return deadline is not None and deadline < at

    def next_consumer(self) -> Consumer | None:
        """The next one in turn that has room."""
        for _ in range(len(self.consumers)):
            self.consumers.rotate(-1)
            if self.consumers[-1].has_room():
                return self.consumers[-1]
        return None

    def restore(self, entry: Entry) -> None:
        """Put an entry back where it was."""
        behind = (index for index, other in enumerate(self.ready) if other.place > entry.place)
        self.ready.insert(next(behind, len(self.ready)), entry)

    def watch(self) -> None:
        """Set the alarm for the first message."""
        if self.ready and self.ready[0].deadline is not None and not self.is_deleted:
            self._overdue.set(self.ready[0].deadline)
        else:
            self._overdue.cancel()

    def used(self) -> None:
        """Begin `x-expires` anew, or suspend it while there are consumers. To ask about a queue is to use it."""
        if "x-expires" in self.arguments and not self.consumers and not self.is_deleted:
            self._unused.set(now() + int(self.arguments["x-expires"]) / 1000)
        else:
            self._unused.cancel()

    def silence(self) -> None:
        """Cancel both timers."""
        self._overdue.cancel()
        self._unused.cancel()
