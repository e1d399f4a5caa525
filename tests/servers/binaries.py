"""Where the programs are: named by a setting, found on the machine, or installed with apt.

Never starts one.
"""
from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

POLICY = Path("/usr/sbin/policy-rc.d")


class MissingError(Exception):
    """A program is not on the machine and could not be installed. The message says what to do."""


@dataclass(frozen=True)
class Program:
    """A program that tests start.

    Attributes:
        setting: environment variable that names a running server (or, for Chromium and khal, the program) instead.
        package: Debian's package.
        places: where to look, as globs; of several matches the last in alphabetical order is taken.
    """

    name: str
    setting: str
    package: str
    places: tuple[str, ...]

    @property
    def given(self) -> str | None:
        """What the environment says to use instead."""
        return os.environ.get(self.setting)

    def find(self) -> Path | None:
        for place in self.places:
            found = sorted(Path("/").glob(place.lstrip("/")))
            if found:
                return found[-1]
        return None

    def path(self) -> Path:
        """Where the program is.

        Raises:
            MissingError: it is not on the machine.
        """
        found = self.find()
        if found is None:
            raise MissingError(
                f"{self.name} is missing. Install Debian's package {self.package}"
                f" (apt-get install {self.package}), or set {self.setting} to one that you have."
            )
        return found


# Not the wrapper in /usr/sbin: it becomes the user rabbitmq and talks to the machine's own node.
RABBITMQ = Program("RabbitMQ", "AMQP_URI", "rabbitmq-server", (
    "/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/rabbitmq/sbin/rabbitmq-server"))
EPMD = Program("Erlang's port mapper", "AMQP_URI", "erlang-base", (
    "/usr/bin/epmd", "/usr/local/bin/epmd", "/usr/lib/erlang/bin/epmd"))
POSTGRESQL = Program("PostgreSQL", "DATABASE_URL", "postgresql", (
    "/usr/lib/postgresql/*/bin/postgres", "/usr/local/bin/postgres", "/usr/bin/postgres"))
CHROMIUM = Program("Chromium", "CHROMIUM", "chromium", (
    "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"))
KHAL = Program("khal", "KHAL", "khal", ("/usr/bin/khal", "/usr/local/bin/khal"))
PROGRAMS = (RABBITMQ, POSTGRESQL, CHROMIUM, KHAL)


def chromium() -> Path:
    """The browser: the one that `CHROMIUM` names, else the machine's."""
    return Path(CHROMIUM.given) if CHROMIUM.given else CHROMIUM.path()


def khal() -> Path:
    """The calendar program: the one that `KHAL` names, else the machine's."""
    return Path(KHAL.given) if KHAL.given else KHAL.path()


def ensure() -> list[str]:
    """Install the programs that are neither given nor found; return one line for each.

    Raises:
        MissingError: one could not be installed.
    """
    absent = [program for program in PROGRAMS if not program.given and not program.find()]
    if absent:
        install([program.package for program in absent])
    return [f"{p.name}: {'given by ' + p.setting if p.given else p.path()}" for p in PROGRAMS]


def install(packages: list[str]) -> None:
    """Install Debian packages, without starting the servers that come with them.

    Raises:
        MissingError: apt is not there, or neither root nor sudo without a password is, or apt failed.
    """
    advice = f"Install the Debian packages {' '.join(packages)}, or set " + ", ".join(
        f"{p.setting} for {p.name}" for p in PROGRAMS if p.package in packages
    ) + "."
    if not shutil.which("apt-get"):
        raise MissingError(f"There is no apt-get here. {advice}")
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if rights and not (shutil.which("sudo") and subprocess.run([*rights, "true"], check=False).returncode == 0):
        raise MissingError(f"Neither root nor sudo without a password. {advice}")
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    with servers_left_stopped(rights):
        for step in ("update",), ("install", "--yes", "--no-install-recommends", *packages):
            if subprocess.run([*apt, *step], check=False).returncode:
                raise MissingError(f"apt-get {step[0]} failed. {advice}")


@contextlib.contextmanager
def servers_left_stopped(rights: list[str]) -> Iterator[None]:
    """Forbid the packages' scripts to start servers, unless the machine has a policy of its own."""
    if POLICY.exists():
        yield
        return
    with tempfile.NamedTemporaryFile("w", suffix=".sh") as policy:
        policy.write("#!/bin/sh\nexit 101\n")
        policy.flush()
        subprocess.run([*rights, "install", "-m", "755", policy.name, str(POLICY)], check=True)
    try:
        yield
    finally:
        subprocess.run([*rights, "rm", "-f", str(POLICY)], check=True)
