"""The processes of a network: one that runs everything, or one a service. Started, killed, started again."""
from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import requests

from tests import waiting
from tests.servers.processes import Process, free_port
from tests.substrates import Substrate

ROOT = Path(__file__).parents[2]
CITIES = ("roubaix", "tourcoing", "marcq")
DATABASES = ("bookings", "opendata", *(f"{name}_{city}" for name in ("members", "notifications") for city in CITIES))
SERVICES = (*DATABASES, "gateway")
EVERYTHING = "everything"
READY_SECONDS = 90.0

# Whoever asks stands for a proxy: who comes from elsewhere says so by X-Forwarded-For.
NODE_FILE = """\
site = "hub"
state_dir = "{folder}"
home_secret = "{home_secret}"
city = ["roubaix", "tourcoing", "marcq"]
retry_pauses_seconds = [0.2, 0.5, 1, 2, 5]

[broker]
uri = "{broker_uri}"

[database]
url = "{database_url}"

[gateway]
listen = "127.0.0.1:{gateway}"
secret = "{secret}"
trusted_proxies = 1
mail_folder = "{folder}/mail"

[opendata]
listen = "127.0.0.1:{opendata}"

[mail]
{mail}

[cities.roubaix]
name = "Roubaix"
insee = "59512"
siren = "215905126"
{of_a_city}

[cities.tourcoing]
name = "Tourcoing"
insee = "59599"
siren = "215905993"
{of_a_city}

[cities.marcq]
name = "Marcq-en-Barœul"
insee = "59378"
siren = "215903782"
{of_a_city}
"""


@dataclass
class Part:
    """One process of the network, and its operator's port."""

    process: Process
    admin: str

    def get(self, path: str) -> requests.Response:
        return requests.get(f"{self.admin}{path}", timeout=5)

    def ready(self) -> bool:
        if not self.process.running:
            raise RuntimeError(f"{' '.join(self.process.command)} ended:\n{self.process.said()}")
        try:
            return self.get("/ready").status_code == 200
        except requests.RequestException:
            return False


class Network:
    """The three cities and the hub on a substrate.

    Attributes:
        url: of the gateway.
        opendata: of the open data server.
        mail: folder in which the letters land, a folder a city.
        parts: by name: "everything", or "bookings", "members_roubaix"...
        last_steps: by address, the time step of the last code by which somebody signed in.
        signed_in: by address, the access token of staff who signed in, and when.
    """

    def __init__(self, substrate: Substrate, folder: Path, more: str = "", mail: str = "", of_a_city: str = "") -> None:
        self.substrate, self.folder = substrate, folder
        gateway, opendata = free_port(), free_port()
        self.url, self.opendata = f"http://127.0.0.1:{gateway}", f"http://127.0.0.1:{opendata}"
        self.mail = folder / "mail"
        self.node_file = folder / "node.toml"
        self.node_file.write_text(NODE_FILE.format(
            folder=folder, broker_uri=substrate.broker_uri, database_url=substrate.database_url,
            gateway=gateway, opendata=opendata, secret=secrets.token_urlsafe(32),
            home_secret=secrets.token_urlsafe(32), mail=mail or f'folder = "{self.mail}"',
            of_a_city=of_a_city,
        ) + more)
        self.last_steps: dict[str, int] = {}
        self.signed_in: dict[str, tuple[str | None, float]] = {}
        names = (EVERYTHING,) if substrate.name == "embedded" else SERVICES
        self.parts = {name: self._part(name, [] if name == EVERYTHING else [name]) for name in names}

    def _part(self, name: str, services: Sequence[str]) -> Part:
        admin = f"127.0.0.1:{free_port()}"
        environment = {**self.environment, "CHAMPLIBRE_ADMIN_LISTEN": admin}
        command = self.command("run", *services)
        return Part(Process(command, environment, self.folder / f"{name}.log"), f"http://{admin}")

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}

    def command(self, name: str, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "champlibre", name, *arguments, "--config", str(self.node_file)]

    def do(self, name: str, *arguments: str) -> str:
        """Run `champlibre NAME ARGUMENTS` to its end; return what it says."""
        done = subprocess.run(
            self.command(name, *arguments), env=self.environment, cwd=self.folder,
            capture_output=True, text=True, timeout=READY_SECONDS, check=False,
        )
        assert done.returncode == 0, f"champlibre {name}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def start(self) -> None:
        """Lay down databases and content, start every part, and wait until all are ready."""
        for database in DATABASES:
            self.substrate.make_database(database)
        self.do("demo")
        for part in self.parts.values():
            part.process.start()
        self.wait_until_ready()

    @contextlib.contextmanager
    def another(self, service: str) -> Iterator[None]:
        """One more process of a service, meanwhile; where all is one process it stays one."""
        if EVERYTHING in self.parts:
            yield
            return
        part = self._part(service, [service])
        part.process.start()
        try:
            waiting.until(part.ready, f"another {service} that is ready", READY_SECONDS, pause=0.1)
            yield
        finally:
            part.process.stop()

    def part_of(self, service: str) -> Part:
        """The process in which a service runs."""
        return self.parts.get(EVERYTHING) or self.parts[service]

    def leave_out(self, service: str) -> None:
        """Stop one service; all others go on (in one process: after a restart)."""
        if EVERYTHING not in self.parts:
            self.parts.pop(service).process.stop()
            return
        self.parts.pop(EVERYTHING).process.stop()
        self.parts[EVERYTHING] = self._part(EVERYTHING, [name for name in SERVICES if name != service])
        self.parts[EVERYTHING].process.start()
        self.wait_until_ready()

    def take_in(self, service: str) -> None:
        """Start a service again that was left out."""
        if (alone := self.parts.pop(EVERYTHING, None)) is not None:
            alone.process.stop()
            name, services = EVERYTHING, []
        else:
            name, services = service, [service]
        self.parts[name] = self._part(name, services)
        self.parts[name].process.start()
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        for name, part in self.parts.items():
            waiting.until(part.ready, f"{name} that is ready", READY_SECONDS, pause=0.1)

    def stop(self) -> None:
        for part in self.parts.values():
            if part.process.running:
                part.process.signal(part.process.polite)
        for part in self.parts.values():
            part.process.stop()

    def said(self) -> str:
        """Every log of every part."""
        return "\n".join(part.process.log.read_text() for part in self.parts.values())


@contextlib.contextmanager
def running(
    substrate: Substrate, folder: Path, more: str = "", mail: str = "", of_a_city: str = ""
) -> Iterator[Network]:
    """A network that is ready, with more lines in its file; stopped at the end.

    Args:
        substrate: what it stands on.
        folder: of its own.
        more: lines at the end of its file.
        mail: lines by which its letters go elsewhere than to the folder `mail`.
        of_a_city: lines of each city.
    """
    network = Network(substrate, folder, more, mail, of_a_city)
    try:
        network.start()
        yield network
    finally:
        network.stop()
