"""Letters as files in a folder. Never knows what one says, never retries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from services.notifications.domain import Deferred


@dataclass(frozen=True)
class Folder:
    """Letters as files `<notice id>.eml`: for a demonstration, and for tests.

    A letter that is sent again, after a crash, replaces itself: exactly one file for each notice.
    """

    path: Path

    @contextmanager
    def open(self) -> Iterator[Folder]:
        """It always is."""
        yield self

    def send(self, letter: EmailMessage, notice_id: str) -> None:
        """Write the letter; who looks finds it whole or not at all."""
        written = self.path / f".{notice_id}.tmp"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            written.write_bytes(letter.as_bytes())
            written.replace(self.path / f"{notice_id}.eml")
        except OSError:
            raise Deferred("folder_unwritable") from None
