"""A real mail server on the loopback: aiosmtpd in a process of its own, which does as the recipient's name says.

The name is what is before a plus or the at sign: of `later+7@…` it is `later`. Everybody else's mail is taken.

    later      451                                    never     550
    twice      451 two times, then it is taken        spam      554 after DATA
    slow       no answer in time                      hang      no answer in time to DATA, nothing is taken
    drop       the line is cut after DATA             cut       it is taken, then the line is cut before the 250
    unlucky    as cut, the first time
    gone       it is taken, then the line is cut      tired     it is taken, and the next MAIL answered 421
    rude       it is taken, and the goodbye answered 421
    says-…     what it says, after RCPT: `says-550-5.7.1@…`

What was taken lies in a Maildir, in the order in which it came; `X-Line` numbers the lines, `X-Login` says who came.
"""

from __future__ import annotations

import asyncio
import base64
import mailbox
import socket
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import Any

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import AuthResult

from tests import waiting
from tests.servers.processes import Process, free_port

PASSWORD = "the mail server's"
ROOT = Path(__file__).parents[2]


class Whims(Mailbox):
    """aiosmtpd's handler."""

    def __init__(self, folder: str, takes_eight_bits: str = "yes") -> None:
        super().__init__(folder)
        self.takes_eight_bits = takes_eight_bits == "yes"
        self.lines = count(1)
        self.asked: Counter[str] = Counter()

    @classmethod
    def from_cli(cls, _parser: Any, *args: str) -> Whims:
        return cls(*args)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd finds it by this name
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        session.line = next(self.lines)
        return [line for line in responses if self.takes_eight_bits or "8BITMIME" not in line]

    async def auth_PLAIN(self, server: Any, args: list[str]) -> AuthResult:  # noqa: N802
        _, name, password = base64.b64decode(args[1]).decode().split("\0")
        return AuthResult(success=password == PASSWORD, handled=False, auth_data=name)

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if getattr(session, "whim", "") == "tired":
            hang_up(server)
            return "421 enough of you"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        whim = session.whim = whim_of(address)
        self.asked[address] += 1
        if whim == "slow":
            await asyncio.sleep(30)
        if whim in ("later", "never") or (whim == "twice" and self.asked[address] <= 2):
            return f"{550 if whim == 'never' else 451} no, {address}"
        if whim.startswith("says-"):
            return f"{' '.join(whim.split('-')[1:])} no, {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if session.whim == "spam":
            return f"554 no, {envelope.rcpt_tos[0]}"
        if session.whim == "hang":
            await asyncio.sleep(30)
        if session.whim in ("hang", "drop"):
            server.transport.close()
            return "451 not read by anybody"
        said = str(await super().handle_DATA(server, session, envelope))
        if session.whim == "cut" or (session.whim == "unlucky" and self.asked[envelope.rcpt_tos[0]] == 1):
            server.transport.close()
        if session.whim == "gone":
            hang_up(server)
        return said

    def prepare_message(self, session: Any, envelope: Any) -> Any:
        message = super().prepare_message(session, envelope)
        message["X-Line"] = str(session.line)
        message["X-Login"] = str(session.auth_data)
        return message

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return "421 enough of you" if getattr(session, "whim", "") == "rude" else "221 Bye"


def whim_of(address: str) -> str:
    """What the server does with mail for that address."""
    return address.partition("@")[0].partition("+")[0]


def hang_up(server: Any) -> None:
    """Once the answer is said."""
    asyncio.get_running_loop().call_soon(server.transport.close)


@dataclass
class MailServer:
    """Where it listens, and what it took."""

    port: int
    folder: Path

    def taken(self) -> list[EmailMessage]:
        """The mails, as they came."""
        box = mailbox.Maildir(self.folder)
        in_order = sorted(box.iterkeys(), key=lambda key: int(key.partition("Q")[2].partition(".")[0]))
        return [message_from_bytes(box.get_bytes(key), policy=policy.default) for key in in_order]


@contextmanager
def mail_server(
    folder: Path, *options: str, takes_eight_bits: bool = True, whims: type[Whims] = Whims
) -> Iterator[MailServer]:
    """A mail server; gone at the end."""
    port, maildir = free_port(), folder / "maildir"
    handler = [f"{whims.__module__}.{whims.__name__}", str(maildir), "yes" if takes_eight_bits else "no"]
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
