"""Dead letters: seen without being touched, given back, dropped; on both brokers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from champlibre import letters, running
from chassis.broker import Outgoing, Publisher, connect, drop
from chassis.config import ConfigError, Settings
from tests.champlibre.conftest import settings_in
from tests.contracts.document import sample

QUEUE = "evt-members_roubaix--bookings"


@pytest.fixture
def node(broker_uri: str, tmp_path: Path) -> Settings:
    settings = settings_in(tmp_path, broker={"uri": broker_uri})
    running.declare_queues(settings)
    return settings


def bury(settings: Settings, *bodies: str) -> None:
    """Put messages among the dead letters of bookings."""
    headers = {"x-reason": "invalid", "x-message": "no", "x-queue": QUEUE, "x-dead-at": "2026-11-23T09:00:00+00:00"}
    publisher = Publisher(settings.broker.uri)
    publisher.publish(
        [Outgoing("", "dead-bookings", body, headers=headers, properties={"message_id": "m"}) for body in bodies]
    )
    publisher.close()


def waiting(settings: Settings, queue: str) -> int:
    connection = connect(settings.broker.uri)
    try:
        return int(connection.channel().queue_declare(queue=queue, passive=True).message_count)
    finally:
        drop(connection)


def approved() -> str:
    return json.dumps(sample("member.approved"))


def test_a_letter_is_seen_with_its_reason_and_stays(node: Settings) -> None:
    bury(node, approved())
    for _ in range(3):
        (letter,) = letters.every(node)
        assert (letter.service, letter.name, letter.reason, letter.queue) == (
            "bookings",
            "member.approved",
            "invalid",
            QUEUE,
        )
    assert '"member_id"' in letters.find(node, letter.id).described()


def test_an_unreadable_letter_is_seen_too(node: Settings) -> None:
    bury(node, "\x00 no envelope")
    (letter,) = letters.every(node)
    assert letter.name == "unreadable" and "no envelope" in letter.described()


def test_a_letter_that_is_given_back_is_where_it_came_from_and_nowhere_else(node: Settings) -> None:
    bury(node, approved(), "unreadable")
    letter = next(found for found in letters.every(node) if found.name == "member.approved")
    assert letters.replay(node, letter.id) == 1
    assert waiting(node, QUEUE) == 1 and waiting(node, "dead-bookings") == 1


def test_all_can_be_given_back_or_dropped(node: Settings) -> None:
    bury(node, approved(), approved())
    assert letters.replay(node, "all") == 2 and waiting(node, QUEUE) == 2
    bury(node, "x", "y", "z")
    assert letters.drop(node, "all") == 3 and letters.every(node) == []


def test_a_letter_that_is_not_there_is_said_so(node: Settings) -> None:
    with pytest.raises(ConfigError, match="no such dead letter"):
        letters.replay(node, "nothing")
