"""What is declared on the broker: what lasts, what goes, and where a message waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection

from chassis import bus, config, topology
from chassis.topology import Subscription
from tests.chassis.bus import Connect, connections, fetch, is_gone, publish, waiting_in
from tests.chassis.house import hearer, settings
from tests.waiting import until

HEARD = Subscription("bookings", "members_roubaix", ("member.approved.#",))


@pytest.fixture
def connect(broker_uri: str) -> Iterator[Connect]:
    yield from connections(broker_uri)


@pytest.fixture
def channel(connect: Connect) -> Any:
    return connect().channel()


def test_names_say_who_hears_whom() -> None:
    assert HEARD.queue == "evt-members_roubaix--bookings"
    assert topology.events_exchange("bookings") == "bookings.events"
    assert topology.dead_queue("bookings") == "dead-bookings"
    assert topology.rpc_queue("bookings") == "rpc-bookings"
    assert [topology.retry_exchange(pause) for pause in (0.2, 600)] == ["retry.200", "retry.600000"]


def test_declaring_again_changes_nothing(channel: Any) -> None:
    for _ in range(2):
        topology.declare_speaker(channel, "bookings")
        topology.declare_hearer(channel, [HEARD], [0.1, 5])
        topology.declare_answerer(channel, "bookings")
    publish(channel, "kept", "", HEARD.queue)
    topology.declare_hearer(channel, [HEARD], [0.1, 5])
    assert fetch(channel, HEARD.queue).body == "kept"


def test_an_event_waits_in_the_queue_of_each_who_hears_it(channel: Any) -> None:
    others = Subscription("opendata", "members_roubaix", ("member.approved.#",))
    topology.declare_hearer(channel, [HEARD, others], [])
    for key in ("member.approved", "member.approved.roubaix", "member.registered.roubaix"):
        publish(channel, key, "members_roubaix.events", key)
    for queue in (HEARD.queue, others.queue):
        until(lambda queue=queue: waiting_in(channel, queue) == 2, "two events")  # type: ignore[misc]


def test_a_message_that_is_to_wait_comes_back_to_the_queue_it_names(channel: Any) -> None:
    topology.declare_hearer(channel, [HEARD], [0.3, 600])
    publish(channel, "again", topology.retry_exchange(0.3), HEARD.queue)
    publish(channel, "much later", topology.retry_exchange(600), HEARD.queue)
    assert fetch(channel, HEARD.queue).body == "again"
    assert waiting_in(channel, HEARD.queue) == 0
    assert waiting_in(channel, topology.retry_exchange(600)) == 1


def test_a_message_that_ends_one_process_after_the_other_lands_among_the_dead_letters(channel: Any) -> None:
    topology.declare_hearer(channel, [HEARD], [])
    publish(channel, "poison", "", HEARD.queue)
    for _ in range(topology.DELIVERY_LIMIT + 1):
        channel.basic_reject(fetch(channel, HEARD.queue).delivery_tag, requeue=True)
    assert fetch(channel, topology.dead_queue("bookings")).body == "poison"


def test_the_queue_of_requests_goes_with_the_last_who_answers(connect: Connect) -> None:
    first, second = connect(), connect()
    for connection in (first, second):
        channel = connection.channel()
        topology.declare_answerer(channel, "bookings")
        channel.basic_consume(queue="rpc-bookings", callback=print)
    first.collect()
    assert not is_gone(connect, "rpc-bookings")
    second.collect()
    until(lambda: is_gone(connect, "rpc-bookings"), "end of the queue")


def test_the_queue_of_replies_goes_with_its_caller(connect: Connect) -> None:
    connection: Connection = connect()
    name = topology.declare_caller(connection.channel(), "reply.hub.1")
    assert name == "rpc.reply.hub.1"
    connection.collect()
    until(lambda: is_gone(connect, name), "end of the queue")


Subscribed = Callable[[Any, config.Settings], list[Subscription]]


def test_the_hub_subscribes_to_every_city_and_a_city_to_its_own(tmp_path: Path) -> None:
    made = settings("embedded://", tmp_path)
    subscribed: Subscribed = bus.subscriptions
    hub = subscribed(hearer("bookings", "members", print), made)
    assert {(found.source, found.keys) for found in hub} == {
        ("members_roubaix", ("thing.counted.#",)),
        ("members_tourcoing", ("thing.counted.#",)),
    }
    own = ("thing.counted", "thing.counted.roubaix")
    [city] = subscribed(hearer("notifications_roubaix", "members", print, "roubaix"), made)
    assert (city.source, city.keys) == ("members_roubaix", own)
    [of_hub] = subscribed(hearer("notifications_roubaix", "bookings", print, "roubaix"), made)
    assert (of_hub.source, of_hub.keys) == ("bookings", own)
