"""What a RabbitMQ can do to us: die, freeze, be late. Nobody waits for ever, nothing is lost, no process ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import eventlet
import pytest
from eventlet.event import Event as Signal

from chassis import clock, health, outbox
from chassis.broker import BrokerUnavailable, Outgoing, Publisher
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import ServiceError, Unavailable
from chassis.service import Database, Service, answers, hears
from tests.chassis.house import House, channel, house, settings
from tests.chassis.stores import Counted
from tests.servers import PrivateBroker, private_rabbitmq
from tests.waiting import until

RECOVERY_SECONDS = 30.0


@pytest.fixture(scope="module")
def broker() -> Iterator[PrivateBroker]:
    with private_rabbitmq() as found:
        yield found


@pytest.fixture
def uri(broker: PrivateBroker) -> Iterator[str]:
    """A virtual host; a silent broker is noticed after four seconds instead of twenty."""
    if not broker.node.running:
        broker.start()
    with broker.vhost() as found:
        yield f"{found}?heartbeat=2"


class Members(Service):
    """Says things, and answers slowly."""

    name = "members_roubaix"
    city = "roubaix"
    database: Any = Database()
    begun: ClassVar[list[str]] = []
    may_end: ClassVar[Signal]

    @answers
    def wait(self, said: str) -> str:
        self.begun.append(said)
        self.may_end.wait()
        return said

    @answers
    def say(self, number: int) -> None:
        with self.database.transaction() as session:
            outbox.record(session, Counted("apples", number), clock.now())


class Bookings(Service):
    """Hears them."""

    name = "bookings"
    database: Any = Database()
    came: ClassVar[list[int]] = []
    effects: ClassVar[list[int]] = []

    @hears("members", "thing.counted")
    def on_counted(self, envelope: Envelope) -> None:
        self.came.append(envelope.sequence)
        self.database.react(envelope, lambda _session, heard, _now: self.effects.append(heard.sequence))


@pytest.fixture
def network(uri: str, tmp_path: Path) -> Iterator[House]:
    Members.begun, Members.may_end, Bookings.came, Bookings.effects = [], Signal(), [], []
    with house(settings(uri, tmp_path)) as built:
        yield built
        Members.may_end.ready() or Members.may_end.send()


def settle(built: House, broker: PrivateBroker) -> None:
    """Wait until the broker leads all queues: one killed sooner may never lead a new quorum queue again."""
    uri = built.settings.broker.uri

    def all_run() -> bool:
        return all(queue.get("state") == "running" for queue in broker.queues(uri))

    until(all_run, "queues at rest", RECOVERY_SECONDS)


def is_alive(built: House) -> bool:
    return not any(container._died.ready() for container in built.containers)


def answers_again(built: House) -> bool:
    try:
        return bool(built.call("members_roubaix", "wait", said="again") == "again")
    except ServiceError:
        return False


def record(built: House, number: int) -> None:
    """As a request would, were there a line."""
    store: Store = next(d for d in built.containers[0].dependencies if isinstance(d, Database)).store
    with store.transaction() as session:
        outbox.record(session, Counted("apples", number), clock.now())


def test_a_service_outlives_a_broker_killed_while_it_works(network: House, broker: PrivateBroker) -> None:
    network.start(Members, Bookings)
    network.call("members_roubaix", "say", number=0)
    asked = eventlet.spawn(network.call, "members_roubaix", "wait", said="at the kill", deadline=40)
    until(lambda: Members.begun, "request at work")
    settle(network, broker)
    broker.kill()
    with pytest.raises(Unavailable):
        asked.wait()
    with pytest.raises(Unavailable):
        network.call("members_roubaix", "wait", said="without a broker", deadline=2)
    record(network, 1)
    Members.may_end.send()  # its reply has nowhere to go
    until(lambda: not health.is_ready(health.report()), "service that says it is not ready")
    broker.restart()
    until(lambda: answers_again(network), "answer", RECOVERY_SECONDS)
    until(lambda: Bookings.effects == [0, 1], "event recorded without a broker", RECOVERY_SECONDS)
    until(lambda: health.is_ready(health.report()), "service that is ready", RECOVERY_SECONDS)
    assert is_alive(network)
    assert "without a broker" not in Members.begun
    assert network.caller.waiting == {}


def test_a_frozen_broker_costs_seconds_and_is_found_again(network: House, broker: PrivateBroker) -> None:
    network.start(Members, Bookings)
    Members.may_end.send()
    network.call("members_roubaix", "say", number=0)
    until(lambda: Bookings.effects == [0], "first event")
    publisher = Publisher(network.settings.broker.uri)
    with channel(network.settings.broker.uri) as opened:
        opened.queue_declare(queue="work", durable=True, auto_delete=False)
    publisher.publish([Outgoing("", "work", "{}", properties={"message_id": "1"})])
    broker.freeze()
    try:
        started = clock.monotonic()
        with pytest.raises(BrokerUnavailable):
            publisher.publish([Outgoing("", "work", "{}", properties={"message_id": "2"})])
        assert clock.monotonic() - started < 10
        started = clock.monotonic()
        with pytest.raises(Unavailable):
            network.call("members_roubaix", "wait", said="frozen", deadline=1)
        assert clock.monotonic() - started < 3
        record(network, 1)
        until(lambda: not network.caller.line.connected, "line that was given up", RECOVERY_SECONDS)
    finally:
        broker.thaw()
    until(lambda: answers_again(network), "answer", RECOVERY_SECONDS)
    until(lambda: Bookings.effects == [0, 1], "event recorded meanwhile", RECOVERY_SECONDS)
    assert is_alive(network)
    publisher.close()


def test_a_service_waits_for_a_broker_that_is_late(network: House, broker: PrivateBroker) -> None:
    network.start(Members, Bookings)
    settle(network, broker)
    for container in tuple(network.containers):
        network.stop(container)
    broker.kill()
    network.begin(Members)
    network.begin(Bookings)
    Members.may_end.send()
    record(network, 1)
    assert not health.is_ready(health.report())
    broker.start()
    until(lambda: health.is_ready(health.report()), "service that is ready", RECOVERY_SECONDS)
    until(lambda: answers_again(network), "answer", RECOVERY_SECONDS)
    until(lambda: Bookings.effects == [1], "event recorded before", RECOVERY_SECONDS)


def test_where_quorum_is_the_rule_calls_stay_on_classic_queues(broker: PrivateBroker, tmp_path: Path) -> None:
    if not broker.node.running:
        broker.start()
    broker.api("PUT", "/vhosts/quorum", {"defaultqueuetype": "quorum"})
    uri = f"{broker.amqp}/quorum"
    Members.begun, Members.may_end, Bookings.effects = [], Signal(), []
    Members.may_end.send()
    with house(settings(uri, tmp_path)) as network:
        network.start(Members, Bookings)
        network.call("members_roubaix", "say", number=1)
        until(lambda: Bookings.effects == [1], "event")
        kinds = {queue["name"].split("-")[0].split(".")[0]: queue["type"] for queue in broker.queues(uri)}
    assert kinds == {"evt": "quorum", "dead": "quorum", "retry": "quorum", "rpc": "classic"}
