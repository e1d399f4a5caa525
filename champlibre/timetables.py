"""The timetables of transit networks, looked at from outside the publisher of this node, and said in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import eventlet
from sqlalchemy import RowMapping

from chassis import clock
from chassis.config import Settings
from chassis.database import Store
from chassis.service import database_url
from services.opendata import loading, queries, timetables

NONE = "The node's file names no timetable: [opendata.timetables.<code>]."


def look(settings: Settings, again: bool) -> list[str]:
    """Load what is new, and say how everything is then.

    Args:
        settings: of the node.
        again: read every archive again.
    """
    with _store(settings) as store:
        if again:
            store.retrying(timetables.look_again)
        loader = loading.Loader(store.retrying, clock.now, lambda: eventlet.sleep(0))
        loader.look(list(settings.timetables.values()))
    return state(settings)


def state(settings: Settings) -> list[str]:
    """How the timetables are, one or more lines a source."""
    with _store(settings) as store, store.reading() as session:
        sources, known = queries.timetables.sources(session), queries.timetables.timetables(session)
    named = [source for source in sources if source["code"] in settings.timetables]
    unseen = [code for code in settings.timetables if code not in {source["code"] for source in named}]
    lines = [f"{code}: not looked at yet" for code in unseen]
    for source in named:
        own = [row for row in known if row["code"] == source["code"]]
        lines += _source(source, own)
    return lines or [NONE]


def _source(source: RowMapping, own: Sequence[RowMapping]) -> Iterator[str]:
    code, whole = source["code"], [row for row in own if row["loaded_at"] is not None]
    if source["refused"]:
        yield f"{code}: refused: {source['refused']}"
    if not own:
        yield f"{code}: nothing is shown"
    for row in whole:
        counts = ", ".join(f"{count} {name}" for name, count in sorted(row["counts"].items()))
        name = f"{row['publisher'] or source['name']} {row['version']}".rstrip()
        loaded = f"loaded {row['loaded_at']:%Y-%m-%d %H:%M} UTC"
        yield f"{code}: {name}, valid {row['valid_from']} to {row['valid_until']}, {loaded}: {counts}"
        for refusal in row["refusals"]:
            yield "{}: {file}: {count} left out, the first in line {first_line}: {reason}".format(code, **refusal)
    for row in own:
        if row["loaded_at"] is None:
            yield f"{code}: being loaded since {row['written_at']:%Y-%m-%d %H:%M} UTC, or given up"


@contextmanager
def _store(settings: Settings) -> Iterator[Store]:
    store = Store(database_url(settings, "opendata"), "opendata", settings.site)
    try:
        yield store
    finally:
        store.close()
