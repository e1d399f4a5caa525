"""Look at where networks publish their timetables, and load what is new there. A turn, from end to end.

    archive ─▶ the same as the last time? ─▶ transit.read ─▶ portions, each in a transaction ─▶ shown

A new timetable appears whole or not at all; when it cannot be used the one before it stays, and why is kept for the
operator. Reading takes seconds, in which nothing is locked and others work. Never asks the time, opens no transaction.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, BinaryIO

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from chassis import logs, metrics
from chassis.config import Timetable
from services.opendata import queries, timetables
from services.opendata.domain import transit
from services.opendata.transit import Broken, Contents, Refusals, read

_CHUNK_BYTES = 1 << 20

log = logs.get("opendata")


@dataclass(frozen=True)
class _Found:
    """An archive, and by what one tells later that it is still the same."""

    file: BinaryIO
    seen: Mapping[str, Any]


@dataclass(frozen=True)
class Loader:
    """Loads timetables; several may run at once, in several processes, on the same database.

    Attributes:
        change: does something in a transaction of its own, and gives what that gives.
        clock: asks the time; loading takes some.
        pause: lets others work.
    """

    change: Callable[[Callable[[Session], Any]], Any]
    clock: Callable[[], datetime]
    pause: Callable[[], None]

    def look(self, sources: Sequence[Timetable]) -> None:
        """Look at every source, load what is new there, and throw away what nobody reads any more."""
        self.change(lambda session: timetables.forget_sources(session, [source.code for source in sources]))
        for source in sources:
            self._look_at(source)
        self._throw_away([source.code for source in sources])

    def _look_at(self, source: Timetable) -> None:
        now = self.clock()

        def begin(session: Session) -> tuple[RowMapping, list[transit.Kept]]:
            timetables.name_source(session, source.code, source.name, source.licence, source.page or None, now)
            return queries.timetables.source(session, source.code), queries.timetables.kept(session, source.code)

        row, kept = self.change(begin)
        looked = transit.Looked(row["digest"], row["refused"])
        again = looked.digest is not None and transit.is_due(looked, kept, looked.digest, now.date())
        digest: str | None = None
        seen: Mapping[str, Any] = {}
        try:
            with _open(source, {} if again else row["seen"]) as found:
                if found is None:
                    return
                seen, digest = found.seen, self._digest(found.file)
                if not transit.is_due(looked, kept, digest, now.date()):
                    self._note(source, seen, digest, looked.refused if digest == looked.digest else None)
                    return
                contents, refusals = self._read(source, found.file, now)
        except OSError as exc:
            self._refuse(source, seen, digest, looked, f"its archive cannot be read: {exc.strerror}")
        except Broken as exc:
            self._refuse(source, seen, digest, looked, exc.reason)
        else:
            self._keep(source, seen, digest, contents, refusals)

    def _read(self, source: Timetable, file: BinaryIO, now: datetime) -> tuple[Contents, Refusals]:
        try:
            return read(file, now.date(), self.pause)
        except Broken:
            raise
        except Exception as exc:  # one network's archive is no reason to look at no other
            log.error("reading a timetable failed", exc, source=source.code)
            raise Broken("a mistake of ours, not its own: the log says more") from None

    def _digest(self, file: BinaryIO) -> str:
        digest = hashlib.sha256()
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            self.pause()
        file.seek(0)
        return digest.hexdigest()

    def _keep(
        self, source: Timetable, seen: Mapping[str, Any], digest: str, contents: Contents, refusals: Refusals
    ) -> None:
        began = self.clock()
        timetable = self.change(
            lambda session: timetables.begin(session, source.code, digest, contents, refusals, began)
        )
        if timetable is None:
            return  # another process loads it; the next turn sees whether it did
        for portion in timetables.portions(timetable, contents):
            now = self.clock()
            if not self.change(lambda session: timetables.write(session, timetable, portion, now)):  # noqa: B023
                return  # it took so long that it was thrown away
            self.pause()
        now = self.clock()

        def show(session: Session) -> bool:
            timetables.note_look(session, source.code, seen, digest, None)
            return timetables.show(session, timetable, now)

        if self.change(show):
            log.info("timetable loaded", source=source.code, trips=contents.trips, valid_until=contents.valid_until)

    def _note(self, source: Timetable, seen: Mapping[str, Any], digest: str | None, refused: str | None) -> None:
        self.change(lambda session: timetables.note_look(session, source.code, seen, digest, refused))

    def _refuse(
        self, source: Timetable, seen: Mapping[str, Any], digest: str | None, looked: transit.Looked, reason: str
    ) -> None:
        if reason != looked.refused:
            log.warning("timetable refused", source=source.code, reason=reason)
        self._note(source, seen, digest, reason)

    def _throw_away(self, named: Sequence[str]) -> None:
        now = self.clock()
        kept = self.change(lambda session: queries.timetables.kept(session))
        for timetable in transit.worn_out(kept, named, now):
            for table in (*timetables.PARTS, None):
                self.change(lambda session: timetables.throw_away(session, timetable, table))  # noqa: B023
                self.pause()


def measure(session: Session, service: str) -> None:
    """Set the metrics of the timetables that are shown."""
    for metric in (metrics.timetable_refused, metrics.timetable_valid_until, metrics.timetable_loaded):
        metric.clear()  # of a source that the configuration names no more nothing is said
    newest: dict[str, RowMapping] = {}
    for row in queries.timetables.timetables(session):
        if row["loaded_at"] is not None:
            newest.setdefault(row["code"], row)
    for source in queries.timetables.sources(session):
        code = source["code"]
        metrics.timetable_refused.labels(service, code).set(source["refused"] is not None)
        shown = newest.get(code)
        if shown is not None:
            ends = datetime.combine(shown["valid_until"], time.max, UTC)
            metrics.timetable_valid_until.labels(service, code).set(ends.timestamp())
            metrics.timetable_loaded.labels(service, code).set(shown["loaded_at"].timestamp())


@contextmanager
def _open(source: Timetable, seen: Mapping[str, Any]) -> Iterator[_Found | None]:
    """The archive of a source, or None when it is still what was seen."""
    with source.path.open("rb") as file:
        status = os.fstat(file.fileno())
        now = {"size": status.st_size, "modified_ns": str(status.st_mtime_ns)}
        yield None if now == seen else _Found(file, now)
