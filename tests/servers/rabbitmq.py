"""A RabbitMQ for the tests: the one that `AMQP_URI` names, else a private node, its port mapper included.

Each test gets a virtual host, made through the management plugin in some 50 ms (rabbitmqctl takes a second).
"""
from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from tests import waiting
from tests.servers import binaries
from tests.servers.processes import Process, data_folder, free_port

MANAGEMENT = "AMQP_MANAGEMENT"
START_SECONDS = 90.0


class Broker:
    """A RabbitMQ that answers.

    Args:
        amqp: URI without a virtual host, with user and password.
        management: its management plugin, `http://host:port`.
    """

    def __init__(self, amqp: str, management: str) -> None:
        address = urlsplit(amqp)
        self.amqp = f"{address.scheme}://{address.netloc}"
        self.management = management.rstrip("/")
        self.credentials = (address.username or "guest", address.password or "guest")

    def api(self, method: str, path: str, body: object = None) -> Any:
        """Ask the management plugin: `api("GET", "/queues/%2F")`.

        Raises:
            requests.RequestException: it refused or did not answer.
        """
        reply = requests.request(
            method, f"{self.management}/api{path}", auth=self.credentials, json=body, timeout=10,
        )
        reply.raise_for_status()
        return reply.json() if reply.content else None

    @contextlib.contextmanager
    def vhost(self) -> Iterator[str]:
        """A virtual host of one's own; yields its AMQP URI."""
        name = f"test-{secrets.token_hex(4)}"
        self.api("PUT", f"/vhosts/{name}", {})
        try:
            yield f"{self.amqp}/{name}"
        finally:
            with contextlib.suppress(requests.RequestException):  # a test may have killed the broker
                self.api("DELETE", f"/vhosts/{name}")

    def queues(self, uri: str) -> list[dict[str, Any]]:
        """The queues of a virtual host, as the management plugin describes them."""
        queues: list[dict[str, Any]] = self.api("GET", f"/queues/{vhost_of(uri)}")
        return queues

    def exchanges(self, uri: str) -> list[str]:
        """The names of a virtual host's exchanges, without RabbitMQ's own."""
        found = self.api("GET", f"/exchanges/{vhost_of(uri)}")
        return [e["name"] for e in found if e["name"] and not e["name"].startswith("amq.")]


def vhost_of(uri: str) -> str:
    """The virtual host of an AMQP URI, ready for a path of the management plugin."""
    return quote(urlsplit(uri).path[1:] or "/", safe="")


class PrivateBroker(Broker):
    """A node of our own, which a test may kill, freeze and start again with its data."""

    def __init__(self, folder: Path) -> None:
        self.port, self.management_port = free_port(), free_port()
        self.password = secrets.token_urlsafe(12)
        super().__init__(
            f"amqp://champlibre:{self.password}@127.0.0.1:{self.port}", f"http://127.0.0.1:{self.management_port}",
        )
        self.folder = folder
        self.environment = self._environment()
        # Started here and not by Erlang, which would leave it running as a daemon.
        self.port_mapper = Process([str(binaries.EPMD.path())], self.environment, folder / "epmd.log")
        program = str(binaries.RABBITMQ.path())
        self.node = Process([program, "-noinput"], self.environment, folder / "node.log")

    def _environment(self) -> dict[str, str]:
        (self.folder / "mnesia").mkdir()
        (self.folder / "plugins").write_text("[rabbitmq_management].\n")
        (self.folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.1 = 127.0.0.1:{self.port}\n"
            "management.tcp.ip = 127.0.0.1\n"
            f"management.tcp.port = {self.management_port}\n"
            "default_user = champlibre\n"
            f"default_pass = {self.password}\n"
            "loopback_users = none\n"
            "disk_free_limit.absolute = 50MB\n"
            "vm_memory_high_watermark.absolute = 1GB\n"
            "management_agent.disable_metrics_collector = false\n"
            "collect_statistics_interval = 1000\n"
        )
        return {
            "PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(self.folder),
            "ERL_EPMD_PORT": str(free_port()), "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": f"test{self.port}@localhost",
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(self.folder / "generated"),
            "RABBITMQ_SCHEMA_DIR": str(self.folder / "schema"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(self.folder / "advanced.config"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_ALLOW_INPUT": "1",  # makes the script become the node, so that the pid is the node's
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS":
                "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
        }

    def start(self) -> None:
        if not self.port_mapper.running:
            self.port_mapper.start()
        self.node.start()
        waiting.until(self.answers, f"RabbitMQ; it said:\n{self.node.said()}", START_SECONDS, pause=0.1)

    def answers(self) -> bool:
        if not self.node.running:
            raise RuntimeError(f"RabbitMQ stopped at start:\n{self.node.said()}")
        try:
            return bool(self.api("GET", "/health/checks/port-listener/" + str(self.port)))
        except requests.RequestException:
            return False

    def kill(self) -> None:
        """kill -9 of the node."""
        self.node.kill()

    def restart(self) -> None:
        """Stop the node if it runs, and start it with the same ports and data."""
        self.node.stop()
        self.start()

    def freeze(self) -> None:
        self.node.freeze()

    def thaw(self) -> None:
        self.node.thaw()

    def end(self) -> None:
        """Kill the node and its port mapper: their data goes anyway, and a polite stop takes six seconds."""
        self.node.kill()
        self.port_mapper.kill()


@contextlib.contextmanager
def private_rabbitmq() -> Iterator[PrivateBroker]:
    """A node of our own, gone at the end."""
    with data_folder("rabbitmq") as folder:
        broker = PrivateBroker(folder)
        try:
            broker.start()
            yield broker
        finally:
            broker.end()


@contextlib.contextmanager
def rabbitmq() -> Iterator[Broker]:
    """The broker that `AMQP_URI` names, or a private one.

    The given one has its management plugin where `AMQP_MANAGEMENT` says, else at its port 15672.
    """
    given = binaries.RABBITMQ.given
    if given:
        host = urlsplit(given).hostname
        yield Broker(given, os.environ.get(MANAGEMENT, f"http://{host}:15672"))
        return
    with private_rabbitmq() as broker:
        yield broker
