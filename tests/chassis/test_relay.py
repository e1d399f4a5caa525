"""Outbox to broker: everything that was recorded is said, in order, once if nothing breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import eventlet
import pytest
from kombu import Connection
from sqlalchemy.orm import Session

from chassis import clock, embedded, inbox, metrics, outbox, relay, topology
from chassis.broker import BrokerUnavailable, Outgoing
from chassis.database import Store
from chassis.envelope import Envelope, parse
from chassis.relay import Relay
from tests.chassis.stores import NOW, Counted, opened
from tests.servers import Broker, DatabaseServer
from tests.substrates import Substrate, on_servers
from tests.waiting import until

SERVICE = "things"


@dataclass
class Place:
    """A database and a broker, with a queue that takes all that is said."""

    store: Store
    uri: str
    url: str
    connection: Connection

    def record(self, *events: Counted) -> None:
        with self.store.transaction() as session:
            for event in events:
                outbox.record(session, event, clock.now())

    def waiting(self) -> int:
        with self.store.reading() as session:
            return relay.waiting(session)

    def said(self) -> list[Envelope]:
        """What came to the queue since the last look."""
        channel = self.connection.default_channel
        return [parse(message.body) for message in iter(lambda: channel.basic_get(queue="all", no_ack=True), None)]

    def hear(self, number: int) -> list[Envelope]:
        """The next so many events."""
        heard: list[Envelope] = []

        def look() -> bool:
            heard.extend(self.said())
            return len(heard) >= number

        until(look, f"{number} events")
        return heard


@contextmanager
def at(substrate: Substrate) -> Iterator[Place]:
    """The place that a substrate gives."""
    with opened(substrate.make_database, SERVICE) as store, Connection(substrate.broker_uri) as connection:
        channel = connection.default_channel
        topology.declare_speaker(channel, SERVICE)
        channel.queue_declare(queue="all", durable=True, auto_delete=False)
        channel.queue_bind(queue="all", exchange=topology.events_exchange(SERVICE), routing_key="#")
        yield Place(store, substrate.broker_uri, substrate.make_database(SERVICE), connection)
    if substrate.name == "embedded":
        embedded.forget(substrate.broker_uri)


@pytest.fixture
def place(substrate: Substrate) -> Iterator[Place]:
    with at(substrate) as found:
        yield found


@pytest.fixture
def place_on_servers(rabbitmq: Broker, postgresql: DatabaseServer) -> Iterator[Place]:
    """Where a service may have several processes: a file has one."""
    with on_servers(rabbitmq, postgresql) as substrate, at(substrate) as found:
        yield found


@contextmanager
def relaying(*relays: Relay) -> Iterator[None]:
    """The relays at work."""
    threads = [eventlet.spawn(found.run) for found in relays]
    try:
        yield
    finally:
        for found, thread in zip(relays, threads, strict=True):
            found.stop()
            thread.wait()


def counted(number: int, things: int = 7) -> Counted:
    return Counted(f"thing-{number % things}", number)


def test_the_events_of_a_subject_are_said_in_the_order_in_which_they_were_recorded(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "BATCH", 10)
    place.record(*(counted(number) for number in range(100)))
    with relaying(Relay(place.store, place.uri, SERVICE)):
        heard = place.hear(100)
    assert place.waiting() == 0
    subjects: dict[str, list[int]] = defaultdict(list)
    for envelope in heard:
        subjects[envelope.subject].append(envelope.sequence)
    assert all(sequences == sorted(sequences) for sequences in subjects.values())
    assert sorted(envelope.sequence for envelope in heard) == list(range(100))


def test_several_relays_say_nothing_twice_and_keep_the_order(
    place_on_servers: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_on_servers
    monkeypatch.setattr(relay, "BATCH", 5)
    stores = [Store(place.url, SERVICE) for _ in range(4)]
    with relaying(*(Relay(store, place.uri, SERVICE) for store in stores)):
        for number in range(200):
            place.record(counted(number))
            stores[number % 4].on_recorded()
        heard = place.hear(200)
        until(lambda: place.waiting() == 0, "empty outbox")
    assert sorted(envelope.sequence for envelope in heard + place.said()) == list(range(200))
    for thing in range(7):
        sequences = [envelope.sequence for envelope in heard if envelope.subject == f"thing-{thing}"]
        assert sequences == sorted(sequences)
    for store in stores:
        store.close()


def test_an_event_goes_at_its_commit_not_at_the_next_sweep(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "SWEEP_SECONDS", 60.0)
    with relaying(Relay(place.store, place.uri, SERVICE)):
        place.record(counted(1))
        place.hear(1)
        started = clock.monotonic()
        for number in range(5):
            place.record(counted(number))
            place.hear(1)
    assert clock.monotonic() - started < relay.SWEEP_SECONDS / 6


def test_what_another_process_recorded_goes_at_the_next_sweep(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "SWEEP_SECONDS", 0.2)
    with relaying(Relay(place.store, place.uri, SERVICE)):
        other = Store(place.url, SERVICE)
        with other.transaction() as session:
            outbox.record(session, counted(1), NOW)
        assert len(place.hear(1)) == 1
        other.close()


def test_what_is_rolled_back_is_never_said(place: Place) -> None:
    def change_one_s_mind(session: Session) -> None:
        outbox.record(session, counted(1), NOW)
        raise ValueError("no, after all")

    with relaying(Relay(place.store, place.uri, SERVICE)):
        with pytest.raises(ValueError, match="after all"), place.store.transaction() as session:
            change_one_s_mind(session)
        place.record(counted(2))
        assert [envelope.sequence for envelope in place.hear(1)] == [2]


def test_events_wait_for_the_broker_and_say_how_long(place: Place) -> None:
    sender = Relay(place.store, "amqp://127.0.0.1:1//", SERVICE)
    place.record(counted(1), counted(2))
    with relaying(sender):
        until(lambda: metrics.outbox_oldest.labels(SERVICE)._value.get() > 0, "age of the oldest event")
        assert place.waiting() == 2
        sender.publisher.uri = place.uri
        assert [envelope.sequence for envelope in place.hear(2)] == [1, 2]
    assert place.waiting() == 0


def test_a_relay_without_a_broker_holds_up_nobody(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    sender = Relay(place.store, place.uri, SERVICE)
    place.record(counted(1))
    asked, may_end = eventlet.event.Event(), eventlet.event.Event()

    def never_answer(_messages: Sequence[Outgoing]) -> Any:
        asked.ready() or asked.send()
        may_end.wait()
        raise BrokerUnavailable("frozen")

    monkeypatch.setattr(sender.publisher, "publish", never_answer)
    with relaying(sender):
        asked.wait()
        writing = eventlet.spawn(place.record, counted(2))
        eventlet.spawn_after(2, may_end.send)
        writing.wait()
        assert not may_end.ready(), "the writer waited for the relay"
        may_end.wait()
        monkeypatch.undo()
        assert len(place.hear(2)) == 2


def test_an_event_that_no_queue_wants_is_counted_and_no_reason_to_stop(place: Place) -> None:
    unrouted = metrics.unrouted.labels(SERVICE)._value
    before = unrouted.get()
    channel = place.connection.default_channel
    exchange = topology.events_exchange(SERVICE)
    channel.queue_unbind(queue="all", exchange=exchange, routing_key="#")
    with relaying(Relay(place.store, place.uri, SERVICE)):
        place.record(counted(1), counted(2))
        until(lambda: place.waiting() == 0, "empty outbox")
        channel.queue_bind(queue="all", exchange=exchange, routing_key="#")
        place.record(counted(3))
        assert [envelope.sequence for envelope in place.hear(1)] == [3]
    assert unrouted.get() == before + 2


def test_an_event_said_again_after_a_crash_is_accepted_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    sender = Relay(place.store, place.uri, SERVICE)
    publish: Callable[[Sequence[Outgoing]], Any] = sender.publisher.publish

    def publish_and_die(messages: Sequence[Outgoing]) -> Any:
        monkeypatch.undo()
        publish(messages)
        raise RuntimeError("killed between the confirm and the commit")

    monkeypatch.setattr(sender.publisher, "publish", publish_and_die)
    place.record(counted(1), counted(2))
    with relaying(sender):
        heard = place.hear(4)
        until(lambda: place.waiting() == 0, "empty outbox")
    assert [envelope.sequence for envelope in heard] == [1, 2, 1, 2]
    with place.store.transaction() as session:
        accepted = [envelope.sequence for envelope in heard if inbox.accept(session, envelope.key, NOW)]
    assert accepted == [1, 2]
