"""What is published of each dataset, as a catalogue tells it. Never does IO."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from services.opendata.domain.dataset import Edition

_PERIOD = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@dataclass(frozen=True)
class Days:
    """From the first day to the last, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Inventory:
    """The state of the datasets, each by its name.

    Attributes:
        covered: the days that a dataset tells of, of those that are by day or by month.
        since: when there was first something in it (UTC); of those that there ever was something in.
    """

    editions: Mapping[str, Edition]
    covered: Mapping[str, Days] = field(default_factory=dict)
    since: Mapping[str, datetime] = field(default_factory=dict)


def covered(first_segment: str, last_segment: str) -> Days | None:
    """The days between two segments that are named by day or by month; None of segments that are not."""
    first, last = _PERIOD.fullmatch(first_segment), _PERIOD.fullmatch(last_segment)
    if not first or not last:
        return None
    year, month = int(last[1]), int(last[2])
    return Days(
        date(int(first[1]), int(first[2]), int(first[3] or 1)),
        date(year, month, int(last[3] or monthrange(year, month)[1])),
    )
