"""Credits, the ledger between cities and the accounts of a month, for members and for a city's accountants."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from chassis.errors import Conflict
from gateway.api.operation import Asked
from gateway.api.schemas.accounts import AccountLine

COLUMNS = tuple(AccountLine().fields)
MOST_LINES = 20_000
_AT_ONCE = 1000


def credits_of(asked: Asked) -> Any:
    """A page of what the member, and the organisations that the member acts for, have left."""
    return asked.bookings("credits_of", **asked.query, actor=asked.member().actor())


def grant_credit(asked: Asked) -> Any:
    """Let somebody pay with what they have paid before."""
    actor = asked.member().actor()
    return asked.bookings("grant_credit", **asked.body, actor=actor, idempotency_key=asked.idempotency_key)


def ledger(asked: Asked) -> Any:
    """What the hub counts for the city of who asks."""
    return asked.bookings("ledger", **asked.query, actor=asked.member().actor())


def accounts(asked: Asked) -> Any:
    """A page of what is to be paid at the places of the city of who asks."""
    return asked.bookings("accounts", **asked.query, actor=asked.member().actor())


def accounts_csv(asked: Asked) -> str:
    """The same as one table.

    Source: RFC 4180; OWASP, "CSV Injection": a text that a spreadsheet would take for a formula gets an apostrophe.

    Raises:
        Conflict: `too_many_lines`.
    """
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, line in enumerate(_lines(asked)):
        if number == MOST_LINES:
            raise Conflict("too_many_lines", f"More than {MOST_LINES} bookings.", {"most": MOST_LINES})
        writer.writerow([_cell(line.get(column)) for column in COLUMNS])
    return table.getvalue()


def _lines(asked: Asked) -> Iterator[dict[str, Any]]:
    actor, following = asked.member().actor(), None
    while True:
        page = asked.bookings("accounts", **asked.query, limit=_AT_ONCE, after=following, actor=actor)
        yield from page["items"]
        following = page["next"]
        if following is None:
            return


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
