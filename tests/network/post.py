"""The mail server of a network: it keeps what it takes in a folder a city, as a network without one does.

It does as the recipient's name says (`tests.notifications.mail_server`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import Message
from itertools import count
from pathlib import Path

from tests.notifications.mail_server import Whims, mail_server

NODE_FILE = 'smtp = {{ host = "127.0.0.1", port = {port}, tls = "none", per_domain_per_minute = 100000 }}'
AS_IT_CAME = policy.compat32.clone(max_line_length=None)


class Post(Whims):
    """Lays a letter into the folder of the city that sent it."""

    def __init__(self, folder: str, takes_eight_bits: str = "yes") -> None:
        super().__init__(folder, takes_eight_bits)
        self.mail = Path(folder).parent / "mail"
        self.numbers = count(1)

    def handle_message(self, message: Message) -> None:
        """Keep it; who looks finds it whole."""
        [city, *_] = str(message["From"]).rpartition("@")[2].split(".")
        file = self.mail / city / f"{next(self.numbers):06}.eml"
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".part")
        unfinished.write_bytes(message.as_bytes(policy=AS_IT_CAME))
        unfinished.rename(file)


@contextmanager
def post(folder: Path) -> Iterator[str]:
    """A mail server that keeps letters below a network's folder; gives the lines by which the network knows it."""
    with mail_server(folder, whims=Post) as server:
        yield NODE_FILE.format(port=server.port)
