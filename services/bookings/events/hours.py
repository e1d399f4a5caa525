"""What is told of closures and extra openings. Everybody is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.bookings.events.told import Told


@dataclass(frozen=True, kw_only=True)
class HoursAnnounced(Told):
    """A place, or a space of it with its parts, is closed or open for a period whatever its hours say.

    `space_id`: None for the whole place. What is changed is withdrawn, and announced under another id.
    """

    type: ClassVar[str] = "hours.announced"
    special_id: str
    place_id: str
    space_id: str | None
    host_city: str
    starts_at: datetime
    ends_at: datetime
    is_open: bool
    reason: str
    announced_at: datetime

    @property
    def subject(self) -> str:
        return self.special_id


@dataclass(frozen=True, kw_only=True)
class HoursWithdrawn(Told):
    """What was announced holds no longer."""

    type: ClassVar[str] = "hours.withdrawn"
    special_id: str
    place_id: str
    withdrawn_at: datetime

    @property
    def subject(self) -> str:
        return self.special_id
