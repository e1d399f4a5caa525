"""A real OpenID Connect provider, `oidc-provider-mock`, in a process of its own on the loopback."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests import waiting
from tests.servers.processes import Process, free_port

NAME = "Mon Roubaix"
START_SECONDS = 30.0


@dataclass
class Provider:
    """One that runs.

    Attributes:
        url: its issuer.
    """

    url: str
    process: Process

    def table(self, city: str) -> str:
        """What a node's file says of it."""
        known = {"name": NAME, "issuer": self.url, "client_id": "champ-libre", "client_secret": "a-secret-of-both"}
        lines = [f"{name} = {json.dumps(value)}" for name, value in known.items()]
        return "\n".join(["", f"[cities.{city}.provider]", *lines, ""])

    def knows(self, subject: str, **claims: Any) -> None:
        """From now on it says this of somebody."""
        reply = requests.put(f"{self.url}/users/{subject}", json=claims, timeout=5)
        assert reply.status_code == 204, reply.text

    def answers(self) -> bool:
        if not self.process.running:
            raise RuntimeError(f"the provider ended:\n{self.process.said()}")
        try:
            return requests.get(f"{self.url}/.well-known/openid-configuration", timeout=5).status_code == 200
        except requests.RequestException:
            return False


@contextmanager
def running_provider(folder: Path) -> Iterator[Provider]:
    """One that answers; stopped at the end, by its process id."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    process = Process(command, {"PATH": os.defpath, "LANG": "C.UTF-8"}, folder / "provider.log")
    provider = Provider(f"http://127.0.0.1:{port}", process)
    try:
        process.start()
        waiting.until(provider.answers, "provider that answers", START_SECONDS, pause=0.1)
        yield provider
    finally:
        process.stop()
