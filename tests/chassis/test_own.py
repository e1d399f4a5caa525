from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Column, Date, Integer, String, Table, insert

from chassis import own
from chassis.database import Store, metadata
from chassis.sql import UtcDateTime

tables = metadata()
things = Table(
    "things",
    tables,
    Column("n", Integer, primary_key=True),
    Column("whose", String(10)),
    Column("secret", String(10)),
    Column("made_at", UtcDateTime),
    Column("born_on", Date),
)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_somebody_s_rows_are_told_as_json_without_what_is_left_out_and_bounded(store: Store) -> None:
    things.create(store.engine)
    with store.transaction() as session:
        row = {"secret": "hidden", "made_at": NOW, "born_on": date(2008, 2, 29)}
        session.execute(insert(things), [{"n": n, "whose": "mine" if n else "theirs", **row} for n in range(4)])
    told = {"whose": "mine", "made_at": NOW.isoformat(), "born_on": "2008-02-29"}
    with store.reading() as session:
        mine = things.c.whose == "mine"
        some = own.section(session, things, mine, ("secret",), most=2)
        assert some == {"name": "things", "rows": [{"n": n, **told} for n in (1, 2)], "is_complete": False}
        assert own.section(session, things, mine, most=3)["is_complete"]
