"""The embedded broker keeps RabbitMQ's rules: how messages die and where they go then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests import waiting
from tests.chassis.bus import bodies, declare, fetch, publish, waiting_in


def test_a_rejected_message_keeps_its_routing_key(channel: Any) -> None:
    declare(channel, "dead", ("amq.topic", "booking.#"))
    declare(channel, "work", ("amq.direct", "booking.confirmed"), dead_letter_exchange="amq.topic")
    publish(channel, "bad", "amq.direct", "booking.confirmed", message_id="m1")
    channel.basic_reject(fetch(channel).delivery_tag, requeue=False)
    dead = fetch(channel, "dead")
    assert (dead.body, dead.properties["message_id"]) == ("bad", "m1")
    assert dead.delivery_info["exchange"] == "amq.topic"
    assert dead.delivery_info["routing_key"] == "booking.confirmed"
    assert dead.headers == {
        "x-death": [
            {
                "count": 1,
                "reason": "rejected",
                "queue": "work",
                "time": dead.headers["x-death"][0]["time"],
                "exchange": "amq.direct",
                "routing-keys": ["booking.confirmed"],
            }
        ],
        "x-first-death-queue": "work",
        "x-first-death-reason": "rejected",
        "x-first-death-exchange": "amq.direct",
    }
    assert isinstance(dead.headers["x-death"][0]["time"], datetime)


def test_a_queue_may_say_under_which_key_its_dead_go(channel: Any) -> None:
    declare(channel, "dead")
    declare(channel, "work", dead_letter_exchange="", dead_letter_routing_key="dead")
    publish(channel, "bad")
    channel.basic_reject(fetch(channel).delivery_tag, requeue=False)
    assert fetch(channel, "dead").body == "bad"


def test_a_rejected_message_without_a_place_for_the_dead_is_gone(channel: Any) -> None:
    declare(channel, "work", dead_letter_exchange="nowhere")
    publish(channel, "bad")
    channel.basic_reject(fetch(channel).delivery_tag, requeue=False)
    assert bodies(channel) == []


def test_a_message_expires_with_its_queues_time_to_live(channel: Any) -> None:
    declare(channel, "dead")
    declare(channel, "work", message_ttl=100, dead_letter_exchange="", dead_letter_routing_key="dead")
    publish(channel, "late")
    dead = fetch(channel, "dead")
    assert dead.headers["x-death"][0]["reason"] == "expired"
    assert waiting_in(channel, "work") == 0


def test_a_message_expires_with_its_own_time_to_live(channel: Any) -> None:
    declare(channel, "dead")
    declare(channel, "work", message_ttl=60_000, dead_letter_exchange="", dead_letter_routing_key="dead")
    publish(channel, "late", expiration="50")
    dead = fetch(channel, "dead")
    assert dead.headers["x-death"][0]["original-expiration"] == "50"
    assert "expiration" not in dead.properties


def test_a_message_that_is_held_does_not_expire(channel: Any) -> None:
    declare(channel, "dead")
    declare(channel, "work", message_ttl=150, dead_letter_exchange="", dead_letter_routing_key="dead")
    publish(channel, "held")
    held = fetch(channel)
    publish(channel, "late")
    assert fetch(channel, "dead").body == "late"
    channel.basic_ack(held.delivery_tag)
    assert bodies(channel, "dead") == []


def test_a_retry_comes_back_and_counts(channel: Any) -> None:
    declare(channel, "work", dead_letter_exchange="", dead_letter_routing_key="retry")
    declare(channel, "retry", message_ttl=30, dead_letter_exchange="", dead_letter_routing_key="work")
    publish(channel, "again")
    for _ in range(3):
        channel.basic_reject(fetch(channel).delivery_tag, requeue=False)
    last = fetch(channel)
    assert [(death["queue"], death["reason"], death["count"]) for death in last.headers["x-death"]] == [
        ("retry", "expired", 3),
        ("work", "rejected", 3),
    ]
    assert last.headers["x-first-death-reason"] == "rejected"


def test_a_message_that_would_go_round_for_ever_is_dropped(channel: Any) -> None:
    declare(channel, "work", message_ttl=30, dead_letter_exchange="", dead_letter_routing_key="work")
    publish(channel, "round")
    waiting.until(lambda: waiting_in(channel, "work") == 0, "end of it")


def test_a_message_given_back_too_often_is_dead(channel: Any) -> None:
    declare(channel, "dead")
    dead_letters = {"dead_letter_exchange": "", "dead_letter_routing_key": "dead"}
    declare(channel, "work", queue_type="quorum", delivery_limit=2, **dead_letters)
    publish(channel, "poison")
    seen = []
    for _ in range(3):
        message = fetch(channel)
        seen.append(message.delivery_info["redelivered"])
        channel.basic_reject(message.delivery_tag, requeue=True)
    assert seen == [False, True, True]
    assert fetch(channel, "dead").headers["x-death"][0]["reason"] == "delivery_limit"
    assert bodies(channel) == []


def test_a_full_queue_lets_its_oldest_go(channel: Any) -> None:
    declare(channel, "dead")
    declare(channel, "work", max_length=2, dead_letter_exchange="", dead_letter_routing_key="dead")
    for body in "abc":
        publish(channel, body)
    dead = fetch(channel, "dead")
    assert (dead.body, dead.headers["x-death"][0]["reason"]) == ("a", "maxlen")
    assert bodies(channel) == ["b", "c"]
