"""What the publisher emits: a published contract. Never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from chassis.events import Event


@dataclass(frozen=True)
class DatasetPublished(Event):
    """A dataset has other bytes than before.

    Attributes:
        dataset: its name, as in its address.
        title: in French.
        version: grows by one with each.
        rows: how many records it has.
        modified_at: when what it tells of last changed.
    """

    type: ClassVar[str] = "dataset.published"
    dataset: str
    title: str
    version: int
    rows: int
    modified_at: datetime

    @property
    def subject(self) -> str:
        """The dataset."""
        return self.dataset

    @property
    def sequence(self) -> int:
        """Its version."""
        return self.version
