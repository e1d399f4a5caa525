"""Dead letters: messages that a service could not take, kept on the broker with their reason.

Seen without being touched; given back to the queue they came from, or dropped, one by one. A letter is published to
its queue and confirmed before it is taken from the dead ones, so it is never in neither.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from champlibre import nodes
from chassis.broker import Outgoing, Publisher, connect
from chassis.broker import drop as drop_line
from chassis.config import ConfigError, Settings
from chassis.envelope import CONTENT_TYPE, parse
from chassis.errors import Invalid
from chassis.topology import dead_queue, declare_dead

ALL = "all"


@dataclass(frozen=True)
class Letter:
    """A dead letter.

    Attributes:
        id: of the message, or its place among the unreadable ones.
        service: who could not take it.
        name: the event, or `unreadable`.
        reason: the refusal's code or the kind of bug.
        message: what the refusal said.
        dead_at: when it was given up (RFC 3339).
        queue: where it came from.
    """

    id: str
    service: str
    name: str
    reason: str
    message: str
    dead_at: str
    queue: str
    body: str | bytes

    def described(self) -> str:
        """All of it, for reading."""
        try:
            body = json.dumps(json.loads(self.body), indent=2, ensure_ascii=False)
        except ValueError:
            body = repr(self.body)
        names = ("id", "service", "name", "queue", "dead_at", "reason", "message")
        facts = {name: getattr(self, name) for name in names}
        return "\n".join(f"{name:8} {value}" for name, value in facts.items()) + f"\n\n{body}"


def every(settings: Settings) -> list[Letter]:
    """Every dead letter of the services of this node."""
    return [letter for letter, _ in _walk(settings)]


def find(settings: Settings, letter_id: str) -> Letter:
    """The dead letter with this id.

    Raises:
        ConfigError: there is none.
    """
    for letter, _ in _walk(settings):
        if letter.id == letter_id:
            return letter
    raise ConfigError([f"{letter_id}: no such dead letter; `champlibre dead-letters list` names them"])


def replay(settings: Settings, letter_id: str) -> int:
    """Give it, or all, back to where it came from; gives how many."""
    publisher = Publisher(settings.broker.uri)

    def give_back(letter: Letter) -> None:
        again = Outgoing("", letter.queue, letter.body, CONTENT_TYPE, properties={"message_id": letter.id})
        taken, returned = publisher.publish([again])
        if not taken or returned:
            raise ConfigError([f"{letter.id}: the queue {letter.queue} is not there"])

    try:
        return _settle(settings, letter_id, give_back)
    finally:
        publisher.close()


def drop(settings: Settings, letter_id: str) -> int:
    """Throw it, or all, away; gives how many."""
    return _settle(settings, letter_id, lambda letter: None)


def drop_those(settings: Settings, which: Callable[[Letter], bool]) -> int:
    """Throw away those for which it is true; gives how many."""
    done = 0
    for letter, acknowledge in _walk(settings):
        if which(letter):
            acknowledge()
            done += 1
    return done


def _settle(settings: Settings, letter_id: str, first: Callable[[Letter], None]) -> int:
    if letter_id != ALL:
        find(settings, letter_id)
    done = 0
    for letter, acknowledge in _walk(settings):
        if letter_id in (ALL, letter.id):
            first(letter)
            acknowledge()
            done += 1
    return done


def _walk(settings: Settings) -> Iterator[tuple[Letter, Callable[[], None]]]:
    """Each dead letter with a way to take it out; those left alone go back when the walk ends."""
    with _channel(settings) as new_channel:
        for cls in nodes.service_classes(settings):
            channel = new_channel()
            for place in range(declare_dead(channel, cls.name)):
                found = channel.basic_get(dead_queue(cls.name))
                if found is None:
                    break
                message = channel.message_to_python(found)
                yield _letter(cls.name, place, message), message.ack


@contextmanager
def _channel(settings: Settings) -> Iterator[Callable[[], Any]]:
    connection = connect(settings.broker.uri, heartbeat=0)
    channels: list[Any] = []

    def new_channel() -> Any:
        channels.append(connection.channel())
        return channels[-1]

    try:
        yield new_channel
    finally:
        for channel in channels:
            channel.close()  # what was not acknowledged goes back, in order
        drop_line(connection)


def _letter(service: str, place: int, message: Any) -> Letter:
    headers = message.headers or {}
    try:
        envelope = parse(message.body)
        letter_id, name = envelope.id, envelope.name
    except Invalid:
        letter_id, name = f"{service}-{place}", "unreadable"
    died = (headers.get("x-death") or [{}])[0]
    return Letter(
        id=letter_id,
        service=service,
        name=name,
        reason=str(headers.get("x-reason") or died.get("reason") or "unknown"),
        message=str(headers.get("x-message") or ""),
        dead_at=str(headers.get("x-dead-at") or died.get("time") or ""),
        queue=str(headers.get("x-queue") or died.get("queue") or ""),
        body=message.body,
    )
