"""A real mail server on the loopback: aiosmtpd in a process of its own, which does as the recipient's name says.

`later@…` is answered 451, `never@…` 550, `says-550-5.7.1@…` 550 5.7.1,
`spam@…` 554 after DATA; `slow@…` gets no answer in time; `cut@…` is taken,
then the line is cut before the 250; `rude@…` is taken, and the goodbye answered 421. Everybody else's mail is taken.
What was taken lies in a Maildir.
"""

from __future__ import annotations

import asyncio
import mailbox
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.handlers import Mailbox

from tests import waiting
from tests.servers.processes import Process, free_port

ROOT = Path(__file__).parents[2]


class Whims(Mailbox):
    """aiosmtpd's handler."""

    def __init__(self, folder: str, takes_eight_bits: str = "yes") -> None:
        super().__init__(folder)
        self.takes_eight_bits = takes_eight_bits == "yes"

    @classmethod
    def from_cli(cls, _parser: Any, *args: str) -> Whims:
        return cls(*args)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd finds it by this name
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [line for line in responses if self.takes_eight_bits or "8BITMIME" not in line]

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        whim = address.partition("@")[0]
        if whim == "slow":
            await asyncio.sleep(30)
        if whim in ("later", "never"):
            return f"{451 if whim == 'later' else 550} no, {address}"
        if whim.startswith("says-"):
            return f"{' '.join(whim.split('-')[1:])} no, {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if envelope.rcpt_tos[0].startswith("spam@"):
            return f"554 no, {envelope.rcpt_tos[0]}"
        said = str(await super().handle_DATA(server, session, envelope))
        session.is_rude = envelope.rcpt_tos[0].startswith("rude@")
        if envelope.rcpt_tos[0].startswith("cut@"):
            server.transport.close()
        return said

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return "421 enough of you" if getattr(session, "is_rude", False) else "221 Bye"


@dataclass
class MailServer:
    """Where it listens, and what it took."""

    port: int
    folder: Path

    def taken(self) -> list[EmailMessage]:
        """The mails, as they came."""
        box = mailbox.Maildir(self.folder)
        return [message_from_bytes(box.get_bytes(key), policy=policy.default) for key in box.iterkeys()]


@contextmanager
def mail_server(folder: Path, *options: str, takes_eight_bits: bool = True) -> Iterator[MailServer]:
    """A mail server; gone at the end."""
    port, maildir = free_port(), folder / "maildir"
    handler = [f"{__name__}.Whims", str(maildir), "yes" if takes_eight_bits else "no"]
    command: Sequence[str] = [
        *(sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}"),
        *options,
        *("-c", *handler),
    ]
    process = Process(command, {"PYTHONPATH": str(ROOT)}, folder / "mail-server.log")
    process.start()
    try:
        waiting.until(lambda: _listens(port) or not process.running, "mail server")
        assert process.running, process.said()
        yield MailServer(port, maildir)
    finally:
        process.stop()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
