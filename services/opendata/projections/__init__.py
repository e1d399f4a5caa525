"""What follows from each line of the log: the newest of each subject, and the records of the datasets.

Harmless the second time and in any order: of two lines about the same subject the one with the greater sequence
says more, and an older one changes nothing. Everything here can be thrown away and made again from the log, to the
byte: nothing asks the clock, makes an id or reads the settings. Never commits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Table
from sqlalchemy.orm import Session

from services.opendata import tables
from services.opendata.domain import Entry
from services.opendata.projections import activities, bookings, outings, places, statistics

Follow = Callable[[Session, Entry], None]

#: Each says in its FOLLOWS what it does with which kinds of line. A line goes to them in this order:
#: activities look at what a place was before, outings at what became of the agenda.
_ALL: tuple[Mapping[str, Follow], ...] = (
    activities.FOLLOWS,
    places.FOLLOWS,
    bookings.FOLLOWS,
    outings.FOLLOWS,
    statistics.FOLLOWS,
)

#: The tables that follow from the log.
FOLLOWING: tuple[Table, ...] = (tables.subjects, tables.occupancy, tables.outings, tables.uses, tables.records)


def follow(session: Session, entry: Entry) -> None:
    """Bring everything up to date with a line of the log.

    One of a kind that nobody follows is kept in the log, for what will follow from it one day.
    """
    for follows in _ALL:
        if entry.kind in follows:
            follows[entry.kind](session, entry)
