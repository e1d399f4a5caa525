"""Which timetables are kept, and when an archive is read again. Never does IO."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

GIVEN_UP = timedelta(minutes=5)  # nobody writes any more on what has had no new rows since then
SHOWN_STILL = timedelta(minutes=10)  # after a newer one is whole: who reads it meanwhile reads it to the end
WANTED_AHEAD = timedelta(days=180)  # of what is valid for years, as many days at least are kept


@dataclass(frozen=True)
class Kept:
    """A timetable in the database, whole or not.

    Attributes:
        id: the greater is the newer.
        digest: of its archive.
        written_at: when its newest rows were written.
        loaded_at: since when it is whole; None: it is not.
        kept_until: the last day whose trips are kept, of those until `valid_until`.
    """

    id: int
    code: str
    digest: str
    written_at: datetime
    loaded_at: datetime | None
    valid_from: date
    valid_until: date
    kept_until: date


@dataclass(frozen=True)
class Looked:
    """What was found at a source the last time; `refused` says why it was not taken."""

    digest: str | None
    refused: str | None


def is_due(looked: Looked, kept: Iterable[Kept], digest: str, today: date) -> bool:
    """Whether an archive of a source is to be read: another one than the last, or more of its days are wanted by now.

    Args:
        looked: at its source.
        kept: its timetables.
        digest: of the archive.
        today: by any clock.
    """
    whole = [one for one in kept if one.loaded_at is not None]
    newest = max(whole, key=lambda one: one.id, default=None)
    if looked.digest == digest and looked.refused is not None:
        return False
    if newest is None or newest.digest != digest:
        return True
    return newest.kept_until < min(newest.valid_until, today + WANTED_AHEAD)


def is_done_by_another(kept: Iterable[Kept], digest: str, until: date, now: datetime) -> bool:
    """Whether somebody else is writing a timetable of the source, or wrote this one meanwhile.

    Args:
        kept: the timetables of the source.
        digest: of the archive that was read.
        until: the last of its days that were read.
        now: the present instant.
    """
    return any(
        one.written_at > now - GIVEN_UP if one.loaded_at is None else one.digest == digest and one.kept_until >= until
        for one in kept
    )


def worn_out(kept: Collection[Kept], named: Collection[str], now: datetime) -> list[int]:
    """The ids of those that nobody reads any more, or that were never finished.

    One that is not valid yet replaces none: until it is, the one before it is read.

    Args:
        kept: all timetables.
        named: the codes that the configuration names.
        now: the present instant.
    """
    found, replaced = [], set()
    for one in sorted(kept, key=lambda one: -one.id):
        if one.loaded_at is None:
            is_gone = one.written_at <= now - GIVEN_UP
        else:
            is_gone = one.code not in named or one.code in replaced
            if one.loaded_at <= now - SHOWN_STILL and one.valid_from < now.date():
                replaced.add(one.code)
        if is_gone:
            found.append(one.id)
    return found
