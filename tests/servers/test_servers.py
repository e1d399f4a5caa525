"""The servers of the tests keep what they promise."""
from __future__ import annotations

import subprocess
from pathlib import Path

import kombu
import pytest
from amqp.exceptions import NotAllowed
from sqlalchemy import create_engine, text

from tests import servers, waiting
from tests.servers import binaries, processes
from tests.substrates import MakeDatabase


def test_a_missing_program_is_named_with_its_package_and_the_setting_to_give_instead() -> None:
    absent = binaries.Program("Nonesuch", "NONESUCH_URL", "nonesuch", ("/nowhere/*/nonesuch",))
    with pytest.raises(binaries.MissingError, match=r"Nonesuch is missing.*package nonesuch.*NONESUCH_URL"):
        absent.path()


def test_a_process_is_stopped_frozen_and_killed_by_its_own_pid(tmp_path: Path) -> None:
    process = processes.Process(["/bin/sleep", "60"], {}, tmp_path / "log")
    process.start()
    assert process.running
    process.freeze()
    process.stop()  # a frozen process still obeys
    assert not process.running
    process.start()
    process.kill()
    assert not process.running


def test_a_process_that_does_not_obey_is_killed(tmp_path: Path) -> None:
    script = "trap '' TERM; echo ready; while true; do read x < /dev/tty || :; done 2>/dev/null"
    process = processes.Process(["/bin/sh", "-c", script], {}, tmp_path / "log")
    process.start()
    waiting.until(lambda: "ready" in process.said(), "first word")
    process.stop(seconds=0.2)
    assert not process.running


def test_a_database_is_empty_and_ours_and_can_hold_claims(make_database: MakeDatabase) -> None:
    url = make_database("bookings")
    assert make_database("bookings") == url
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE claims (unit integer)"))
        if engine.dialect.name == "postgresql":
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
    engine.dispose()


def test_a_virtual_host_is_fresh_and_gone_at_the_end(rabbitmq: servers.Broker) -> None:
    with rabbitmq.vhost() as uri:
        with kombu.Connection(uri) as connection:
            connection.SimpleQueue("hello").put({"n": 1})
        assert [queue["name"] for queue in rabbitmq.queues(uri)] == ["hello"]
    with pytest.raises(NotAllowed), kombu.Connection(uri) as gone:
        gone.connect()


def test_nothing_of_a_private_server_is_left() -> None:
    with servers.private_postgresql() as server:
        folder, pid = server.folder, server.process.pid
        assert folder.exists()
    assert not folder.exists()
    assert subprocess.run(["kill", "-0", str(pid)], capture_output=True).returncode != 0
