"""Child processes with an end: stopped by their own pid, or by the kernel if the tests are killed."""
from __future__ import annotations

import contextlib
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "var" / "test"
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
ROOM_BYTES = 4 * 2**30
TAIL_CHARACTERS = 4000


def free_port() -> int:
    """A port of the loopback that nobody listens on, below those that the kernel hands to clients."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass
class Process:
    """A program that runs until told otherwise.

    Attributes:
        environment: the whole of it; nothing is inherited.
        log: file that takes its output, appended to at each start.
        user: whom it runs as; None for whoever runs the tests.
        polite: the signal that asks it to stop.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    user: str | None = None
    polite: signal.Signals = signal.SIGTERM
    child: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def running(self) -> bool:
        return self.child is not None and self.child.poll() is None

    @property
    def pid(self) -> int:
        assert self.child is not None, f"{self.command[0]} was not started"
        return self.child.pid

    def start(self) -> None:
        assert not self.running, f"{self.command[0]} runs already"
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                [*as_user(self.user), *self.command], env=dict(self.environment), cwd=self.log.parent,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )

    def stop(self, seconds: float = 20.0) -> None:
        """Ask it to stop; kill it if it has not within so many seconds."""
        if self.child is None:
            return
        self.thaw()
        self.signal(self.polite)
        try:
            self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """kill -9, and see it gone."""
        self.signal(signal.SIGKILL)
        if self.child is not None:
            self.child.wait(10)

    def freeze(self) -> None:
        """Stop it in its tracks: its sockets stay open and nobody answers."""
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def signal(self, number: signal.Signals) -> None:
        if self.running:
            os.kill(self.pid, number)

    def said(self) -> str:
        """The end of its output."""
        return self.log.read_text(errors="replace")[-TAIL_CHARACTERS:] if self.log.exists() else ""


def as_user(user: str | None) -> list[str]:
    """The words before a command that make it somebody else's, and die with its parent."""
    words = ["setpriv", "--pdeathsig", "TERM"]
    if user:
        account = pwd.getpwnam(user)
        words += ["--reuid", str(account.pw_uid), "--regid", str(account.pw_gid), "--clear-groups"]
    return [*words, "--"]


@contextlib.contextmanager
def data_folder(name: str, user: str | None = None, *, lasting: bool = False) -> Iterator[Path]:
    """A new folder in memory where there is room, gone at the end; else, or if it is to last, under var/test.

    A temporary one if the user cannot get there. A database is made and dropped in memory in half the time.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    within = FOLDER if lasting or not _has_room(MEMORY) else MEMORY
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=within))
    if user and not give(folder, user):
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix=f"champlibre-{name}-"))
        give(folder, user)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= ROOM_BYTES


def give(folder: Path, user: str) -> bool:
    """Make the folder the user's; tell whether the user can write there."""
    shutil.chown(folder, user)
    return subprocess.run([*as_user(user), "test", "-w", str(folder)], cwd="/", check=False).returncode == 0
