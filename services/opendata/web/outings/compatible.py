"""The three addresses of the application of 2018, read only, written as they are read from the database.

However much is on, a few hundred happenings at a time are in memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.opendata import queries
from services.opendata.domain import Network
from services.opendata.domain.happenings import LAST
from services.opendata.domain.outings import Window, compatible, windows
from services.opendata.web.documents import Document
from services.opendata.web.outings.telling import announced_at

ALL, WEEK, NOW = PATHS = ("/events", "/events/7days", "/events/now")
_AT_ONCE = 200


class Events:
    """What is on at an instant, in that shape."""

    def __init__(self, session: Session, network: Network, zone: ZoneInfo, at: datetime) -> None:
        self._session, self._network, self._zone, self._at = session, network, zone, at

    def document(self, path: str) -> Document:
        """What is at one of `PATHS`; it is another one when the log has grown, or after a minute."""
        head = queries.head(self._session)
        written = f"{path} {head['applied'] if head else 0} {self._at} {self._network}"
        tag = hashlib.sha256(written.encode()).hexdigest()[:32]
        write = {ALL: self._all, WEEK: self._week, NOW: self._soon}[path]
        return Document(path, "application/json", tag, lambda: (piece.encode() for piece in write()))

    def _all(self) -> Iterator[str]:
        yield from self._events(queries.happenings_in(self._session, Window(self._at, LAST)))
        yield "\n"

    def _soon(self) -> Iterator[str]:
        yield from self._events(queries.happenings_in(self._session, windows.now(self._at)))
        yield "\n"

    def _week(self) -> Iterator[str]:
        """Seven days, each with what is on in it."""
        before = "["
        today = self._at.astimezone(self._zone).date()
        for number in range(windows.WEEK):
            day = today + timedelta(days=number)
            window = windows.days(day, day, self._zone)
            window = Window(max(window.starts_at, self._at), window.ends_at)
            told = json.dumps(compatible.day(day, self._at, self._zone), ensure_ascii=False)
            yield f'{before}{told[:-1]}, "events": '
            yield from self._events(queries.happenings_in(self._session, window))
            yield "}"
            before = ",\n"
        yield "]\n"

    def _events(self, ids: Sequence[str]) -> Iterator[str]:
        before = "["
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            found = queries.dates_of(self._session, some, self._at)
            dates = {key: compatible.shown(rows) for key, rows in found.items()}
            first = queries.outings_by_id(self._session, [rows[0]["id"] for rows in dates.values()])
            texts = queries.descriptions(self._session, list(first.values()))
            for key in some:
                row = first[dates[key][0]["id"]]
                told = compatible.event(dates[key], row["content"], texts.get(key), announced_at(row, self._network))
                yield before + json.dumps(told, ensure_ascii=False)
                before = ",\n"
        yield "]" if before != "[" else "[]"
