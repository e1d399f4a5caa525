"""The ways out: a folder of files, or a mail server; a gateway for SMS. Never knows what a letter says, never retries.

Every channel either returns (the letter is out), raises `Deferred` (try later), `OutOfOrder` (the others need not try
either) or `Undeliverable` (never will).
The reasons are codes; they hold no address and no word of a server, which might quote one.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from chassis.config import Settings
from services.notifications.channels.folder import Folder
from services.notifications.channels.sms import Sms
from services.notifications.channels.smtp import DIALOGUE_SECONDS, Smtp
from services.notifications.domain import Channel

__all__ = ["DIALOGUE_SECONDS", "Folder", "Route", "Sms", "Smtp", "Way", "open_channels"]


class Way(Protocol):
    """A way out for the letters of a turn, or for its short messages: as the channel's are composed."""

    def send(self, letter: Any, notice_id: str) -> None:
        """Hand it over, within `DIALOGUE_SECONDS`.

        Raises:
            OutOfOrder: nothing goes out this way for now.
            Deferred: not this time.
            Undeliverable: never.
        """


class Route(Protocol):
    """Where letters go, or short messages."""

    def open(self) -> AbstractContextManager[Way]:
        """The way there for one turn, after which it is closed; no server is called before the first letter."""


def open_channels(settings: Settings, city: str) -> Mapping[Channel, Route]:
    """The ways out that the node's settings name, for the notices of a city."""
    mail = settings.mail
    routes: dict[Channel, Route] = {
        Channel.MAIL: Smtp(mail.smtp) if mail.smtp else Folder(Path(mail.folder or "mail") / city)
    }
    return routes | {Channel.SMS: Sms(settings.sms)} if settings.sms else routes
