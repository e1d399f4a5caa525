"""What happens before a service runs: the databases' version, the queues."""

from __future__ import annotations

import pytest

from champlibre import nodes, running
from chassis import topology
from chassis.broker import connect, drop
from chassis.config import ConfigError, Settings


def test_a_database_of_another_version_is_refused(settings: Settings) -> None:
    classes = nodes.service_classes(settings, ["members"])
    with pytest.raises(ConfigError, match="champlibre migrate") as refused:
        running.check_up_to_date(settings, classes)
    assert len(refused.value.errors) == 2


def test_a_database_that_was_migrated_is_accepted_and_migrating_again_is_harmless(settings: Settings) -> None:
    classes = nodes.service_classes(settings)
    assert set(running.bring_up_to_date(settings, classes)) == {cls.name for cls in classes} - {"gateway"}
    running.bring_up_to_date(settings, classes)
    running.check_up_to_date(settings, classes)


def test_every_queue_is_there_before_anybody_speaks(settings: Settings) -> None:
    running.declare_queues(settings)
    connection = connect(settings.broker.uri)
    try:
        channel = connection.channel()
        for queue in ("evt-bookings--notifications_roubaix", "evt-members_marcq--bookings", "evt-bookings--opendata"):
            assert channel.queue_declare(queue=queue, passive=True).message_count == 0
        assert channel.queue_declare(queue=topology.dead_queue("bookings"), passive=True).message_count == 0
    finally:
        drop(connection)
