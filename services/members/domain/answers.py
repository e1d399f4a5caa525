"""What a city said to a member, as a letter tells it: asked for at the moment of sending, kept by nobody else. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chassis.errors import Conflict
from services.members.domain.applications import Application
from services.members.domain.suspensions import Suspension


@dataclass(frozen=True)
class CityAnswer:
    """A reason, in the words of the city's staff.

    Attributes:
        until: when what was said ends, UTC; None: no end, or nothing that ends.
    """

    reason: str
    until: datetime | None


def of_application(decided: Application | None) -> CityAnswer | None:
    """What a member reads in the answer to an application; None: none was answered so."""
    return CityAnswer(decided.reason or "", decided.valid_until) if decided else None


def of_suspension(standing: Suspension | None) -> CityAnswer:
    """What a member reads who is suspended.

    Raises:
        Conflict: `not_suspended`: the letter is of no use any more.
    """
    if standing is None:
        raise Conflict("not_suspended", "the member was reinstated meanwhile")
    return CityAnswer(standing.reason, standing.ends_at)
